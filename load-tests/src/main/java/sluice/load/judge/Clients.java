package sluice.load.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sluice.load.client.Attempt;
import sluice.load.client.AttemptLog;
import sluice.load.client.OrderRequest;
import sluice.load.client.SetUpLog;

/** Holds what clients were told against what the journal says. */
final class Clients {

    /** An answer may come from a sold-out mark this old, and journal times are cut to whole milliseconds. */
    private static final long MARK_MILLIS = 150;

    private final Ledger ledger;
    private final Duration clock;
    private final Map<String, List<OrderBook>> byKey = new HashMap<>();

    Clients(Ledger ledger, Duration clock) {
        this.ledger = ledger;
        this.clock = clock;
        for (var order : ledger.orders.values()) {
            var content = order.content();
            if (content != null && content.poNumber() != null) {
                byKey.computeIfAbsent(content.poNumber(), key -> new ArrayList<>())
                        .add(order);
            }
        }
    }

    /** Judges every attempt and returns how many keys they had. */
    int judge(List<AttemptLog.Entry> entries) {
        var attempts = new LinkedHashMap<String, List<AttemptLog.Entry>>();
        for (var entry : entries) {
            attempts.computeIfAbsent(entry.attempt().asked().key(), key -> new ArrayList<>())
                    .add(entry);
        }
        attempts.forEach((key, ofKey) -> {
            ofKey.sort(Comparator.comparingLong(entry -> entry.attempt().sentMicros()));
            judge(key, ofKey);
        });
        return attempts.size();
    }

    private void judge(String key, List<AttemptLog.Entry> attempts) {
        var placed = byKey.getOrDefault(key, List.of());
        if (placed.size() > 1) {
            ledger.breach(
                    Rule.ONE_ORDER, attempts.getFirst().place(), "key %s has %d orders".formatted(key, placed.size()));
        }
        AttemptLog.Entry acceptance = null;
        boolean unsure = false;
        for (var entry : attempts) {
            switch (entry.attempt().kind()) {
                case ACCEPTED -> {
                    acknowledged(entry, placed);
                    sameAnswer(acceptance, entry);
                    acceptance = acceptance == null ? entry : acceptance;
                }
                case REFUSED -> refused(entry, acceptance, unsure, placed);
                case NONE -> {}
                case UNKNOWN -> unsure = true;
            }
        }
        if (acceptance == null && !unsure && !placed.isEmpty()) {
            var last = attempts.getLast();
            ledger.breach(
                    Rule.REFUSED_IS_NOTHING,
                    last.place(),
                    "key %s was never accepted, and is order %s"
                            .formatted(key, placed.getFirst().id()));
        }
    }

    private void acknowledged(AttemptLog.Entry entry, List<OrderBook> placed) {
        var attempt = entry.attempt();
        var order = order(attempt.order());
        var content = order == null ? null : order.content();
        if (order == null || content == null) {
            ledger.breach(Rule.ACKNOWLEDGED, entry.place(), "order " + attempt.order() + " is not in the journal");
            return;
        }
        if (!content.digest().equals(attempt.digest())) {
            ledger.breach(
                    Rule.ACKNOWLEDGED,
                    entry.place(),
                    "order %s was acknowledged as %s, and is %s"
                            .formatted(attempt.order(), attempt.digest(), content.digest()));
        }
        if (!content.answers(attempt.asked()) || !placed.contains(order)) {
            ledger.breach(Rule.ACKNOWLEDGED, entry.place(), "order " + attempt.order() + " is not what was asked for");
        }
    }

    private @Nullable OrderBook order(@Nullable String id) {
        try {
            return id == null ? null : ledger.orders.get(UUID.fromString(id));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private void sameAnswer(AttemptLog.@Nullable Entry first, AttemptLog.Entry entry) {
        if (first == null) {
            return;
        }
        var before = first.attempt();
        var now = entry.attempt();
        boolean same = String.valueOf(before.order()).equals(now.order())
                && String.valueOf(before.digest()).equals(now.digest())
                && Boolean.TRUE.equals(now.replayed());
        if (!same) {
            ledger.breach(
                    Rule.SAME_ANSWER,
                    entry.place(),
                    "order %s, where %s was answered order %s".formatted(now.order(), first.place(), before.order()));
        }
    }

    private void refused(
            AttemptLog.Entry entry, AttemptLog.@Nullable Entry acceptance, boolean unsure, List<OrderBook> placed) {
        var attempt = entry.attempt();
        if (String.valueOf(attempt.problem()).equals("request-in-flight")) {
            return;
        }
        if (acceptance != null) {
            ledger.breach(
                    Rule.SAME_ANSWER,
                    entry.place(),
                    "refused (%s), where %s was accepted".formatted(attempt.problem(), acceptance.place()));
        }
        // A lost attempt may still arrive after this refusal; what was placed before it had to be found.
        for (var order : placed) {
            if (unsure && order.placedAtMillis() * 1_000 < attempt.sentMicros() - clockMillis() * 1_000) {
                ledger.breach(
                        Rule.REFUSED_IS_NOTHING,
                        entry.place(),
                        "refused (%s), where order %s already stood".formatted(attempt.problem(), order.id()));
            }
        }
        if (!clock.isNegative() && !clock.isZero() && !isJustified(attempt)) {
            ledger.breach(
                    Rule.REFUSED_WITH_REASON,
                    entry.place(),
                    attempt.problem() + " at no moment between question and answer");
        }
    }

    private boolean isJustified(Attempt attempt) {
        long from = attempt.sentMicros() / 1_000 - MARK_MILLIS - clockMillis();
        long to = attempt.answeredMicros() / 1_000 + clockMillis() + 1;
        return switch (String.valueOf(attempt.problem())) {
            case "insufficient-stock" ->
                quantities(attempt.asked()).entrySet().stream()
                        .anyMatch(line -> was(ledger.available.get(line.getKey()), line.getValue(), from, to));
            case "credit-limit-exceeded" -> {
                var account = attempt.asked().account();
                yield account != null
                        && was(
                                ledger.availableCredit.get(account),
                                attempt.asked().totalMinorUnits(),
                                from,
                                to);
            }
            default -> true;
        };
    }

    private static boolean was(@Nullable Timeline timeline, long wanted, long from, long to) {
        return timeline == null || timeline.wasBelow(wanted, from, to);
    }

    private long clockMillis() {
        return Math.max(0, clock.toMillis());
    }

    private static Map<String, Long> quantities(OrderRequest asked) {
        var quantities = new HashMap<String, Long>();
        asked.lines().forEach(line -> quantities.merge(line.sku(), line.quantity(), Long::sum));
        return quantities;
    }

    void judgeSetUp(List<SetUpLog.Entry> entries) {
        for (var entry : entries) {
            var act = entry.act();
            boolean recorded = switch (act.kind()) {
                case RECEIPT ->
                    ledger.receipts
                            .getOrDefault(String.valueOf(act.key()), List.of())
                            .equals(List.of(new Ledger.Receipt(act.name(), act.amount())));
                case ACCOUNT ->
                    ledger.creditLimits.getOrDefault(act.name(), List.of()).contains(act.amount());
            };
            if (!recorded) {
                ledger.breach(Rule.SET_UP, entry.place(), "the journal does not have " + act);
            }
        }
    }
}
