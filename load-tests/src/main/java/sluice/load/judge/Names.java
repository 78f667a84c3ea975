package sluice.load.judge;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Judges the names of orders: each names one order, and stands in {@code reference} exactly while that order exists. */
final class Names {

    static final long KEY_LIFETIME_MILLIS = Duration.ofHours(48).toMillis();

    private final Ledger ledger;
    private final Map<String, UUID> references = new HashMap<>();

    Names(Ledger ledger) {
        this.ledger = ledger;
    }

    void reference(ReferenceRow row) {
        references.put(row.name(), row.order());
        var order = ledger.orders.get(row.order());
        if (order == null || !order.isPlaced()) {
            breach(row.name(), "it names order " + row.order() + ", which does not exist");
        } else if (!names(order).contains(row.name())) {
            breach(row.name(), "it names order " + row.order() + ", which was not given that name");
        }
    }

    /** Called after the last reference. */
    void judge() {
        var first = new HashMap<String, UUID>();
        long latest = ledger.orders.values().stream()
                .mapToLong(OrderBook::placedAtMillis)
                .max()
                .orElse(0);
        for (var order : ledger.orders.values()) {
            for (var name : names(order)) {
                var other = first.putIfAbsent(name, order.id());
                if (other != null) {
                    ledger.breach(Rule.ONE_ORDER, "o|" + order.id(), "'" + name + "' names order " + other + " too");
                }
                boolean mayHaveExpired = name.startsWith("k|") && order.placedAtMillis() < latest - KEY_LIFETIME_MILLIS;
                if (!order.id().equals(references.get(name)) && other == null && !mayHaveExpired) {
                    breach(name, "order " + order.id() + " has that name, and the reference is missing");
                }
            }
        }
    }

    private void breach(String name, String what) {
        ledger.breach(Rule.REFERENCES_MATCH, "reference '" + name + "'", what);
    }

    private static Set<String> names(OrderBook order) {
        var names = new HashSet<String>();
        var content = order.content();
        if (content != null && content.externalId() != null) {
            names.add("x|" + content.channel() + "|" + content.externalId());
        }
        if (order.keyHash() != null) {
            names.add("k|" + order.keyHash());
        }
        return names;
    }
}
