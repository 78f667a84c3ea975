package sluice.load.capacity;

import java.util.ArrayList;
import java.util.List;

/** What a node must do under overload. */
record Demands(Tally overload, Tally peak, double offeredPerSecond) {

    private static final double LEAST_GOODPUT = 0.9;
    private static final double LEAST_DUE = 0.95;
    private static final double SLOWEST_ACCEPTED_MILLIS = 1_000;
    private static final int SLACK_MEGABYTES = 48;
    private static final long KEPT_BYTES_PER_ORDER = 256; // a claim, a pledge's share, and what waits to leave memory

    /**
     * What is not as it must be.
     *
     * @param before megabytes in use before the overload, all garbage collected
     * @param highest megabytes in use after any collection during it
     * @param after megabytes in use after it, all garbage collected
     */
    List<String> check(int before, int highest, int after) {
        var problems = new ArrayList<String>();
        double due = overload.perSecond(overload.dueCount());
        if (due < LEAST_DUE * offeredPerSecond) {
            problems.add("the client was too slow: of %.0f/s it came to %.0f/s".formatted(offeredPerSecond, due));
        }
        if (overload.acceptedPerSecond() < LEAST_GOODPUT * peak.acceptedPerSecond()) {
            problems.add("goodput %.0f/s is less than %.0f %% of the peak, %.0f/s"
                    .formatted(overload.acceptedPerSecond(), LEAST_GOODPUT * 100, peak.acceptedPerSecond()));
        }
        if (overload.refusedWithoutRetryAfter() > 0) {
            problems.add(overload.refusedWithoutRetryAfter() + " refusals had no Retry-After");
        }
        if (overload.brokenCount() > 0) {
            problems.add(overload.brokenCount() + " requests had no answer");
        }
        overload.counts().forEach((status, count) -> {
            if (status != 201 && status != 503 && status != 429) {
                problems.add(count + " were answered " + status);
            }
        });
        if (overload.millis(201, 99) >= SLOWEST_ACCEPTED_MILLIS) {
            problems.add("p99 of what was accepted is %.0f ms".formatted(overload.millis(201, 99)));
        }
        long grown = SLACK_MEGABYTES + ((overload.count(201) * KEPT_BYTES_PER_ORDER) >> 20);
        if (after > before + grown) {
            problems.add("the heap in use has grown from %d MB to %d MB".formatted(before, after));
        }
        if (highest > 3L * before + grown) {
            problems.add("under overload the heap grew from %d MB to %d MB".formatted(before, highest));
        }
        return problems;
    }
}
