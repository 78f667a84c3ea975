package sluice.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;

/**
 * An endpoint as a caller wants it, with an acceptable URL.
 *
 * @param events at least one pattern
 */
public record NewEndpoint(
        String url,
        List<String> events,
        @Nullable AccountId account,
        @Nullable String description,
        int concurrency,
        int perSecond) {

    public NewEndpoint {
        events = List.copyOf(events);
    }

    /** The same text for the same wish, for comparison only. */
    String canonical() {
        return String.join(
                "\n",
                url,
                events.toString(),
                String.valueOf(account),
                String.valueOf(description),
                concurrency + " " + perSecond);
    }
}
