package sluice.http;

import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.delete;
import static sluice.http.Operation.get;
import static sluice.http.Operation.patch;
import static sluice.http.Operation.post;
import static sluice.key.Scope.WEBHOOKS_READ;
import static sluice.key.Scope.WEBHOOKS_WRITE;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.endpoint.DeliveryFilter;
import sluice.endpoint.DeliveryId;
import sluice.endpoint.Endpoint;
import sluice.endpoint.EndpointAnswer;
import sluice.endpoint.EndpointDesk;
import sluice.endpoint.EndpointOutcome;
import sluice.endpoint.EndpointPlace;
import sluice.endpoint.NewEndpoint;
import sluice.entity.Fingerprint;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.key.KeyCaller;
import sluice.readmodel.Cursor;
import sluice.value.AccountId;

/** Making webhook endpoints, changing them, and seeing to what was sent to them. */
final class WebhookRoutes {

    private static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/{id}";
    private static final String DELIVERIES = ENDPOINT + "/deliveries";
    private static final String LIST = "webhook-endpoints"; // in cursors
    private static final String LOG = "deliveries";
    private static final Pattern ENDPOINT_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private final @Nullable EndpointDesk desk;
    private final Engine engine;
    private final Engines engines;

    /**
     * @param desk null where webhooks are off
     * @param engine is asked whether there is the account that an endpoint is to be of, and signs cursors
     */
    WebhookRoutes(@Nullable EndpointDesk desk, Engine engine) {
        this.desk = desk;
        this.engine = engine;
        this.engines = new Engines(engine);
    }

    List<Operation> operations() {
        return List.of(
                post("createWebhookEndpoint", WEBHOOKS_WRITE, ENDPOINTS, on(this::create))
                        .confined(TO_ACCOUNT),
                get("listWebhookEndpoints", WEBHOOKS_READ, ENDPOINTS, on(this::list))
                        .confined(TO_ACCOUNT),
                get("readWebhookEndpoint", WEBHOOKS_READ, ENDPOINT, on(this::read))
                        .confined(TO_ACCOUNT),
                patch("changeWebhookEndpoint", WEBHOOKS_WRITE, ENDPOINT, on(this::change))
                        .confined(TO_ACCOUNT),
                delete("deleteWebhookEndpoint", WEBHOOKS_WRITE, ENDPOINT, on(this::remove))
                        .confined(TO_ACCOUNT),
                post("rotateWebhookSecret", WEBHOOKS_WRITE, ENDPOINT + "/rotate-secret", on(this::rotate))
                        .confined(TO_ACCOUNT),
                post("testWebhookEndpoint", WEBHOOKS_WRITE, ENDPOINT + "/test", on(this::test))
                        .confined(TO_ACCOUNT),
                post("recoverWebhookEvents", WEBHOOKS_WRITE, ENDPOINT + "/recover", on(this::recover))
                        .confined(TO_ACCOUNT),
                post("replayWebhookEvents", WEBHOOKS_WRITE, ENDPOINT + "/replay", on(this::replay))
                        .confined(TO_ACCOUNT),
                get("listWebhookDeliveries", WEBHOOKS_READ, DELIVERIES, on(this::deliveries))
                        .confined(TO_ACCOUNT),
                post("resendWebhookDelivery", WEBHOOKS_WRITE, DELIVERIES + "/{deliveryId}/resend", on(this::resend))
                        .confined(TO_ACCOUNT));
    }

    /** What is asked where webhooks are off is not read. */
    private Function<Reading, Supplier<CompletionStage<Answer>>> on(
            BiFunction<Reading, EndpointDesk, Supplier<CompletionStage<Answer>>> reader) {
        return in -> {
            if (desk != null) {
                return reader.apply(in, desk);
            }
            var off = Refusal.of(
                    Problem.UNAVAILABLE, "Webhooks are off on this node: its log says why, where it starts.");
            return () -> CompletableFuture.completedStage(off.with("outcome", "none"));
        };
    }

