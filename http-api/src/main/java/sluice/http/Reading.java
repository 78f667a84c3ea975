package sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import sluice.Caller;
import sluice.key.ApiKey;

/**
 * A request being read by its operation: path, query, headers and body. Faults are collected on the way; the request is carried out only if
 * there is none in the end.
 */
final class Reading {

    /** What decoding puts in place of bytes that are not UTF-8. */
    private static final char UNDECODABLE = '\uFFFD';

    private final HttpRequest request;
    private final String requestId;
    private final ApiKey key;
    private final Map<String, String> parameters;
    private final Queries query;
    private final Fields body;
    private final List<Fault> faults = new ArrayList<>();
    private int cost = 1;

    /** @param body the bytes of the body, as read; empty stands for an object without fields */
    Reading(HttpRequest request, String requestId, ApiKey key, Map<String, String> parameters, byte[] body) {
        this.request = request;
        this.requestId = requestId;
        this.key = key;
        this.parameters = parameters;
        this.query = Queries.of(request, faults);
        this.body = Fields.of(parse(body), "", faults);
    }

    private JsonNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            return new ObjectNode(JsonNodeFactory.instance);
        }
        return switch (Json.read(ByteBuffer.wrap(bytes))) {
            case Json.Read.Document(var root) -> root;
            case Json.Read.Faulty(var found) -> {
                faults.addAll(found);
                yield MissingNode.getInstance();
            }
        };
    }

    /** The path parameter {@code name} as {@code maker} accepts it; {@code otherwise} only where it does not. */
    <T> T path(String name, Function<String, T> maker, T otherwise) {
        var value = parameter(name);
        if (value.indexOf(UNDECODABLE) >= 0) {
            faults.add(Fault.inPath(name, "must be percent-encoded UTF-8"));
            return otherwise;
        }
        try {
            return maker.apply(value);
        } catch (IllegalArgumentException refused) {
            faults.add(Fault.inPath(name, String.valueOf(refused.getMessage())));
            return otherwise;
        }
    }

    /** The path parameter {@code name}, decoded. */
    String parameter(String name) {
        var value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("no path parameter " + name);
        }
        return value;
    }

    /** Who asks; of an operation that needs no key, nobody. */
    ApiKey key() {
        return key;
    }

    /** The same in plain. A secret. */
    String presentedKey() {
        return Headers.bearer(request).orElseThrow(() -> new IllegalStateException("an operation without a key"));
    }

    String requestId() {
        return requestId;
    }

    Queries query() {
        return query;
    }

    Fields body() {
        return body;
    }

    /** Whether nothing that was read so far has a fault. */
    boolean isFaultless() {
        return faults.isEmpty();
    }

    /** Who asks for a creation; its idempotency key counts, and there is no version yet that it could match. */
    Caller creator() {
        if (!(ifMatch() instanceof Headers.Precondition.None)) {
            faults.add(Fault.inHeader(Headers.IF_MATCH, "does not apply to what is yet to be created"));
        }
        return keyed(asker());
    }

    /** Who asks for a change by POST, under an idempotency key and a version where given. */
    Caller changer() {
        return conditional(keyed(asker()));
    }

    /** Who asks for a change by PUT, which needs no idempotency key. */
    Caller definer() {
        return conditional(asker());
    }

    /** Who only asks. */
    Caller asker() {
        return Caller.of(key.id()).withRequestId(requestId);
    }

    /** The position after which a stream goes on, as the browser's own reader of streams sends it; null if there is none or it is faulty. */
    @Nullable
    Long lastEventId() {
        return Headers.lastEventId(request, faults);
    }

    /** Whether the caller wants something changed only if it is there already. */
    boolean onlyIfExists() {
        return ifMatch() instanceof Headers.Precondition.Exists;
    }

    /** Has the request count as so many under the key's rate; a fault where the rate could never let them pass together. */
    void costs(int requests) {
        cost = Math.max(1, requests);
        var rate = key.rate();
        if (rate != null && cost > rate.burst()) {
            faults.add(Fault.inBody(
                    "/orders",
                    "must have at most " + rate.burst() + " elements, which is the burst of the key's rate, has "
                            + cost));
        }
    }

    /** As how many requests it counts under the key's rate. */
    int cost() {
        return cost;
    }

    /** All faults found, once the operation has read what it knows. */
    List<Fault> faults() {
        query.refuseOthers();
        body.refuseOthers();
        return faults;
    }

    private Caller keyed(Caller caller) {
        var key = Headers.idempotencyKey(request, faults);
        return key == null ? caller : caller.withIdempotencyKey(key);
    }

    private Caller conditional(Caller caller) {
        return ifMatch() instanceof Headers.Precondition.Version(long version) ? caller.withIfVersion(version) : caller;
    }

    private Headers.Precondition ifMatch() {
        return Headers.ifMatch(request, faults);
    }
}
