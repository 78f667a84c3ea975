package sluice.rate;

import org.jspecify.annotations.Nullable;

/**
 * The one bucket of a key, kept by its owner. The owner's own node asks it directly, other nodes by messages.
 *
 * <p>Where several nodes want more than flows in, each that finds too little books what it needs next, as far ahead as others have not
 * booked. So they take turns: who has used up what it booked comes behind all the others, however fast it asks. The owner's own node
 * books, too, as long as others ask; alone it takes token by token, which is exact in any span of time.
 *
 * <p>May be asked by any thread.
 */
final class SharedBucket {

    /** For how long after a node has asked it counts as wanting its turn. */
    private static final long RIVAL_NANOS = 2_000_000_000L;

    /** The owner's own node, as one that asks. */
    static final String HERE = "";

    private int perSecond;
    private int burst;
    private TokenBucket bucket;
    private String lastAsker = HERE;
    private long askedNanos;
    private long rivalAskedNanos;
    private boolean closed;

    SharedBucket(int perSecond, int burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.bucket = TokenBucket.full(perSecond, burst, nowNanos);
        this.askedNanos = nowNanos;
        this.rivalAskedNanos = nowNanos - RIVAL_NANOS;
    }

    /** Takes over from an owner whose bucket would be full in {@code nanos}. */
    synchronized void takeOver(long nanos, long nowNanos) {
        bucket.fullIn(nanos, nowNanos);
    }

    /**
     * Carries a wish out.
     *
     * @param asker the node that asks, {@link #HERE} for the owner's own
     * @return null if this is the bucket no more: another owner is to be asked
     */
    synchronized @Nullable Grant ask(String asker, Wish wish, long nowNanos) {
        if (closed) {
            return null;
        }
        if (wish.perSecond() != perSecond || wish.burst() != burst) { // the newest word on the key counts
            bucket = bucket.resized(wish.perSecond(), wish.burst(), nowNanos);
            perSecond = wish.perSecond();
            burst = wish.burst();
        }
        bucket.giveBack(wish.returned(), nowNanos);
        bucket.charge(wish.spent(), nowNanos);
        if (wish.want() == 0) {
            return grant(0, 0, nowNanos);
        }
        note(asker, nowNanos);
        int have = bucket.left(nowNanos);
        boolean here = asker.equals(HERE);
        if (have >= wish.least()) {
            int tokens = here ? wish.least() : Math.min(have, wish.want());
            bucket.take(tokens, nowNanos);
            return grant(tokens, 0, nowNanos);
        }
        if (here && nowNanos - rivalAskedNanos >= RIVAL_NANOS) {
            return grant(0, 0, nowNanos);
        }
        long delayNanos = bucket.book(wish.book(), nowNanos);
        return grant(wish.book(), delayNanos, nowNanos);
    }

    private void note(String asker, long nowNanos) {
        if (!asker.equals(lastAsker)) {
            rivalAskedNanos = askedNanos;
            lastAsker = asker;
        }
        askedNanos = nowNanos;
    }

    private Grant grant(int tokens, long delayNanos, long nowNanos) {
        int left = bucket.left(nowNanos);
        return new Grant(tokens, delayNanos, bucket.nanosUntil(left + 1, nowNanos), left);
    }

    synchronized long nanosUntilFull(long nowNanos) {
        return bucket.nanosUntilFull(nowNanos);
    }

    /** Whether nothing would be lost by forgetting it. */
    synchronized boolean isIdle(long idleNanos, long nowNanos) {
        return nowNanos - askedNanos >= idleNanos && bucket.nanosUntilFull(nowNanos) == 0;
    }

    /** From now on it answers nobody. */
    synchronized void close() {
        closed = true;
    }
}
