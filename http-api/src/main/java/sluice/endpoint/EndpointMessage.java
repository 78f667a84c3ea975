package sluice.endpoint;

import java.util.Optional;
import sluice.entity.Message;
import sluice.webhook.AttemptResult;
import sluice.webhook.EventPage;
import sluice.webhook.RetryPage;

/** To the owner of an endpoint. */
sealed interface EndpointMessage {

    /**
     * Be there, and see whether anything was changed or asked.
     *
     * @param change the number of the last change of the endpoint; what is known already is not read again
     */
    record Look(long change) implements EndpointMessage, Message {

        /** For whoever does not know the number. */
        static final Look NOW = new Look(Long.MAX_VALUE);
    }

    /** Without content. */
    enum Local implements EndpointMessage {
        /** Leave: another node becomes the owner, or nobody needs one. */
        STOP,
        /** It has taken too long to leave in order. */
        STOP_AT_ONCE,
        /** Time has passed. */
        TICK,
        /** There are events that it may want. */
        NEWS,
        /** Try again to take the endpoint over. */
        TAKE_OVER
    }

    /** Taken over; empty if there is no such endpoint. */
    record TookOver(Optional<DeliveryStore.Taken> taken) implements EndpointMessage {}

    record NotTakenOver(Throwable failure) implements EndpointMessage {}

    /** Read anew; empty if it has another owner or is gone. */
    record LookedUp(Optional<DeliveryStore.Reread> read) implements EndpointMessage {}

    record NotLookedUp(Throwable failure) implements EndpointMessage {}

    record EventsRead(long number, EventPage page) implements EndpointMessage {}

    record EventsNotRead(long number, Throwable failure) implements EndpointMessage {}

    record RetriesRead(long number, RetryPage page) implements EndpointMessage {}

    record RetriesNotRead(long number, Throwable failure) implements EndpointMessage {}

    /** @param isOwner false if the endpoint has another owner by now, or is gone */
    record Flushed(long number, boolean isOwner) implements EndpointMessage {}

    record NotFlushed(long number, Throwable failure) implements EndpointMessage {}

    record Attempted(long number, AttemptResult result) implements EndpointMessage {}
}
