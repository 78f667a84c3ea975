package sluice.load.judge;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Holds what orders say against what stock and accounts say; once all is quiet they agree. */
final class Settlement {

    private final Ledger ledger;

    Settlement(Ledger ledger) {
        this.ledger = ledger;
    }

    void judge() {
        ledger.orders.values().forEach(order -> {
            if (order.isPlaced()) {
                claims(order);
                pledge(order);
                effects(order);
            }
        });
        strays(ledger.claims, Rule.CLAIMS_MATCH, "s|", "claim");
        strays(ledger.pledges, Rule.PLEDGES_MATCH, "a|", "pledge");
        ledger.effects.forEach(this::asked);
    }

    private void claims(OrderBook order) {
        var open = order.openBySku();
        var claimed = ledger.claims.getOrDefault(order.id(), Map.of());
        var skus = new TreeMap<String, Long>(claimed);
        open.forEach(skus::putIfAbsent);
        for (var sku : skus.keySet()) {
            long wanted = open.getOrDefault(sku, 0L);
            long held = claimed.getOrDefault(sku, 0L);
            compare(Rule.CLAIMS_MATCH, order, "of " + sku + " claimed", held, wanted);
        }
    }

    private void pledge(OrderBook order) {
        var content = order.content();
        if (content == null || content.account() == null) {
            return;
        }
        long invoiced = ledger.invoiced.getOrDefault(order.id(), 0L);
        long unbilled = order.status().isOpen() ? content.totalMinorUnits() - invoiced : 0;
        long pledged = ledger.pledges.getOrDefault(order.id(), Map.of()).getOrDefault(content.account(), 0L);
        compare(Rule.PLEDGES_MATCH, order, "pledged", pledged, unbilled);
        boolean complete = order.status() == OrderBook.Status.SHIPPED || order.status() == OrderBook.Status.DELIVERED;
        if (complete && invoiced != content.totalMinorUnits()) {
            compare(Rule.PLEDGES_MATCH, order, "left to invoice", content.totalMinorUnits() - invoiced, 0);
        }
    }

    /** More than is due may still be on its way back; less can never come again. */
    private void compare(Rule rule, OrderBook order, String what, long held, long wanted) {
        var says = "%d %s, where %d is due in state %s".formatted(held, what, wanted, order.status());
        if (held > wanted) {
            ledger.pending(rule, "o|" + order.id(), says);
        } else if (held < wanted) {
            ledger.breach(rule, "o|" + order.id(), says);
        }
    }

    private void effects(OrderBook order) {
        var content = order.content();
        for (var effect : order.effects()) {
            effect.quantities().forEach((sku, quantity) -> {
                var applied = ledger.effects.get(new Ledger.Effect(order.id(), effect.number(), "s|" + sku));
                if (applied == null) {
                    missing(order, effect, "s|" + sku);
                } else if (!applied.type().equals("s") || applied.amount() != quantity) {
                    differs(order, effect, applied, quantity);
                }
            });
            if (effect.ships() && content != null && content.account() != null) {
                var account = "a|" + content.account();
                var applied = ledger.effects.get(new Ledger.Effect(order.id(), effect.number(), account));
                if (applied == null) {
                    missing(order, effect, account);
                } else if (applied.amount() != effect.worth()) {
                    differs(order, effect, applied, effect.worth());
                }
            }
            if (effect.number() > order.settled()) {
                ledger.pending(
                        Rule.EFFECTS_ONCE, "o|" + order.id(), "effect " + effect.number() + " is not noted as settled");
            }
        }
    }

    private void differs(OrderBook order, OrderBook.Effect effect, Ledger.Applied applied, long due) {
        ledger.breach(
                Rule.EFFECTS_ONCE,
                applied.place(),
                "applied %d where effect %d of order %s is %d"
                        .formatted(applied.amount(), effect.number(), order.id(), due));
    }

    private void missing(OrderBook order, OrderBook.Effect effect, String entity) {
        var says = "effect %d has not reached %s".formatted(effect.number(), entity);
        if (effect.number() <= order.settled()) {
            ledger.breach(Rule.EFFECTS_ONCE, "o|" + order.id(), says + ", and is noted as settled");
        } else {
            ledger.pending(Rule.EFFECTS_ONCE, "o|" + order.id(), says);
        }
    }

    private void strays(Map<UUID, Map<String, Long>> earmarks, Rule rule, String prefix, String word) {
        earmarks.forEach((id, amounts) -> {
            var order = ledger.orders.get(id);
            if (order == null || !order.isPlaced()) {
                amounts.forEach((name, amount) -> ledger.pending(
                        rule,
                        prefix + name,
                        "a %s of %d for order %s, which does not exist".formatted(word, amount, id)));
            }
        });
    }

    private void asked(Ledger.Effect effect, Ledger.Applied applied) {
        var order = ledger.orders.get(effect.order());
        var known = order == null
                ? Optional.<OrderBook.Effect>empty()
                : order.effects().stream()
                        .filter(each -> each.number() == effect.number())
                        .findFirst();
        boolean fits =
                known.isPresent() && known.get().ships() != applied.type().equals("f");
        if (!fits) {
            ledger.breach(
                    Rule.EFFECTS_ONCE,
                    applied.place(),
                    "effect %d of order %s, which never asked for it".formatted(effect.number(), effect.order()));
        }
    }
}
