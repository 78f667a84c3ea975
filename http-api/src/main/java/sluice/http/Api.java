package sluice.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.http.Answer.Refusal;
import sluice.key.ApiKey;
import sluice.key.Keys;
import sluice.key.Scope;

/**
 * Takes one request to its answer: finds the operation, checks the key, reads strictly, carries out within a deadline, and writes
 * what came of it. Whatever goes wrong on the way is answered as a problem, too.
 */
final class Api {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    /** Who asks what needs no key: may do nothing else. */
    private static final ApiKey NOBODY = new ApiKey("", Set.of(), null, null, null, null);

    private final RouteTable routes;
    private final Keys keys;
    private final Bodies bodies;
    private final Requests requests;
    private final Rates rates;
    private final InFlight inFlight;
    private final OpenStreams streams;
    private final Duration deadline;

    /** @param deadline after which a caller waits no longer, longer than anything the engine waits for */
    Api(
            List<Operation> operations,
            Keys keys,
            Bodies bodies,
            Requests requests,
            Rates rates,
            InFlight inFlight,
            OpenStreams streams,
            Duration deadline) {
        this.routes = new RouteTable(operations);
        this.keys = keys;
        this.bodies = bodies;
        this.requests = requests;
        this.rates = rates;
        this.inFlight = inFlight;
        this.streams = streams;
        this.deadline = deadline;
    }

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        var requestId = Headers.requestId(request);
        if (inFlight.isFull()) { // before anything is done for it: refusing must cost next to nothing
            return bodies.discard(request, requestId)
                    .thenCompose(gone -> inFlight.refuse())
                    .thenApply(refusal -> Responses.of(refusal, requestId));
        }
        var match = routes.find(request.getUri());
        var timed = requests.begin(request.method().name(), match.map(RouteTable.Match::template));
        return answer(request, requestId, match, timed)
                .exceptionally(fault -> failed(request, requestId, fault))
                .thenApply(answer -> {
                    var response = Responses.of(answer, requestId);
                    timed.end(requestId, answer, response);
                    return response;
                });
    }

    private CompletionStage<Answer> answer(
            HttpRequest request, String requestId, Optional<RouteTable.Match> match, Requests.Timed timed) {
        try {
            var garbled = Headers.garbled(request);
            if (garbled.isPresent()) {
                var refusal = Refusal.of(List.of(Fault.inHeader(garbled.get(), "must be ASCII")));
                return bodies.discard(request, refusal.withHeader("Connection", "close"));
            }
            var operation =
                    match.flatMap(found -> found.operation(request.method().name()));
            operation.ifPresent(timed::asks);
            if (operation.isPresent() && operation.get().scope().isEmpty()) {
                return carryOut(
                        operation.get(), request, requestId, NOBODY, match.get().parameters());
            }
            var presented = Headers.bearer(request);
            var key = presented.flatMap(keys::find);
            if (key.isEmpty()) {
                var unsure = presented.flatMap(any -> keys.refusal()).map(Refusal::notDone);
                return bodies.discard(request, unsure.orElseGet(() -> unauthorized(request)));
            }
            timed.by(key.get());
            return rates.within(
                    key.get(),
                    request,
                    () -> answer(request, requestId, match, operation, key.get())
                            .exceptionally(fault -> failed(request, requestId, fault)));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    /** The answer under a key that may ask now. */
    private CompletionStage<Answer> answer(
            HttpRequest request,
            String requestId,
            Optional<RouteTable.Match> match,
            Optional<Operation> operation,
            ApiKey key) {
        if (match.isEmpty()) {
            return bodies.discard(request, Refusal.of(Problem.NOT_FOUND, "Nothing is at this address."));
        }
        if (operation.isEmpty()) {
            return bodies.discard(request, methodNotAllowed(request, match.get()));
        }
        var missing = operation.get().scope().filter(scope -> !key.allows(scope));
        if (missing.isPresent()) {
            return bodies.discard(request, missingScope(missing.get()));
        }
        if (key.account() != null && operation.get().confinement() == Confinement.NONE) {
            return bodies.discard(request, notForBoundKeys());
        }
        return carryOut(operation.get(), request, requestId, key, match.get().parameters());
    }

    private CompletionStage<Answer> carryOut(
            Operation operation, HttpRequest request, String requestId, ApiKey key, Map<String, String> parameters) {
        return bodies.read(operation, request).thenCompose(body -> switch (body) {
            case Bodies.Body.Refused(var refusal) -> CompletableFuture.completedStage(refusal);
            case Bodies.Body.Bytes(var bytes) ->
                inFlight.carryOut(() -> carryOut(operation, new Reading(request, requestId, key, parameters, bytes)));
        });
    }

    private CompletionStage<Answer> carryOut(Operation operation, Reading reading) {
        var action = operation.reader().apply(reading);
        var faults = reading.faults();
        return faults.isEmpty()
                ? rates.forAll(reading.key(), reading.cost(), () -> inTime(operation, action.get()))
                        .thenApply(answer -> open(reading, answer))
                : CompletableFuture.completedStage(Refusal.of(faults));
    }

    /** A stream is admitted when it is known to be one, and goes on for as long as the key counts. */
    private Answer open(Reading reading, Answer answer) {
        if (!(answer instanceof Answer.Stream stream)) {
            return answer;
        }
        var presented = reading.presentedKey();
        return streams.admit(reading.key(), () -> keys.find(presented).isPresent(), stream);
    }

    private CompletionStage<Answer> inTime(Operation operation, CompletionStage<Answer> answer) {
        var late = operation.isCommand()
                ? Refusal.outcomeUnknown("The answer did not come in time; the request may still have its effect.")
                : Refusal.notDone("The answer did not come in time.");
        return answer.thenApply(each -> each)
                .toCompletableFuture()
                .completeOnTimeout(late, deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Refusal unauthorized(HttpRequest request) {
        boolean none = Headers.first(request, Headers.AUTHORIZATION).isEmpty();
        return Refusal.of(
                        Problem.UNAUTHORIZED,
                        none ? "The request brings no API key." : "The API key is not valid here.")
                .withHeader("WWW-Authenticate", none ? "Bearer" : "Bearer error=\"invalid_token\"");
    }

    private static Refusal missingScope(Scope scope) {
        return Refusal.of(Problem.MISSING_SCOPE, "The key lacks the scope " + scope.wireName() + ".")
                .with("scope", scope.wireName());
    }

    private static Refusal notForBoundKeys() {
        return Refusal.of(
                Problem.BEYOND_KEY,
                "This is not for keys that are bound to an account, as the key of this request is.");
    }

    private static Refusal methodNotAllowed(HttpRequest request, RouteTable.Match match) {
        return Refusal.of(
                        Problem.METHOD_NOT_ALLOWED,
                        request.method().name() + " is not possible here; " + match.allow() + " is.")
                .withHeader("Allow", match.allow());
    }

    private static Answer failed(HttpRequest request, String requestId, Throwable fault) {
        var cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        LOG.error("Request {} ({}) failed", requestId, request.method().name(), cause);
        return Refusal.of(Problem.INTERNAL_ERROR, "The server has failed; the fault is logged under the request id.");
    }
}
