package sluice.webhook;

import java.time.Duration;

/**
 * How events are delivered to an endpoint.
 *
 * @param concurrency the most attempts at the same moment
 * @param perSecond the most attempts begun in a second, in the long run; as many may be begun at once after a pause
 * @param windowEvents the most events in memory that wait for their first attempt
 * @param windowBytes about the most memory that these take, beside the largest of them; the same again for retries
 * @param retriesInHand the most due retries in memory
 * @param unflushed the most attempts whose end is not yet flushed; beyond it no more are begun
 * @param flushAfter how long an attempt's end may wait for a flush
 * @param positionAfter how long a mere step forward may wait for a flush
 * @param poll how often events are looked for that nobody told of
 * @param pause until the database is tried again after a failure
 * @param disableAfter for how long nothing may have succeeded
 */
public record DeliverySettings(
        int concurrency,
        int perSecond,
        int windowEvents,
        int windowBytes,
        int retriesInHand,
        int unflushed,
        Duration flushAfter,
        Duration positionAfter,
        Duration poll,
        Duration pause,
        Duration disableAfter) {

    public DeliverySettings {
        if (concurrency < 1 || perSecond < 1 || windowEvents < 1 || windowBytes < 1 || retriesInHand < 1) {
            throw new IllegalArgumentException("concurrency, rate, window and retries in hand must be 1 or more");
        }
        if (unflushed < concurrency) { // else they could never all be under way
            throw new IllegalArgumentException("as many attempts may be unflushed as may be under way, at least");
        }
    }
}
