package sluice.rate;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.key.Rate;

/** One node's shares of all keys that were used on it lately. */
final class NodeLimits implements RateLimiter {

    private final Owners owners;
    private final LongSupplier nanos;
    private final LongAdder unanswered = new LongAdder();
    private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();

    /** @param nanos the time, as {@link System#nanoTime} tells it */
    NodeLimits(Owners owners, LongSupplier nanos) {
        this.owners = owners;
        this.nanos = nanos;
    }

    @Override
    public CompletionStage<Verdict> take(String key, Rate rate, int cost, int again) {
        while (true) {
            var verdict = share(key, rate).take(cost, again, nanos.getAsLong());
            if (verdict != null) {
                return verdict;
            }
        }
    }

    @Override
    public int left(String key, Rate rate) {
        return share(key, rate).left(nanos.getAsLong());
    }

    private Share share(String key, Rate rate) {
        var share = shares.get(key);
        return share != null && share.rate().equals(rate)
                ? share
                : shares.compute(key, (id, present) -> renewed(id, present, rate));
    }

    private Share renewed(String key, @Nullable Share present, Rate rate) {
        if (present != null && (present.rate().equals(rate) || !present.drop(true, nanos.getAsLong()))) {
            return present; // one that waits for an answer keeps the rate that it has until then
        }
        return new Share(key, rate, owners, unanswered, nanos.getAsLong());
    }

    /** An owner's answer. */
    void granted(String key, Grant grant, long number) {
        var share = shares.get(key);
        if (share != null) {
            share.granted(grant, number, nanos.getAsLong());
        }
    }

    /** To be called every now and then, at least as often as an answer may be missing unnoticed. */
    void tick() {
        for (var entry : shares.entrySet()) {
            var share = entry.getValue();
            share.tick(nanos.getAsLong());
            if (share.drop(false, nanos.getAsLong())) {
                shares.remove(entry.getKey(), share);
            }
        }
    }

    /** How often an owner did not answer. */
    long unanswered() {
        return unanswered.sum();
    }
}
