package sluice.rate;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The buckets whose owners are on this node, and what is heard of all the others. */
final class Owned {

    private final ConcurrentHashMap<String, SharedBucket> buckets = new ConcurrentHashMap<>();
    private final Remembered remembered = new Remembered();
    private final LongSupplier nanos;
    private final Consumer<Map<String, Long>> tell;

    /** @param tell takes the levels of buckets to all nodes */
    Owned(LongSupplier nanos, Consumer<Map<String, Long>> tell) {
        this.nanos = nanos;
        this.tell = tell;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    @Nullable
    SharedBucket find(String key) {
        return buckets.get(key);
    }

    /** The bucket of a new owner. */
    SharedBucket open(String key, int perSecond, int burst) {
        long now = nanos();
        var bucket = new SharedBucket(perSecond, burst, now);
        remembered.nanosUntilFull(key, now).ifPresent(untilFull -> bucket.takeOver(untilFull, now));
        buckets.put(key, bucket);
        return bucket;
    }

    /** The owner ends: its bucket gives out no more, and what it had is told to its successor, wherever that will be. */
    void close(String key, SharedBucket bucket) {
        bucket.close();
        buckets.remove(key, bucket);
        long untilFull = bucket.nanosUntilFull(nanos());
        if (untilFull > 0) {
            tell.accept(Map.of(key, untilFull));
        }
    }

    /** Tells all nodes what the owners here have, as long as it is not all there can be. */
    void tellLevels() {
        var levels = new HashMap<String, Long>();
        buckets.forEach((key, bucket) -> {
            long untilFull = bucket.nanosUntilFull(nanos());
            if (untilFull > 0) {
                levels.put(key, untilFull);
            }
        });
        if (!levels.isEmpty()) {
            tell.accept(levels);
        }
        remembered.sweep(nanos());
    }

    /** What another node told. */
    void hear(Map<String, Long> nanosUntilFull) {
        remembered.hear(nanosUntilFull, nanos());
    }

    /** Whether another node has told of the key's bucket, and it is not full yet. */
    boolean hasHeardOf(String key) {
        return remembered.nanosUntilFull(key, nanos()).isPresent();
    }
}
