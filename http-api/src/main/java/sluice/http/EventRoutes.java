package sluice.http;

import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.get;
import static sluice.key.Scope.ORDERS_READ;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.jspecify.annotations.Nullable;
import sluice.event.EventFilter;
import sluice.event.EventRead;
import sluice.event.EventType;
import sluice.event.Events;
import sluice.http.Answer.Refusal;
import sluice.http.Fields.Reader;
import sluice.key.ApiKey;
import sluice.value.AccountId;

/** The stream of events, by server-sent events (HTML Living Standard, section 9.2). */
final class EventRoutes {

    private static final int MAX_PATTERNS = 50;
    private static final ContentType EVENT_STREAM = ContentTypes.create(
            MediaTypes.customWithFixedCharset("text", "event-stream", HttpCharsets.UTF_8, Map.of(), false));

    private static final Reader<List<String>> TYPES = (value, place) -> {
        var patterns = List.of(value.textValue().split(",", -1));
        if (patterns.size() > MAX_PATTERNS) {
            return place.fault("must be " + MAX_PATTERNS + " types at most");
        }
        for (var pattern : patterns) {
            if (!isPattern(pattern)) {
                return place.fault(
                        "must be types of events such as order.shipped, or order.*, or *, with commas between them");
            }
        }
        return patterns;
    };

    private static final Reader<Long> POSITION =
            (value, place) -> Headers.POSITION.matcher(value.textValue()).matches()
                    ? Long.valueOf(value.textValue())
                    : place.fault("must be the id of an event of this stream, or 0");

    private static final Reader<Boolean> YES_OR_NO = (value, place) -> switch (value.textValue()) {
        case "true" -> true;
        case "false" -> false;
        default -> place.fault("must be true or false");
    };

    private final Events events;
    private final Duration heartbeat;

    /** @param heartbeat after which a stream on which nothing goes says that it is alive */
    EventRoutes(Events events, Duration heartbeat) {
        this.events = events;
        this.heartbeat = heartbeat;
    }

    List<Operation> operations() {
        return List.of(
                get("streamEvents", ORDERS_READ, "/v1/events", this::stream).confined(TO_ACCOUNT));
    }

    private Supplier<CompletionStage<Answer>> stream(Reading in) {
        var query = in.query();
        var patterns = query.optional("types", TYPES, List.of("*"));
        var asked = query.optional("accountId", Values.named(AccountId::new));
        var after = query.optional("after", POSITION);
        boolean follow = query.optional("follow", YES_OR_NO, true);
        var header = in.lastEventId();
        var begin = header != null ? header : after; // a reader that reconnects knows better than its address
        return () -> {
            var allowed = EnumSet.noneOf(EventType.class);
            for (var pattern : patterns) {
                var ofPattern = allowed(pattern, in.key());
                if (ofPattern.isEmpty()) {
                    return CompletableFuture.completedStage(missingScope(pattern));
                }
                allowed.addAll(ofPattern);
            }
            return stream(filter(allowed, asked, in.key().account()), begin, follow);
        };
    }

    private static boolean isPattern(String pattern) {
        return pattern.equals("*")
                || (pattern.endsWith(".*") && fitting(pattern).findAny().isPresent())
                || EventType.named(pattern).isPresent();
    }

    private static java.util.stream.Stream<EventType> fitting(String pattern) {
        return EnumSet.allOf(EventType.class).stream().filter(type -> EventFilter.fits(pattern, type.wireName()));
    }

    private static List<EventType> allowed(String pattern, ApiKey key) {
        return fitting(pattern).filter(type -> key.allows(type.scope())).toList();
    }

    private static Refusal missingScope(String pattern) {
        var scope = fitting(pattern).findFirst().orElseThrow().scope().wireName();
        return Refusal.of(Problem.MISSING_SCOPE, "For " + pattern + " the key lacks the scope " + scope + ".")
                .with("scope", scope);
    }

    /** What is another account's is, for a key that is bound to one, as if it were not there: nothing. */
    private static EventFilter filter(Set<EventType> types, @Nullable AccountId asked, @Nullable AccountId bound) {
        var account = bound == null ? asked : bound;
        boolean foreign = bound != null && asked != null && !asked.equals(bound);
        var names = new ArrayList<String>();
        types.forEach(type -> names.add(type.wireName()));
        return new EventFilter(foreign ? List.of() : names, account == null ? null : account.value());
    }

    private CompletionStage<Answer> stream(EventFilter filter, @Nullable Long begin, boolean follow) {
        return events.reader()
                .last()
                .thenCompose(last -> {
                    long after = Objects.requireNonNullElse(begin, last);
                    // Only to see whether everything after it is there.
                    return events.reader().after(after, EventFilter.ALL, 1, 1).thenApply(read -> switch (read) {
                        case EventRead.Page page -> stream(filter, after, follow ? Long.MAX_VALUE : last);
                        case EventRead.Gone gone -> gone(gone);
                    });
                })
                .exceptionally(fault -> Refusal.notDone("The events cannot be read from the database."));
    }

    private Answer stream(EventFilter filter, long after, long until) {
        return Answer.Stream.of(EVENT_STREAM, EventStream.of(events, filter, after, until, heartbeat));
    }

    private static Answer gone(EventRead.Gone gone) {
        return Refusal.of(
                        Problem.EVENTS_GONE,
                        "The events there are begin at " + gone.firstKept() + " and end at " + gone.last() + ".")
                .with("firstPosition", gone.firstKept())
                .with("lastPosition", gone.last());
    }
}
