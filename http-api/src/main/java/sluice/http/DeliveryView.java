package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import sluice.endpoint.LoggedDelivery;

/** An attempt in the log of an endpoint as JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryView(
        String id,
        String eventId,
        String eventType,
        @Nullable Long position,
        String kind,
        int attempt,
        String startedAt,
        long durationMillis,
        String outcome,
        @Nullable Integer status,
        @Nullable String answer,
        @Nullable String error,
        @Nullable String nextAttemptAt) {

    /** Which attempts a list is to hold; those that were the last ones at their event have failed, too. */
    enum Wanted {
        DELIVERED,
        FAILED
    }

    static DeliveryView of(LoggedDelivery logged) {
        var next = logged.nextAt();
        return new DeliveryView(
                logged.id().toString(),
                logged.eventId(),
                logged.eventType(),
                logged.position(),
                logged.kind().name(),
                logged.attempt(),
                logged.startedAt().toString(),
                logged.took().toMillis(),
                logged.delivered() ? "DELIVERED" : logged.exhausted() ? "EXHAUSTED" : "FAILED",
                logged.status(),
                logged.answer(),
                logged.error(),
                next == null ? null : next.toString());
    }
}
