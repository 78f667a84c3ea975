package sluice.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of an endpoint; null leaves what is there.
 *
 * @param enabled whether it is to get events, whyever it does not or does
 */
public record EndpointChange(
        @Nullable String url,
        @Nullable List<String> events,
        @Nullable String description,
        @Nullable Integer concurrency,
        @Nullable Integer perSecond,
        @Nullable Boolean enabled) {

    public EndpointChange {
        events = events == null ? null : List.copyOf(events);
    }
}
