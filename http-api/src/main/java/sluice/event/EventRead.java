package sluice.event;

import java.util.List;

/** What came of reading after a position. */
public sealed interface EventRead {

    /**
     * A stretch of the outgoing events.
     *
     * @param wanted those that the filter lets through, in order
     * @param through up to which position, included, there are no others; where reading goes on
     * @param more whether there may be more already
     */
    record Page(List<OutgoingEvent> wanted, long through, boolean more) implements EventRead {}

    /**
     * Events after the position are not there any more, or it is one that was never given out: to read on from
     * elsewhere would be a gap, which only the reader can decide to accept.
     *
     * @param firstKept the position of the first event that is still there; where there is none, the one that comes next
     * @param last the position of the last event
     */
    record Gone(long firstKept, long last) implements EventRead {}
}
