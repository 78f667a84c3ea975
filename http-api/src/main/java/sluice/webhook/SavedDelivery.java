package sluice.webhook;

import java.time.Instant;
import java.util.Optional;

/** What the last flush of an endpoint wrote: where its next owner begins. */
public record SavedDelivery(long flushes, long position, EndpointStatus status, Optional<Instant> failingSince) {

    /** A new endpoint, which gets what comes after {@code position}. */
    public static SavedDelivery from(long position) {
        return new SavedDelivery(0, position, EndpointStatus.ENABLED, Optional.empty());
    }
}
