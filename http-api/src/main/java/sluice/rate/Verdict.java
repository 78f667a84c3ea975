package sluice.rate;

/**
 * Whether a request may pass.
 *
 * @param passed whether it may: then its tokens are taken
 * @param left how many tokens are left, as far as this node knows: exact where it owns the key's bucket
 * @param waitNanos if it may not, after which it would pass if nobody else took tokens
 */
public record Verdict(boolean passed, int left, long waitNanos) {

    private static final long SECOND = 1_000_000_000L;

    static Verdict passed(int left) {
        return new Verdict(true, left, 0);
    }

    static Verdict limited(int left, long waitNanos) {
        return new Verdict(false, left, waitNanos);
    }

    /** The wait in whole seconds, rounded up; at least 1. */
    public long retryAfterSeconds() {
        return Math.max(1, Math.ceilDiv(waitNanos, SECOND));
    }
}
