package sluice.rate;

/** What was asked of this node lately, let through or not. For one thread at a time. */
final class Demand {

    /** The span that is counted. */
    static final long SPAN_NANOS = 50_000_000L;

    private long span;
    private int before;
    private int now;

    void count(int cost, long nowNanos) {
        move(nowNanos);
        now += cost;
    }

    /** In the last whole span, or in the present one if that is more already. */
    int lately(long nowNanos) {
        move(nowNanos);
        return Math.max(before, now);
    }

    private void move(long nowNanos) {
        long present = Math.floorDiv(nowNanos, SPAN_NANOS);
        if (present != span) {
            before = present == span + 1 ? now : 0;
            now = 0;
            span = present;
        }
    }
}
