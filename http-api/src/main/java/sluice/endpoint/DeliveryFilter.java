package sluice.endpoint;

import org.jspecify.annotations.Nullable;

/** Which attempts of the log are asked for; null asks for all. */
public record DeliveryFilter(
        @Nullable Boolean delivered, @Nullable String eventId) {}
