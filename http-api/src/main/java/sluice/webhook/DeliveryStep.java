package sluice.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the owner of an {@link EndpointDelivery} has to do next. What is read and flushed is answered by the same number. */
public sealed interface DeliveryStep {

    /** Then {@link EndpointDelivery#onAttemptEnded}. */
    record Send(Attempt attempt) implements DeliveryStep {}

    /**
     * Reads events of higher positions than {@code after} that the endpoint wants, up to so many and so large; at least one if there is
     * any. Then {@link EndpointDelivery#onEventsRead} or {@link EndpointDelivery#onEventsNotRead}.
     */
    record ReadEvents(long number, long after, int most, int mostBytes) implements DeliveryStep {}

    /**
     * Reads retries that are due, of higher keys than {@code after}, in the order of their keys. Then
     * {@link EndpointDelivery#onRetriesRead} or {@link EndpointDelivery#onRetriesNotRead}.
     */
    record ReadRetries(long number, DueRetry.Key after, Instant dueBy, int most, int mostBytes)
            implements DeliveryStep {}

    /**
     * Writes all of it in one transaction, or nothing: only if the last flush had the number before. One that was flushed already by the
     * same owner is left alone and counts as flushed; any other number means that the endpoint has another owner by now, and this one
     * has to stop. Then {@link EndpointDelivery#onFlushed}, or {@link EndpointDelivery#onFlushFailed} if that is not certain.
     *
     * @param position below or at which every event has had its first attempt
     * @param disabled an event to be written among the outgoing ones, {@code webhook_endpoint.disabled}
     */
    record Flush(
            long number,
            long position,
            EndpointStatus status,
            Optional<Instant> failingSince,
            List<LoggedAttempt> log,
            List<RetryChange> retries,
            Optional<Disabled> disabled)
            implements DeliveryStep {}

    /** The node has disabled the endpoint. */
    record Disabled(EndpointStatus reason, Instant failingSince, Instant at) {}
}
