package sluice.endpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.event.EventFilter;
import sluice.webhook.SigningSecret;

/**
 * What the owner of an endpoint has to know of it.
 *
 * @param change the number of the last change that is in it
 * @param unopened why its secrets cannot be used on this node; null if they can
 */
record EndpointConfig(
        String id,
        String url,
        EventFilter filter,
        int concurrency,
        int perSecond,
        long change,
        List<EndpointSecrets.Held> secrets,
        @Nullable String unopened) {

    /** Those that count at a time. */
    List<SigningSecret> secrets(Instant at) {
        return secrets.stream()
                .filter(held -> held.isValid(at))
                .map(EndpointSecrets.Held::secret)
                .toList();
    }

    /** Without the URL, which may hold a token of its receiver's. */
    @Override
    public String toString() {
        return "EndpointConfig[" + id + " " + change + "]";
    }
}
