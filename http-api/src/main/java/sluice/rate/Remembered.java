package sluice.rate;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** When the buckets of owners, here and on other nodes, would be full again, as last heard: what their successors begin with. */
final class Remembered {

    private final ConcurrentHashMap<String, Long> fullAtNanos = new ConcurrentHashMap<>();

    void hear(Map<String, Long> nanosUntilFull, long nowNanos) {
        nanosUntilFull.forEach((key, nanos) -> fullAtNanos.put(key, nowNanos + nanos));
    }

    /** How long until the key's bucket is full, in nanoseconds, if that was heard. */
    OptionalLong nanosUntilFull(String key, long nowNanos) {
        var at = fullAtNanos.get(key);
        return at == null || at - nowNanos <= 0 ? OptionalLong.empty() : OptionalLong.of(at - nowNanos);
    }

    /** Forgets those that are full by now. */
    void sweep(long nowNanos) {
        fullAtNanos.values().removeIf(at -> at - nowNanos <= 0);
    }
}
