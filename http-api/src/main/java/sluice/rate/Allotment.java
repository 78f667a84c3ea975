package sluice.rate;

/**
 * The tokens that a node has from an owner and has not used: those that may be used, and those booked, which become so one after the
 * other, at the key's rate. For one thread at a time.
 */
final class Allotment {

    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private int tokens;
    private int lastGranted;
    private long lastRipeNanos;

    Allotment(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.lastRipeNanos = nowNanos;
    }

    /** @param delayNanos until the last of them may be used */
    void add(int granted, long delayNanos, long nowNanos) {
        int notRipe = unripe(nowNanos);
        tokens += granted;
        lastGranted = granted + notRipe;
        lastRipeNanos = Math.max(lastRipeNanos, nowNanos + delayNanos);
    }

    boolean take(int wanted, long nowNanos) {
        if (ripe(nowNanos) < wanted) {
            return false;
        }
        tokens -= wanted;
        return true;
    }

    /** All of them, to be given back. */
    int takeAll() {
        int all = tokens;
        tokens = 0;
        return all;
    }

    /** Those that may be used, and those that will be. */
    int all() {
        return tokens;
    }

    int ripe(long nowNanos) {
        return tokens - unripe(nowNanos);
    }

    int unripe(long nowNanos) {
        return nowNanos >= lastRipeNanos
                ? 0
                : (int) Math.min(
                        Math.min(tokens, lastGranted), Math.ceilDiv((lastRipeNanos - nowNanos) * perSecond, SECOND));
    }

    /** When the last of them may be used, or could be. */
    long lastRipeNanos() {
        return lastRipeNanos;
    }

    /** How long until {@code wanted} of them may be used, in nanoseconds; at most {@link #all} of them. */
    long nanosUntil(int wanted, long nowNanos) {
        long behind = Math.min(tokens - wanted, lastGranted); // that ripen after the last that is wanted
        return Math.max(0, lastRipeNanos - nowNanos - behind * SECOND / perSecond);
    }
}
