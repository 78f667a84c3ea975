package sluice.due;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.order.OrderEvent;

/**
 * What the history of one order says of its effects. An effect has the number of its event, counted from 1 over the order's life;
 * {@code Settled} covers every effect up to its number.
 */
final class EffectHistory {

    private EffectHistory() {}

    /** Effects that are not settled: the number of the latest, and when the earliest was decided. */
    record Unsettled(long latest, Instant since) {}

    /** The unsettled effects of an order of which {@code history} is every batch so far, in order. */
    static Optional<Unsettled> unsettled(List<Batch<OrderEvent>> history) {
        long settled =
                history.stream().mapToLong(EffectHistory::settledUpTo).max().orElse(0);
        long number = 0;
        @Nullable Unsettled found = null;
        for (var batch : history) {
            for (var event : (Iterable<OrderEvent>) batch.events()::iterator) {
                number++;
                if (number > settled && hasEffects(event)) {
                    found = new Unsettled(number, found == null ? batch.at() : found.since());
                }
            }
        }
        return Optional.ofNullable(found);
    }

    static boolean hasEffects(Batch<OrderEvent> batch) {
        return batch.events().anyMatch(EffectHistory::hasEffects);
    }

    /** The highest number that {@code batch} says is settled, or 0. */
    static long settledUpTo(Batch<OrderEvent> batch) {
        return batch.events().mapToLong(EffectHistory::settledUpTo).max().orElse(0);
    }

    private static boolean hasEffects(OrderEvent event) {
        return switch (event) {
            case OrderEvent.Shipped shipped -> true;
            case OrderEvent.Cancelled cancelled -> true;
            case OrderEvent.Placed placed -> false; // its claims and pledge are vouched for, not settled
            case OrderEvent.Abandoned abandoned -> false;
            case OrderEvent.Confirmed confirmed -> false;
            case OrderEvent.Released released -> false;
            case OrderEvent.Delivered delivered -> false;
            case OrderEvent.Settled settled -> false;
        };
    }

    private static long settledUpTo(OrderEvent event) {
        return event instanceof OrderEvent.Settled settled ? settled.effect() : 0;
    }
}
