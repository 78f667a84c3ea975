package sluice.rate;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.key.Rate;

/** The owner of all keys, for a server that has no cluster. */
final class LocalRates implements Owners {

    private final ConcurrentHashMap<String, SharedBucket> buckets = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    private LocalRates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Limits that count for this server alone. Never forgets a key. */
    static RateLimiter limiter(LongSupplier nanos) {
        var owners = new LocalRates(nanos);
        var limits = new NodeLimits(owners, nanos);
        return new RateLimiter() {
            @Override
            public CompletionStage<Verdict> take(String key, Rate rate, int cost, int again) {
                owners.open(key, rate);
                return limits.take(key, rate, cost, again);
            }

            @Override
            public int left(String key, Rate rate) {
                return limits.left(key, rate);
            }
        };
    }

    private void open(String key, Rate rate) {
        if (!buckets.containsKey(key)) {
            buckets.computeIfAbsent(key, id -> new SharedBucket(rate.perSecond(), rate.burst(), nanos.getAsLong()));
        }
    }

    @Override
    public @Nullable SharedBucket here(String key) {
        return buckets.get(key);
    }

    @Override
    public void ask(String key, Wish wish, long number) {
        throw new IllegalStateException("every bucket is here");
    }

    @Override
    public int nodes() {
        return 1;
    }
}
