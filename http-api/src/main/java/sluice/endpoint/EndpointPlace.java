package sluice.endpoint;

import java.time.Instant;

/** Where an endpoint stands in the list of endpoints, which begins with the newest. */
public record EndpointPlace(Instant createdAt, String endpointId) {

    public static EndpointPlace of(Endpoint endpoint) {
        return new EndpointPlace(endpoint.createdAt(), endpoint.id());
    }

    /** @throws IllegalArgumentException if it is not a place as {@link #toString} writes it */
    public static EndpointPlace parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("not a place in the list of endpoints: " + text);
        }
        return new EndpointPlace(
                Instant.ofEpochMilli(Long.parseLong(text.substring(0, space))), text.substring(space + 1));
    }

    @Override
    public String toString() {
        return createdAt.toEpochMilli() + " " + endpointId;
    }
}
