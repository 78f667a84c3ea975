package sluice.webhook;

import java.util.List;
import sluice.event.OutgoingEvent;

/**
 * What was read of the outgoing events.
 *
 * @param wanted those that the endpoint wants, in order
 * @param through up to which position, included, there are no others
 * @param more whether there may be more already
 */
public record EventPage(List<OutgoingEvent> wanted, long through, boolean more) {}
