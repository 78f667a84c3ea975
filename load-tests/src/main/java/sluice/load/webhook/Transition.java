package sluice.load.webhook;

/**
 * A change of an order that a node acknowledged.
 *
 * @param version of the order after it
 * @param answeredMicros since the epoch, when the client had the answer
 */
public record Transition(String order, long version, long answeredMicros) {}
