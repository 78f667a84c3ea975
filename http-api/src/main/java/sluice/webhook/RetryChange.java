package sluice.webhook;

import java.time.Instant;

/** A change to the table of an endpoint's retries, which has at most one row for an event. */
public sealed interface RetryChange {

    /**
     * Inserts or replaces the row of an event.
     *
     * @param onlyIfAbsent leaves a row that is there as it is: the event was attempted for the first time once before, and the end of
     *     that owner of the endpoint, or a replay, led here again
     */
    record Later(long position, int made, Instant due, boolean onlyIfAbsent) implements RetryChange {}

    /** Deletes the row of an event, if there is one: it was delivered, or its attempts are used up. */
    record Settled(long position) implements RetryChange {}

    /**
     * Makes an event due. A row that is there keeps its count; without one, {@code made} is one below the schedule's attempts: it is
     * attempted once.
     */
    record SendAgain(long position, Instant due) implements RetryChange {}

    /** Makes every exhausted event of a position from {@code fromPosition} on due, with the whole schedule before it: {@code made} is 0. */
    record Recover(long fromPosition, Instant due) implements RetryChange {}
}
