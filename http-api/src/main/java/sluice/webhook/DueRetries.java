package sluice.webhook;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The due retries in memory, of which most are in their table: they are read once, in the order of their keys, when they are due. What
 * is made due meanwhile has a higher key than all that was read, since it is due later.
 */
class DueRetries {

    private final TreeMap<DueRetry.Key, DueRetry> inHand = new TreeMap<>();
    /** Positions in hand or under way. */
    private final Set<Long> held = new HashSet<>();

    private DueRetry.Key readThrough = DueRetry.Key.FIRST;
    private Instant readDue = Instant.EPOCH;
    private int bytes;
    /** No row that is not read is due before it; null if there is none. */
    private @Nullable Instant next = Instant.EPOCH;

    /** When to read next; empty if there is nothing to be read. */
    Optional<Instant> next() {
        return Optional.ofNullable(next);
    }

    /** What a read has to begin after. */
    DueRetry.Key readThrough() {
        return readThrough;
    }

    /** A read of what is due by then sets out: what becomes due from now on is noted anew. */
    void reading(Instant dueBy) {
        readDue = dueBy;
        next = null;
    }

    /**
     * Takes what was read.
     *
     * @param isChanged whether there is a change to the row of a position that had not been flushed when it was read
     * @param isAbsorbed whether the event is attempted anyhow
     */
    void add(List<DueRetry> due, Optional<Instant> nextDue, LongPredicate isChanged, Predicate<DueRetry> isAbsorbed) {
        for (var retry : due) {
            readThrough = retry.key();
            var position = retry.event().position();
            if (!isChanged.test(position) && !isAbsorbed.test(retry) && held.add(position)) {
                inHand.put(retry.key(), retry);
                bytes += retry.event().sizeBytes();
            }
        }
        nextDue.ifPresent(this::dueAt);
    }

    /** A row will be there that is due then. */
    void dueAt(Instant due) {
        if (next == null || due.isBefore(next)) {
            next = due;
        }
    }

    /** {@code now}, or just after what was read: a row made due at this time will be read. */
    Instant readableFrom(Instant now) {
        return now.isAfter(readDue) ? now : readDue.plusMillis(1);
    }

    boolean hasReady() {
        return !inHand.isEmpty();
    }

    /** The next to attempt; from now on it is under way. */
    DueRetry begin() {
        var retry = inHand.pollFirstEntry().getValue();
        bytes -= retry.event().sizeBytes();
        return retry;
    }

    void ended(long position) {
        held.remove(position);
    }

    /** Forgets what is in hand; it is read again. */
    void restart() {
        inHand.values().forEach(retry -> held.remove(retry.event().position()));
        inHand.clear();
        bytes = 0;
        readThrough = DueRetry.Key.FIRST;
        readDue = Instant.EPOCH;
        next = Instant.EPOCH;
    }

    boolean holds(long position) {
        return held.contains(position);
    }

    int size() {
        return inHand.size();
    }

    int bytes() {
        return bytes;
    }
}