    private Supplier<CompletionStage<Answer>> create(Reading in, EndpointDesk open) {
        var wanted = WebhookBodies.create(in.body(), open, in.key().account());
        var caller = in.creator();
        return () -> create(in, wanted.get(), by(in, caller), open);
    }

    private CompletionStage<Answer> create(Reading in, NewEndpoint wanted, KeyCaller by, EndpointDesk open) {
        return refusalOfAccount(in, wanted.account())
                .thenCompose(refusal -> refusal != null
                        ? CompletableFuture.completedStage(refusal)
                        : open.create(wanted, by, WebhookRoutes::shown).thenApply(outcome -> answer(201, outcome)));
    }

    /** An endpoint of an account that does not exist would be a mistake that shows only by what never comes. */
    private CompletionStage<@Nullable Answer> refusalOfAccount(Reading in, @Nullable AccountId account) {
        if (account == null) {
            return CompletableFuture.completedStage(null);
        }
        return engines.of(in)
                .account(account, new AccountCommand.Read(), in.asker())
                .thenApply(outcome -> outcome instanceof Outcome.Done<AccountAnswer, AccountRejection>
                        ? null
                        : Outcomes.refusal(
                                outcome, unknown -> Refusal.of(Problem.UNKNOWN_ACCOUNT, "There is no such account.")));
    }

    private Supplier<CompletionStage<Answer>> list(Reading in, EndpointDesk open) {
        var asked = in.query().optional("accountId", Values.named(AccountId::new));
        var bound = in.key().account();
        var account = bound == null ? asked : bound;
        var filters = account == null ? "" : Fingerprint.of(account.value());
        var paging = Paging.of(
                in,
                engine.lists().cursors(),
                cursor -> cursor.list().equals(LIST) && cursor.fingerprint().equals(filters));
        var after = paging.after() == null
                ? null
                : EndpointPlace.parse(paging.after().key());
        if (bound != null && asked != null && !asked.equals(bound)) {
            return () -> CompletableFuture.completedStage(Resource.ok(new Paging.View(List.of(), null)));
        }
        return () -> KeyRoutes.answered(open.list(account, after, paging.limit() + 1)
                .thenApply(found -> page(
                        found,
                        paging.limit(),
                        EndpointView::of,
                        last -> new Cursor(LIST, filters, EndpointPlace.of(last).toString()))));
    }

    private Supplier<CompletionStage<Answer>> deliveries(Reading in, EndpointDesk open) {
        var outcome = in.query().optional("outcome", Values.oneOf(DeliveryView.Wanted.class));
        var eventId = in.query().optional("eventId", Values.text(64));
        var filters = Fingerprint.of(in.parameter("id") + "\n" + outcome + "\n" + eventId);
        var paging = Paging.of(
                in,
                engine.lists().cursors(),
                cursor -> cursor.list().equals(LOG) && cursor.fingerprint().equals(filters));
        var after = paging.after() == null
                ? null
                : DeliveryId.parse(paging.after().key()).orElse(null);
        @Nullable Boolean delivered = outcome == null ? null : (Boolean) (outcome == DeliveryView.Wanted.DELIVERED);
        var filter = new DeliveryFilter(delivered, eventId);
        return () -> about(
                in,
                id -> KeyRoutes.answered(open.deliveries(id, in.key().account(), filter, after, paging.limit() + 1)
                        .thenApply(found -> found.<Answer>map(log -> page(
                                        log,
                                        paging.limit(),
                                        DeliveryView::of,
                                        last -> new Cursor(
                                                LOG, filters, last.id().toString())))
                                .orElseGet(WebhookRoutes::notFound))));
    }

