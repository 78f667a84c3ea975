package sluice.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a POST about an endpoint tells.
 *
 * @param secret a new signing secret in plain, to be shown this once
 * @param eventId of the event that will be sent, where it is one
 * @param fromPosition of the first event that will be sent again, where it is more than one
 */
public record EndpointAnswer(
        Endpoint endpoint,
        @Nullable String secret,
        @Nullable String eventId,
        @Nullable Long fromPosition) {

    static EndpointAnswer of(Endpoint endpoint, String secret) {
        return new EndpointAnswer(endpoint, secret, null, null);
    }

    static EndpointAnswer ofEvent(Endpoint endpoint, String eventId) {
        return new EndpointAnswer(endpoint, null, eventId, null);
    }

    static EndpointAnswer ofPosition(Endpoint endpoint, long fromPosition) {
        return new EndpointAnswer(endpoint, null, null, fromPosition);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "EndpointAnswer[" + endpoint.id() + "]";
    }
}
