package sluice.webhook;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.webhook.DeliveryStep.ReadEvents;

/** When events are read: one read at a time, once half of the window is free, at once if there is news, and else now and then. */
final class EventReads {

    private final DeliverySettings settings;
    private final FirstAttempts first;
    private long reads;
    private @Nullable ReadEvents underWay;
    private Instant from = Instant.EPOCH;

    EventReads(DeliverySettings settings, FirstAttempts first) {
        this.settings = settings;
        this.first = first;
    }

    /** There may be new events. */
    void news() {
        from = Instant.EPOCH;
    }

    /** Another place is read from now on. */
    void restart() {
        underWay = null;
        from = Instant.EPOCH;
    }

    /** A read has ended; false if it was for a place that was left meanwhile. */
    boolean isRead(long number, boolean more, Instant now) {
        if (!isOver(number)) {
            return false;
        }
        from = more || from.equals(Instant.EPOCH) ? Instant.EPOCH : now.plus(settings.poll());
        return true;
    }

    void notRead(long number, Instant now) {
        if (isOver(number)) {
            from = now.plus(settings.pause());
        }
    }

    private boolean isOver(long number) {
        if (underWay == null || underWay.number() != number) {
            return false;
        }
        underWay = null;
        return true;
    }

    /** The read that sets out now, if any. */
    Optional<ReadEvents> next(Instant now, Alarm alarm) {
        var room = settings.windowEvents() - first.size();
        var bytes = settings.windowBytes() - first.bytes();
        if (underWay != null || room * 2 < settings.windowEvents() || bytes * 2 < settings.windowBytes()) {
            return Optional.empty();
        }
        if (from.isAfter(now)) {
            alarm.by(from);
            return Optional.empty();
        }
        underWay = new ReadEvents(++reads, first.readThrough(), Math.max(1, room), bytes);
        from = Instant.MAX; // news that come while this is under way set it back
        return Optional.of(underWay);
    }
}
