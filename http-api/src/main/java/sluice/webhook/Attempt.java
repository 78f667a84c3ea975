package sluice.webhook;

import java.time.Instant;
import sluice.event.OutgoingEvent;

/**
 * One attempt at an event.
 *
 * @param number counts the attempts of an endpoint's owner in memory; unique in the log together with {@code incarnation}
 * @param incarnation the flushes that its owner found done: no two owners that wrote anything have the same
 * @param made how often the event was attempted before, as far as its schedule is concerned
 */
public record Attempt(long incarnation, long number, OutgoingEvent event, Kind kind, int made, Instant startedAt) {

    /** Why it is made. */
    public enum Kind {
        /** The first of an event: in order within its subject. */
        FIRST,
        /** By the schedule, or asked for by the endpoint's owner. */
        RETRY,
        /** Of an event that exists for this attempt only, and is never retried. */
        TEST
    }
}
