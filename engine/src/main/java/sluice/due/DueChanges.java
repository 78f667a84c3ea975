package sluice.due;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import sluice.entity.Batch;
import sluice.order.OrderEvent;

/**
 * What a page of the tail changes in the due times of orders, named by their persistence ids. Where a page holds an event with
 * effects, the order's whole history decides; it may be ahead of the page, which then comes to the same.
 *
 * @param due orders with unsettled effects: their entry becomes this one
 * @param settled orders whose entry goes, if its effect is at or below this number
 */
public record DueChanges(Map<String, Entry> due, Map<String, Long> settled) {

    /** One row of an order, of which it is not the first: a birth leaves no effects. */
    public record Row(String persistenceId, Batch<OrderEvent> batch) {}

    /**
     * The order has effects to settle.
     *
     * @param effect the number of the latest
     * @param dueAt when it is woken
     */
    public record Entry(long effect, Instant dueAt) {}

    /**
     * What {@code page} changes.
     *
     * @param histories reads every batch so far of these orders, in order
     * @param settleAfter how long effects may be unsettled before their order is woken
     */
    public static DueChanges of(
            List<Row> page,
            Function<Set<String>, Map<String, List<Batch<OrderEvent>>>> histories,
            Duration settleAfter) {
        var withEffects = new TreeSet<String>();
        var settled = new TreeMap<String, Long>();
        for (var row : page) {
            if (EffectHistory.hasEffects(row.batch())) {
                withEffects.add(row.persistenceId());
            }
            settled.merge(row.persistenceId(), EffectHistory.settledUpTo(row.batch()), Math::max);
        }
        settled.keySet().removeAll(withEffects);
        settled.values().removeIf(number -> number == 0);
        var due = new TreeMap<String, Entry>();
        if (!withEffects.isEmpty()) {
            var known = histories.apply(withEffects);
            for (var order : withEffects) {
                EffectHistory.unsettled(known.getOrDefault(order, List.of()))
                        .ifPresentOrElse(
                                effects -> due.put(
                                        order,
                                        new Entry(
                                                effects.latest(),
                                                effects.since().plus(settleAfter))),
                                () -> settled.put(order, Long.MAX_VALUE));
            }
        }
        return new DueChanges(due, settled);
    }
}
