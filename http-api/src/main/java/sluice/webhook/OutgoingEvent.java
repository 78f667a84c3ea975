package sluice.webhook;

/**
 * An event as it lies in the table of outgoing events.
 *
 * @param position its place among all outgoing events, in the order in which they came to be visible
 * @param id the same in every attempt, for the receiver to recognise what it has
 * @param type such as {@code order.shipped}
 * @param subject what it is about, such as an order: events of one subject are first attempted in their order
 * @param body the JSON that is sent
 */
public record OutgoingEvent(long position, String id, String type, String subject, String body) {

    /** About what it takes in memory, in bytes. */
    int size() {
        return 200 + 2 * body.length();
    }
}
