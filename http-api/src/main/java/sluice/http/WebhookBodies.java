package sluice.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.endpoint.EndpointChange;
import sluice.endpoint.EndpointDesk;
import sluice.endpoint.NewEndpoint;
import sluice.event.EventFilter;
import sluice.event.EventType;
import sluice.http.Fields.Reader;
import sluice.value.AccountId;

/** The bodies that webhook endpoints are asked with. */
final class WebhookBodies {

    private static final int MAX_PATTERNS = 50;
    private static final int MAX_DESCRIPTION = 200;
    private static final int MAX_URL = 2_048;
    private static final int MAX_CONCURRENCY = 64;
    private static final int MAX_PER_SECOND = 1_000;
    private static final int MAX_OVERLAP_SECONDS = 604_800;
    private static final int USUAL_OVERLAP_SECONDS = 86_400;
    private static final Pattern PATTERN = Pattern.compile("\\*|[a-z_]{1,40}\\.(\\*|[a-z_]{1,40})");

    private static final Reader<String> EVENT = (value, place) -> {
        var pattern = Values.string(value, place);
        if (pattern == null) {
            return null;
        }
        boolean isKnown = PATTERN.matcher(pattern).matches()
                && Stream.of(EventType.values()).anyMatch(type -> EventFilter.fits(pattern, type.wireName()));
        return isKnown
                ? pattern
                : place.fault("is neither a type of events nor the beginning of some, such as \"order.*\"");
    };

    private static final Reader<List<String>> EVENTS = (value, place) -> {
        var patterns = Fields.listOf(1, MAX_PATTERNS, EVENT).read(value, place);
        return patterns == null ? null : patterns.stream().distinct().sorted().toList();
    };

    /** Whether the endpoint is to get events; the other statuses are the server's to give. */
    enum Wanted {
        ENABLED,
        DISABLED
    }

    private WebhookBodies() {}

    /** @param bound the account that the caller is bound to; null for none */
    static Supplier<NewEndpoint> create(Fields body, EndpointDesk desk, @Nullable AccountId bound) {
        var url = body.required("url", url(desk), "-");
        var events = body.required("events", EVENTS, List.of());
        var account = body.optional("accountId", Values.named(AccountId::new));
        var description = body.optional("description", Values.text(MAX_DESCRIPTION));
        int concurrency = body.optional(
                "concurrency",
                Values.number(1, MAX_CONCURRENCY),
                Math.min(MAX_CONCURRENCY, desk.usual().concurrency()));
        int perSecond = body.optional(
                "perSecond",
                Values.number(1, MAX_PER_SECOND),
                Math.min(MAX_PER_SECOND, desk.usual().perSecond()));
        return () ->
                new NewEndpoint(url, events, account == null ? bound : account, description, concurrency, perSecond);
    }

    static Supplier<EndpointChange> change(Fields body, EndpointDesk desk) {
        var url = body.optional("url", url(desk));
        var events = body.optional("events", EVENTS);
        var description = body.optional("description", Values.text(MAX_DESCRIPTION));
        @Nullable Integer concurrency = body.optional("concurrency", Values.number(1, MAX_CONCURRENCY));
        @Nullable Integer perSecond = body.optional("perSecond", Values.number(1, MAX_PER_SECOND));
        var status = body.optional("status", Values.oneOf(Wanted.class));
        @Nullable Boolean enabled = status == null ? null : (Boolean) (status == Wanted.ENABLED);
        return () -> new EndpointChange(url, events, description, concurrency, perSecond, enabled);
    }

    /** An address that this server may call; its host is looked up when it is called, and judged then. */
    private static Reader<String> url(EndpointDesk desk) {
        return (value, place) -> {
            var url = Values.text(MAX_URL).read(value, place);
            if (url == null) {
                return null;
            }
            var problem = desk.urlProblem(url);
            return problem.isPresent() ? place.fault(problem.get()) : url;
        };
    }

    static Supplier<Duration> rotate(Fields body) {
        @Nullable Integer seconds = body.optional("overlapSeconds", Values.number(0, MAX_OVERLAP_SECONDS));
        return () -> Duration.ofSeconds(seconds == null ? USUAL_OVERLAP_SECONDS : seconds);
    }

    static Supplier<Instant> recover(Fields body) {
        var since = body.required("since", Values.MOMENT, Instant.EPOCH);
        return () -> since;
    }

    static Supplier<Long> replay(Fields body) {
        long from = body.required("fromPosition", Values.POSITION, 1L);
        return () -> from;
    }
}
