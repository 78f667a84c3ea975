package sluice.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * Lets so many pass in a second, and as many at once after a pause: the generic cell rate algorithm (ITU-T I.371), which keeps one
 * instant where a bucket would keep tokens and a clock.
 */
class RateGate {

    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final Duration interval;
    private final Duration tolerance;
    /** When the next would come if all came evenly. */
    private Instant even = Instant.MIN;

    RateGate(int perSecond) {
        this.interval = Duration.ofNanos(Math.ceilDiv(NANOS_A_SECOND, perSecond));
        this.tolerance = interval.multipliedBy(perSecond - 1L);
    }

    /** When the next may pass. */
    Instant opensAt() {
        return even.equals(Instant.MIN) ? even : even.minus(tolerance);
    }

    /** Counts one that passes now. */
    void passed(Instant now) {
        even = (even.isAfter(now) ? even : now).plus(interval);
    }
}
