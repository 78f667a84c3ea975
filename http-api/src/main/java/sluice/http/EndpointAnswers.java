package sluice.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import sluice.endpoint.Endpoint;
import sluice.endpoint.EndpointAnswer;
import sluice.endpoint.EndpointOutcome;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;

/** What is answered about webhook endpoints. */
final class EndpointAnswers {

    private static final Pattern ENDPOINT_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private EndpointAnswers() {}

    /** What is not the id of any endpoint is not found, as is an id that no endpoint has. */
    static CompletionStage<Answer> about(Reading in, Function<String, CompletionStage<Answer>> question) {
        var id = in.parameter("id");
        return ENDPOINT_ID.matcher(id).matches() ? question.apply(id) : CompletableFuture.completedStage(notFound());
    }

    static byte[] shown(EndpointAnswer answer) {
        return Json.write(EndpointView.of(answer));
    }

    static byte[] asked(EndpointAnswer answer) {
        return Json.write(EndpointView.Asked.of(answer));
    }

    static Answer answer(int status, EndpointOutcome outcome) {
        return switch (outcome) {
            case EndpointOutcome.Answered answered -> answered(status, answered);
            case EndpointOutcome.Changed(var endpoint) -> view(endpoint);
            case EndpointOutcome.Deleted(var endpoint) -> view(endpoint);
            case EndpointOutcome.NoSuchEndpoint() -> notFound();
            case EndpointOutcome.NoSuchDelivery() -> noDelivery();
            case EndpointOutcome.BeyondCaller(var scope) ->
                Refusal.of(
                                Problem.MISSING_SCOPE,
                                "The key of this request lacks the scope " + scope.wireName()
                                        + ", so it can have no such events sent.")
                        .with("scope", scope.wireName());
            case EndpointOutcome.VersionMismatch(long actual) -> Outcomes.versionMismatch(actual);
            case EndpointOutcome.IdempotencyKeyReused() -> Outcomes.keyReused();
            case EndpointOutcome.InFlight() ->
                Refusal.of(Problem.REQUEST_IN_FLIGHT, "The same request is being carried out at this moment.");
            case EndpointOutcome.Sealed(var endpointId) ->
                Refusal.of(
                                Problem.ENDPOINT_ANSWER_SEALED,
                                "The first answer is sealed under an earlier secret of your key.")
                        .with("endpointId", endpointId);
            case EndpointOutcome.NotDone(var why) -> Refusal.notDone(why);
            case EndpointOutcome.Unknown(var why) -> Refusal.outcomeUnknown(why);
        };
    }

    /** The first answer and its repeats are made from the same bytes. */
    private static Resource answered(int status, EndpointOutcome.Answered answered) {
        var body = Json.document(answered.answer());
        var replayed = answered.replayed();
        if (status == 202) { // about what will be sent, and not about the endpoint
            return new Resource(202, Map.of(), body).replayed(replayed);
        }
        var answer = Resource.versioned(status, answered.version(), body).replayed(replayed);
        return status == 201
                ? answer.withHeader("Location", WebhookRoutes.ENDPOINTS + "/" + answered.endpointId())
                : answer;
    }

    static Resource view(Endpoint endpoint) {
        return Resource.versioned(200, endpoint.version(), EndpointView.of(endpoint));
    }

    static Refusal notFound() {
        return Refusal.of(Problem.NOT_FOUND, "There is no such webhook endpoint.");
    }

    static Refusal noDelivery() {
        return Refusal.of(Problem.NOT_FOUND, "There is no such delivery, or its event is not kept any more.");
    }
}
