package sluice.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened and is not in the database yet. One flush is under way at a time, and one that failed is repeated as it was: it may
 * have been written, and only the same may be written again.
 */
final class Unflushed {

    private final List<LoggedAttempt> log = new ArrayList<>();
    private final List<RetryChange> retries = new ArrayList<>();
    /** Positions whose rows are not what they were when last flushed. */
    private final Set<Long> changed = new HashSet<>();

    private DeliveryStep.@Nullable Disabled disabled;
    private DeliveryStep.@Nullable Flush underWay;
    private boolean urgent;
    private @Nullable Instant since;
    private @Nullable Instant firstDue;
    private long flushes;

    Unflushed(long flushes) {
        this.flushes = flushes;
    }

    void ended(LoggedAttempt attempt, Instant now) {
        log.add(attempt);
        touched(now);
    }

    void change(RetryChange change, Instant now) {
        retries.add(change);
        switch (change) {
            case RetryChange.Later later -> {
                dueAt(later.due());
                if (!later.onlyIfAbsent()) {
                    changed.add(later.position());
                }
            }
            case RetryChange.Settled settled -> changed.add(settled.position());
            case RetryChange.SendAgain again -> dueAt(again.due());
            case RetryChange.Recover recover -> dueAt(recover.due());
        }
        touched(now);
    }

    private void dueAt(Instant due) {
        firstDue = firstDue == null || due.isBefore(firstDue) ? due : firstDue;
    }

    void disabled(DeliveryStep.Disabled event, Instant now) {
        disabled = event;
        hurry(now);
    }

    /** Something changed that nobody should have to wait for. */
    void hurry(Instant now) {
        urgent = true;
        touched(now);
    }

    private void touched(Instant now) {
        since = since == null ? now : since;
    }

    /** Attempts whose end is not certain to be in the database. */
    int attempts() {
        return log.size() + (underWay == null ? 0 : underWay.log().size());
    }

    /** Whether the row of a position is about to change from what is in the database. */
    boolean isChanged(long position) {
        return changed.contains(position);
    }

    boolean isUnderWay() {
        return underWay != null;
    }

    /** When what there is has to set out; empty if there is nothing. */
    Optional<Instant> due(DeliverySettings settings) {
        if (since == null) {
            return Optional.empty();
        }
        return Optional.of(
                urgent || log.size() * 2 >= settings.unflushed() ? since : since.plus(settings.flushAfter()));
    }

    /** Before this time, no row is due that is not in the database yet; empty if there is none at all. */
    Optional<Instant> firstDue() {
        return Optional.ofNullable(firstDue);
    }

    DeliveryStep.Flush flush(long position, EndpointStatus status, @Nullable Instant failingSince) {
        var flush = new DeliveryStep.Flush(
                flushes + 1,
                position,
                status,
                Optional.ofNullable(failingSince),
                List.copyOf(log),
                List.copyOf(retries),
                Optional.ofNullable(disabled));
        log.clear();
        retries.clear();
        changed.clear();
        disabled = null;
        urgent = false;
        since = null;
        firstDue = null;
        underWay = flush;
        return flush;
    }

    /** The flush under way, once more. */
    DeliveryStep.Flush again() {
        if (underWay == null) {
            throw new IllegalStateException("no flush is under way");
        }
        return underWay;
    }

    /** Whether that was the flush under way, which is over now. */
    boolean flushed(long number) {
        if (underWay == null || underWay.number() != number) {
            return false;
        }
        flushes = number;
        underWay = null;
        return true;
    }
}
