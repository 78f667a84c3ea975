package sluice.rate;

/**
 * A token bucket: holds at most its capacity, fills evenly, and whoever wants something takes tokens out. In any span of time no more
 * can be taken than its capacity and what flows in during that span.
 *
 * <p>Tokens can also be booked ahead: the bucket then owes, and gives nobody else any until it has been repaid by what flows in.
 *
 * <p>Time is told by the caller, in nanoseconds of {@link System#nanoTime} or of a test; time that goes back counts as standing still.
 * Whole numbers only: a token is kept as the number of nanoseconds in which {@code perPeriod} of them flow in. For one thread at a time.
 */
final class TokenBucket {

    private static final long SECOND = 1_000_000_000L;
    private static final long DEEPEST = -Long.MAX_VALUE / 4; // what is owed never overflows

    private final int perPeriod;
    private final long token;
    private final long capacity;
    private long level;
    private long seenNanos;

    private TokenBucket(int perPeriod, long periodNanos, int capacity, long nowNanos) {
        this.perPeriod = perPeriod;
        this.token = periodNanos;
        this.capacity = capacity * periodNanos;
        this.level = this.capacity;
        this.seenNanos = nowNanos;
    }

    /** A full one. */
    static TokenBucket full(int perSecond, int burst, long nowNanos) {
        return new TokenBucket(perSecond, SECOND, burst, nowNanos);
    }

    /** A full one that fills, and holds, a part of what one node alone might let through in a second; one token at least. */
    static TokenBucket shareOf(int perSecond, int burst, int nodes, long nowNanos) {
        return new TokenBucket(perSecond, SECOND * nodes, Math.max(1, Math.min(perSecond, burst) / nodes), nowNanos);
    }

    /** What of another's level there is room for: the same number of tokens, missing or owed. */
    TokenBucket resized(int perSecond, int burst, long nowNanos) {
        flow(nowNanos);
        var resized = full(perSecond, burst, nowNanos);
        resized.level = Math.min(resized.capacity, level);
        return resized;
    }

    /** The whole tokens in it. */
    int left(long nowNanos) {
        flow(nowNanos);
        return (int) Math.max(0, level / token);
    }

    boolean take(int tokens, long nowNanos) {
        if (left(nowNanos) < tokens) {
            return false;
        }
        level -= tokens * token;
        return true;
    }

    /**
     * Takes tokens, also such as are yet to flow in.
     *
     * @return how long until the last of them has, in nanoseconds; 0 if all are there
     */
    long book(int tokens, long nowNanos) {
        flow(nowNanos);
        level = Math.max(DEEPEST, level - tokens * token);
        return nanosFor(0);
    }

    /** Takes what was let through without asking: at most as much as makes it owe its capacity. */
    void charge(int tokens, long nowNanos) {
        flow(nowNanos);
        level = Math.min(level, Math.max(-capacity, level - tokens * token));
    }

    /** Takes back what was not used; what there is no room for is gone. */
    void giveBack(int tokens, long nowNanos) {
        flow(nowNanos);
        level = Math.min(capacity, level + tokens * token);
    }

    /** How long until {@code tokens} are in it, in nanoseconds, if nobody takes any: true for no more than its capacity. */
    long nanosUntil(int tokens, long nowNanos) {
        flow(nowNanos);
        return nanosFor(tokens * token);
    }

    long nanosUntilFull(long nowNanos) {
        flow(nowNanos);
        return nanosFor(capacity);
    }

    /** Makes it as full as one that will be full in {@code nanos}. */
    void fullIn(long nanos, long nowNanos) {
        long missing =
                nanos >= 2 * capacity / perPeriod ? 2 * capacity : nanos * perPeriod; // it owes its capacity at most
        level = capacity - Math.max(0, missing);
        seenNanos = nowNanos;
    }

    private long nanosFor(long wanted) {
        return level >= wanted ? 0 : Math.ceilDiv(wanted - level, perPeriod);
    }

    private void flow(long nowNanos) {
        long elapsed = nowNanos - seenNanos;
        if (elapsed <= 0) {
            return;
        }
        level = elapsed >= nanosFor(capacity) ? capacity : level + elapsed * perPeriod;
        seenNanos = nowNanos;
    }
}
