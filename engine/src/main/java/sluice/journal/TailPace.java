package sluice.journal;

import java.time.Duration;

/** How fast a tail may read on. */
@FunctionalInterface
public interface TailPace {

    /** As fast as it can. */
    TailPace UNBOUNDED = work -> Duration.ZERO;

    /**
     * How long to wait before the next page is read.
     *
     * @param work how long it took to read and handle the page before
     */
    Duration pauseAfter(Duration work);
}
