package sluice.endpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;
import sluice.webhook.EndpointStatus;

/**
 * A webhook endpoint on record, without its secrets.
 *
 * @param events patterns of the types that it gets: {@code order.shipped}, {@code order.*}, {@code *}
 * @param account whose events it gets; null for everybody's
 * @param concurrency the most attempts at the same moment
 * @param perSecond the most attempts begun in a second
 * @param failingSince since when nothing has succeeded, if the last attempt failed
 * @param position below or at which every event has had its first attempt
 * @param behind how many outgoing events there are beyond that, those included that it does not want
 * @param previousSecretUntil until when deliveries are signed with the secret before the last rotation, too
 */
public record Endpoint(
        String id,
        String url,
        List<String> events,
        @Nullable AccountId account,
        @Nullable String description,
        int concurrency,
        int perSecond,
        long version,
        String createdBy,
        Instant createdAt,
        EndpointStatus status,
        @Nullable Instant failingSince,
        long position,
        long behind,
        @Nullable Instant previousSecretUntil) {

    public Endpoint {
        events = List.copyOf(events);
    }

    /** A status as it is told: that of an endpoint which the node disabled says so. */
    public static String wireName(EndpointStatus status) {
        return switch (status) {
            case ENABLED, DISABLED -> status.name();
            case FAILING, GONE -> "DISABLED_" + status.name();
        };
    }

    /** Without the URL, which may hold a token of its receiver's. */
    @Override
    public String toString() {
        return "Endpoint[" + id + " " + status + "]";
    }
}
