package sluice.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Reads the request headers that the API gives a meaning. */
final class Headers {

    static final String AUTHORIZATION = "Authorization";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String IF_MATCH = "If-Match";
    static final String LAST_EVENT_ID = "Last-Event-ID";
    static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern PRINTABLE_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    /** An API key of ours, or nearly: in a header that is kept or written, it can only be a mistake. */
    private static final Pattern API_KEY = Pattern.compile("sluice_[0-9A-Za-z]+_[0-9A-Za-z-]{20,}");

    /** A position among the outgoing events, as the API writes it. */
    static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final Pattern BARE_KEY = Pattern.compile("[\\x20-\\x7e&&[^\"]]{1,255}");
    private static final Pattern QUOTED_KEY = Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]{1,255})\"");
    private static final Pattern VERSION = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    private static final String BEARER = "bearer ";

    private Headers() {}

    /** What {@code If-Match} asks for. */
    sealed interface Precondition {
        record None() implements Precondition {}

        /** {@code *}: that there is something to change. */
        record Exists() implements Precondition {}

        record Version(long version) implements Precondition {}
    }

    /**
     * The name of a header whose value is not ASCII. The parser takes the first byte beyond ASCII for the beginning of a UTF-8
     * sequence and what follows for its rest, even the end of the line: such a header may have swallowed the next, and with
     * that the length of the body. None of the request can be relied on then, and nothing after it on the connection.
     */
    static Optional<String> garbled(HttpRequest request) {
        for (var header : request.getHeaders()) {
            if (!header.value().chars().allMatch(unit -> unit < 0x80)) {
                return Optional.of(header.name());
            }
        }
        return Optional.empty();
    }

    /**
     * The caller's own id of the request if it is 1 to 128 visible ASCII characters, else a fresh one. It is written with every event and
     * in the log, so one that holds an API key, by mistake, is not taken over: neither what looks like one nor what the request itself
     * was authorised with.
     */
    static String requestId(HttpRequest request) {
        return first(request, REQUEST_ID)
                .filter(id -> PRINTABLE_ID.matcher(id).matches() && !holdsKey(request, id))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    private static boolean holdsKey(HttpRequest request, String text) {
        return API_KEY.matcher(text).find()
                || bearer(request)
                        .filter(key -> !key.isEmpty() && text.contains(key))
                        .isPresent();
    }

    /** The API key presented, unchecked. */
    static Optional<String> bearer(HttpRequest request) {
        return first(request, AUTHORIZATION)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** The idempotency key without its quotes, or null if there is none or it is faulty. */
    static @Nullable String idempotencyKey(HttpRequest request, List<Fault> faults) {
        var value = only(request, IDEMPOTENCY_KEY, faults);
        if (value == null) {
            return null;
        }
        if (holdsKey(request, value)) {
            faults.add(Fault.inHeader(IDEMPOTENCY_KEY, "must not hold an API key"));
            return null;
        }
        var quoted = QUOTED_KEY.matcher(value);
        if (quoted.matches()) {
            return quoted.group(1);
        }
        if (BARE_KEY.matcher(value).matches()) {
            return value;
        }
        faults.add(Fault.inHeader(IDEMPOTENCY_KEY, "must be 1 to 255 printable ASCII characters, bare or in quotes"));
        return null;
    }

    static Precondition ifMatch(HttpRequest request, List<Fault> faults) {
        var value = only(request, IF_MATCH, faults);
        if (value == null) {
            return new Precondition.None();
        }
        if (value.equals("*")) {
            return new Precondition.Exists();
        }
        var version = VERSION.matcher(value);
        if (version.matches()) {
            return new Precondition.Version(Long.parseLong(version.group(1)));
        }
        faults.add(Fault.inHeader(IF_MATCH, "must be one ETag as this server gives them, such as \"3\", or *"));
        return new Precondition.None();
    }

    /** The position in {@code Last-Event-ID}, or null if there is none or it is faulty. */
    static @Nullable Long lastEventId(HttpRequest request, List<Fault> faults) {
        var value = only(request, LAST_EVENT_ID, faults);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (!POSITION.matcher(value).matches()) {
            faults.add(Fault.inHeader(LAST_EVENT_ID, "must be the id of an event of this stream"));
            return null;
        }
        return Long.valueOf(value);
    }

    static Optional<String> first(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value().strip());
    }

    private static @Nullable String only(HttpRequest request, String name, List<Fault> faults) {
        var values = new ArrayList<String>(1);
        for (var header : request.getHeaders()) {
            if (header.is(name.toLowerCase(Locale.ROOT))) {
                values.add(header.value().strip());
            }
        }
        if (values.size() > 1) {
            faults.add(Fault.inHeader(name, "must be given once"));
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