    /** @param found one more than the page holds, where there is one */
    private <T> Answer page(List<T> found, int limit, Function<T, ?> view, Function<T, Cursor> cursor) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() == shown.size() ? null : cursor.apply(shown.getLast());
        return Resource.ok(new Paging.View(
                shown.stream().map(view).toList(),
                next == null ? null : engine.lists().cursors().write(next)));
    }

    private Supplier<CompletionStage<Answer>> read(Reading in, EndpointDesk open) {
        return () -> about(
                in,
                id -> KeyRoutes.answered(open.find(id, in.key().account())
                        .thenApply(found ->
                                found.<Answer>map(endpoint -> view(endpoint)).orElseGet(WebhookRoutes::notFound))));
    }

    private Supplier<CompletionStage<Answer>> change(Reading in, EndpointDesk open) {
        var wanted = WebhookBodies.change(in.body(), open);
        var caller = in.definer();
        return () -> about(
                in, id -> open.change(id, wanted.get(), by(in, caller)).thenApply(outcome -> answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> remove(Reading in, EndpointDesk open) {
        var caller = in.definer();
        return () -> about(in, id -> open.delete(id, by(in, caller)).thenApply(outcome -> answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> rotate(Reading in, EndpointDesk open) {
        var overlap = WebhookBodies.rotate(in.body());
        var caller = in.changer();
        return () -> about(
                in,
                id -> open.rotate(id, overlap.get(), by(in, caller), WebhookRoutes::shown)
                        .thenApply(outcome -> answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> test(Reading in, EndpointDesk open) {
        var caller = in.changer();
        return () -> about(
                in,
                id -> open.test(id, by(in, caller), WebhookRoutes::asked).thenApply(outcome -> answer(202, outcome)));
    }

    private Supplier<CompletionStage<Answer>> recover(Reading in, EndpointDesk open) {
        var since = WebhookBodies.recover(in.body());
        var caller = in.changer();
        return () -> about(
                in,
                id -> KeyRoutes.answered(open.recover(id, since.get(), by(in, caller), WebhookRoutes::asked)
                        .thenApply(outcome -> answer(202, outcome))));
    }

    private Supplier<CompletionStage<Answer>> replay(Reading in, EndpointDesk open) {
        var from = WebhookBodies.replay(in.body());
        var caller = in.changer();
        return () -> about(
                in,
                id -> open.replay(id, from.get(), by(in, caller), WebhookRoutes::asked)
                        .thenApply(outcome -> answer(202, outcome)));
    }

    private Supplier<CompletionStage<Answer>> resend(Reading in, EndpointDesk open) {
        var caller = in.changer();
        var delivery = DeliveryId.parse(in.parameter("deliveryId"));
        return () -> about(
                in,
                id -> delivery.isEmpty()
                        ? open.find(id, in.key().account())
                                .thenApply(found -> found.isEmpty() ? notFound() : noDelivery())
                        : open.resend(id, delivery.get(), by(in, caller), WebhookRoutes::asked)
                                .thenApply(outcome -> answer(202, outcome)));
    }

    /** What is not the id of any endpoint is not found, as is an id that no endpoint has. */
    private static CompletionStage<Answer> about(Reading in, Function<String, CompletionStage<Answer>> question) {
        var id = in.parameter("id");
        return ENDPOINT_ID.matcher(id).matches() ? question.apply(id) : CompletableFuture.completedStage(notFound());
    }

    private static KeyCaller by(Reading in, Caller caller) {
        return new KeyCaller(caller, in.key(), in.presentedKey());
    }

    private static byte[] shown(EndpointAnswer answer) {
        return Json.write(EndpointView.of(answer));
    }

    private static byte[] asked(EndpointAnswer answer) {
        return Json.write(EndpointView.Asked.of(answer));
    }

    private static Answer answer(int status, EndpointOutcome outcome) {
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
                Refusal.of(Problem.ANSWER_SEALED, "The first answer is sealed under an earlier secret of your key.")
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
        return status == 201 ? answer.withHeader("Location", ENDPOINTS + "/" + answered.endpointId()) : answer;
    }

    private static Resource view(Endpoint endpoint) {
        return Resource.versioned(200, endpoint.version(), EndpointView.of(endpoint));
    }

    private static Refusal notFound() {
        return Refusal.of(Problem.NOT_FOUND, "There is no such webhook endpoint.");
    }

    private static Refusal noDelivery() {
        return Refusal.of(Problem.NOT_FOUND, "There is no such delivery, or its event is not kept any more.");
    }
}
