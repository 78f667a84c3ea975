package sluice;

import java.time.Duration;

/**
 * How closely the journal is followed: at once while it is quiet, and a share of the time while it is written fast, since placements go
 * first.
 *
 * @param pollInterval how long to wait where nothing is new
 * @param pageSize the most rows passed over or read at once, and handled in one transaction
 * @param busyAboveRowsPerSecond the growth of the journal beyond which there is a rest after each page
 * @param busyRest how many times as long as the page took
 * @param maxRest the longest rest
 */
public record Observing(
        Duration pollInterval, int pageSize, int busyAboveRowsPerSecond, int busyRest, Duration maxRest) {}
