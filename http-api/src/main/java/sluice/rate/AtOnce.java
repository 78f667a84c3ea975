package sluice.rate;

import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests of each key that this node carries out at the moment. */
public final class AtOnce {

    private final ConcurrentHashMap<String, Integer> running = new ConcurrentHashMap<>();

    /** Whether one more may begin: then it is counted until it leaves. */
    public boolean enter(String key, int limit) {
        var entered = new boolean[1];
        running.compute(key, (id, present) -> {
            int before = present == null ? 0 : present;
            entered[0] = before < limit;
            return entered[0] ? Integer.valueOf(before + 1) : present;
        });
        return entered[0];
    }

    /** One that had entered has ended. */
    public void leave(String key) {
        running.computeIfPresent(key, (id, present) -> present == 1 ? null : Integer.valueOf(present - 1));
    }
}
