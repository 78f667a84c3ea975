package sluice.load.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What the books of all entities say together, gathered while each is read. */
final class Ledger {

    /** An effect of an order on another entity, by the number that the order gave it. */
    record Effect(UUID order, long number, String entity) {}

    /** @param type of the event that applied it, as the journal spells it */
    record Applied(String type, long amount, Place place) {}

    /** A receipt as the journal has it. */
    record Receipt(String sku, long quantity) {}

    private final List<Finding> findings = new ArrayList<>();
    final SortedMap<UUID, OrderBook> orders = new TreeMap<>();
    final Map<UUID, Map<String, Long>> claims = new HashMap<>(); // live, by order and SKU
    final Map<UUID, Map<String, Long>> pledges = new HashMap<>(); // live, by order and account
    final Map<UUID, Long> invoiced = new HashMap<>();
    final Map<Effect, Applied> effects = new HashMap<>();
    final Map<String, Timeline> available = new HashMap<>(); // units, by SKU
    final Map<String, Timeline> availableCredit = new HashMap<>(); // minor units, by account
    final Map<String, List<Receipt>> receipts = new HashMap<>(); // by reference
    final Map<String, List<Long>> creditLimits = new HashMap<>(); // minor units, by account

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void breach(Rule rule, Object where, String what) {
        findings.add(new Finding(rule, where.toString(), what, false));
    }

    /** Something that is wrong only if it stays. */
    void pending(Rule rule, Object where, String what) {
        findings.add(new Finding(rule, where.toString(), what, true));
    }

    void apply(UUID order, long number, Place place, String type, long amount) {
        var before = effects.putIfAbsent(new Effect(order, number, place.entity()), new Applied(type, amount, place));
        if (before != null) {
            breach(
                    Rule.EFFECTS_ONCE,
                    place,
                    "effect %d of order %s was already applied by %s".formatted(number, order, before.place()));
        }
    }
}
