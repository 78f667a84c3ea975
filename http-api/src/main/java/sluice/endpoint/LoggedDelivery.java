package sluice.endpoint;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sluice.webhook.Attempt;

/**
 * An attempt in the log of an endpoint.
 *
 * @param position of the event; null for a test
 * @param status of the answer; null where there was none
 * @param exhausted whether it was the last attempt at the event
 * @param nextAt when the next was to be; null where there is none
 * @param answer the first 4 KB of the answer's body
 * @param error why there was no answer
 */
public record LoggedDelivery(
        DeliveryId id,
        @Nullable Long position,
        String eventId,
        String eventType,
        Attempt.Kind kind,
        int attempt,
        Instant startedAt,
        Duration took,
        boolean delivered,
        @Nullable Integer status,
        boolean exhausted,
        @Nullable Instant nextAt,
        @Nullable String answer,
        @Nullable String error) {}
