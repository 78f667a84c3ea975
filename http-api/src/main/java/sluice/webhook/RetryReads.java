package sluice.webhook;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.webhook.DeliveryStep.ReadRetries;

/** When retries are read from their table: one read at a time, once half of the room for them is free and one is due. */
final class RetryReads {

    private final DeliverySettings settings;
    private final DueRetries retries;
    private long reads;
    private @Nullable ReadRetries underWay;
    private Instant from = Instant.EPOCH;

    RetryReads(DeliverySettings settings, DueRetries retries) {
        this.settings = settings;
        this.retries = retries;
    }

    boolean isUnderWay() {
        return underWay != null;
    }

    /** All are read once more. */
    void restart() {
        underWay = null;
        from = Instant.EPOCH;
    }

    /** A read has ended; false if it was for a place that was left meanwhile. */
    boolean isRead(long number, Instant now) {
        if (!isOver(number)) {
            return false;
        }
        from = now.plus(settings.flushAfter());
        return true;
    }

    void notRead(long number, Instant now) {
        if (isOver(number)) {
            from = now.plus(settings.pause());
            retries.dueAt(now);
        }
    }

    private boolean isOver(long number) {
        if (underWay == null || underWay.number() != number) {
            return false;
        }
        underWay = null;
        return true;
    }

    /**
     * The read that sets out now, if any. Rows are read once, in the order in which they are due, so not past one that is yet to be
     * flushed.
     *
     * @param unflushed when the first of those is due
     */
    Optional<ReadRetries> next(Optional<Instant> unflushed, Instant now, Alarm alarm) {
        var room = settings.retriesInHand() - retries.size();
        var bytes = settings.windowBytes() - retries.bytes();
        var next = retries.next();
        if (next.isEmpty() || room * 2 < settings.retriesInHand() || bytes * 2 < settings.windowBytes()) {
            return Optional.empty();
        }
        var time = next.get().isAfter(from) ? next.get() : from;
        if (time.isAfter(now)) {
            alarm.by(time);
            return Optional.empty();
        }
        var dueBy = unflushed
                .filter(due -> !due.isAfter(now))
                .map(due -> due.minusMillis(1))
                .orElse(now);
        if (next.get().isAfter(dueBy)) {
            return Optional.empty(); // the flush leads here again
        }
        underWay = new ReadRetries(++reads, retries.readThrough(), dueBy, Math.max(1, room), bytes);
        retries.reading(dueBy);
        unflushed.ifPresent(retries::dueAt);
        return Optional.of(underWay);
    }
}
