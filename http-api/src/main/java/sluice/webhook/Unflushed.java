package sluice.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has happened and is not in the database yet. One flush is under way at a time, and one that failed is repeated as it was: it may
 * have been written, and only the same may be written again.
 */
final class Unflushed {

    private final DeliverySettings settings;
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
    private long flushedPosition;
    private @Nullable Instant positionSince;
    /** When the flush under way, which failed, is sent once more; null if it has not. */
    private @Nullable Instant againFrom;

    Unflushed(DeliverySettings settings, SavedDelivery saved) {
        this.settings = settings;
        this.flushes = saved.flushes();
        this.flushedPosition = saved.position();
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

    /** Whether everything is in the database, but for a mere step forward. */
    boolean isNone() {
        return since == null && underWay == null;
    }

    /** Before this time, no row is due that is not in the database yet; empty if there is none at all. */
    Optional<Instant> firstDue() {
        return Optional.ofNullable(firstDue);
    }

    /** The flush that sets out now, if any. One under way is repeated if it failed. */
    Optional<DeliveryStep.Flush> next(long position, EndpointHealth health, Instant now, Alarm alarm) {
        if (underWay != null) {
            return again(underWay, now, alarm);
        }
        positionSince = position == flushedPosition ? null : positionSince == null ? now : positionSince;
        var due = due();
        if (due.isEmpty()) {
            return Optional.empty();
        }
        if (due.get().isAfter(now)) {
            alarm.by(due.get());
            return Optional.empty();
        }
        return Optional.of(flush(position, health));
    }

    private Optional<DeliveryStep.Flush> again(DeliveryStep.Flush flush, Instant now, Alarm alarm) {
        if (againFrom == null) {
            return Optional.empty();
        }
        if (againFrom.isAfter(now)) {
            alarm.by(againFrom);
            return Optional.empty();
        }
        againFrom = null;
        return Optional.of(flush);
    }

    private Optional<Instant> due() {
        boolean isUrgent = urgent || log.size() * 2 >= settings.unflushed();
        var change = Optional.ofNullable(since).map(begun -> isUrgent ? begun : begun.plus(settings.flushAfter()));
        var step = Optional.ofNullable(positionSince).map(begun -> begun.plus(settings.positionAfter()));
        return Stream.of(change, step).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private DeliveryStep.Flush flush(long position, EndpointHealth health) {
        var flush = new DeliveryStep.Flush(
                flushes + 1,
                position,
                health.status(),
                health.failingSince(),
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
        positionSince = null;
        underWay = flush;
        return flush;
    }

    void flushed(long number) {
        if (underWay != null && underWay.number() == number) {
            flushes = number;
            flushedPosition = underWay.position();
            underWay = null;
            againFrom = null;
        }
    }

    /** The flush failed, or may have. */
    void failed(long number, Instant now) {
        if (underWay != null && underWay.number() == number) {
            againFrom = now.plus(settings.pause());
        }
    }
}
