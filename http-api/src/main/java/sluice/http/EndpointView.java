package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.endpoint.Endpoint;
import sluice.endpoint.EndpointAnswer;

/**
 * A webhook endpoint as JSON.
 *
 * @param secret the signing secret in plain, in the one answer that shows it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EndpointView(
        String id,
        String url,
        List<String> events,
        @Nullable String accountId,
        @Nullable String description,
        String status,
        @Nullable String failingSince,
        int concurrency,
        int perSecond,
        long version,
        String createdAt,
        String createdBy,
        long position,
        long behind,
        @Nullable String previousSecretExpiresAt,
        @Nullable String secret) {

    static EndpointView of(Endpoint endpoint) {
        return of(endpoint, null);
    }

    static EndpointView of(EndpointAnswer answer) {
        return of(answer.endpoint(), answer.secret());
    }

    private static EndpointView of(Endpoint endpoint, @Nullable String secret) {
        var account = endpoint.account();
        var failingSince = endpoint.failingSince();
        var previousUntil = endpoint.previousSecretUntil();
        return new EndpointView(
                endpoint.id(),
                endpoint.url(),
                endpoint.events(),
                account == null ? null : account.value(),
                endpoint.description(),
                Endpoint.wireName(endpoint.status()),
                failingSince == null ? null : failingSince.toString(),
                endpoint.concurrency(),
                endpoint.perSecond(),
                endpoint.version(),
                endpoint.createdAt().toString(),
                endpoint.createdBy(),
                endpoint.position(),
                endpoint.behind(),
                previousUntil == null ? null : previousUntil.toString(),
                secret);
    }

    /** Without URL and secret. */
    @Override
    public String toString() {
        return "EndpointView[" + id + "]";
    }

    /** What will be sent, as it was asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Asked(@Nullable String eventId, @Nullable Long fromPosition) {

        static Asked of(EndpointAnswer answer) {
            return new Asked(answer.eventId(), answer.fromPosition());
        }
    }
}
