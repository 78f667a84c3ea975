package sluice.http;

import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.delete;
import static sluice.http.Operation.get;
import static sluice.http.Operation.patch;
import static sluice.http.Operation.post;
import static sluice.key.Scope.WEBHOOKS_READ;
import static sluice.key.Scope.WEBHOOKS_WRITE;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.endpoint.EndpointDesk;
import sluice.endpoint.NewEndpoint;
import sluice.entity.Fingerprint;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.key.KeyCaller;
import sluice.key.ListPlace;
import sluice.readmodel.Cursor;
import sluice.value.AccountId;

/** Making webhook endpoints, reading and changing them; {@link DeliveryRoutes} sees to what is sent to them. */
final class WebhookRoutes {

    static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/{id}";
    private static final String DELIVERIES = ENDPOINT + "/deliveries";
    private static final String LIST = "webhook-endpoints"; // in cursors

    private final @Nullable EndpointDesk desk;
    private final Engine engine;
    private final Engines engines;
    private final DeliveryRoutes sent;

    /**
     * @param desk null where webhooks are off
     * @param engine is asked whether there is the account that an endpoint is to be of, and signs cursors
     */
    WebhookRoutes(@Nullable EndpointDesk desk, Engine engine) {
        this.desk = desk;
        this.engine = engine;
        this.engines = new Engines(engine);
        this.sent = new DeliveryRoutes(engine);
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
                post("testWebhookEndpoint", WEBHOOKS_WRITE, ENDPOINT + "/test", on(sent::test))
                        .confined(TO_ACCOUNT),
                post("recoverWebhookEvents", WEBHOOKS_WRITE, ENDPOINT + "/recover", on(sent::recover))
                        .confined(TO_ACCOUNT),
                post("replayWebhookEvents", WEBHOOKS_WRITE, ENDPOINT + "/replay", on(sent::replay))
                        .confined(TO_ACCOUNT),
                get("listWebhookDeliveries", WEBHOOKS_READ, DELIVERIES, on(sent::list))
                        .confined(TO_ACCOUNT),
                post("resendWebhookDelivery", WEBHOOKS_WRITE, DELIVERIES + "/{deliveryId}/resend", on(sent::resend))
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
        return () -> create(in, wanted.get(), KeyRoutes.by(in, caller), open);
    }

    private CompletionStage<Answer> create(Reading in, NewEndpoint wanted, KeyCaller by, EndpointDesk open) {
        // An endpoint of an account that does not exist would be a mistake that shows only by what never comes.
        return Outcomes.refusalOfAccount(engines.of(in), wanted.account(), in)
                .thenCompose(refusal -> refusal != null
                        ? CompletableFuture.completedStage(refusal)
                        : open.create(wanted, by, EndpointAnswers::shown)
                                .thenApply(outcome -> EndpointAnswers.answer(201, outcome)));
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
        var after =
                paging.after() == null ? null : ListPlace.parse(paging.after().key());
        if (bound != null && asked != null && !asked.equals(bound)) {
            return () -> CompletableFuture.completedStage(Resource.ok(new Paging.View(List.of(), null)));
        }
        return () -> KeyRoutes.answered(open.list(account, after, paging.limit() + 1)
                .thenApply(found -> paging.page(
                        found,
                        EndpointView::of,
                        last -> new Cursor(LIST, filters, new ListPlace(last.createdAt(), last.id()).toString()),
                        engine.lists().cursors())));
    }

    private Supplier<CompletionStage<Answer>> read(Reading in, EndpointDesk open) {
        return () -> EndpointAnswers.about(
                in,
                id -> KeyRoutes.answered(open.find(id, in.key().account())
                        .thenApply(found -> found.<Answer>map(endpoint -> EndpointAnswers.view(endpoint))
                                .orElseGet(EndpointAnswers::notFound))));
    }

    private Supplier<CompletionStage<Answer>> change(Reading in, EndpointDesk open) {
        var wanted = WebhookBodies.change(in.body(), open);
        var caller = in.definer();
        return () -> EndpointAnswers.about(
                in,
                id -> open.change(id, wanted.get(), KeyRoutes.by(in, caller))
                        .thenApply(outcome -> EndpointAnswers.answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> remove(Reading in, EndpointDesk open) {
        var caller = in.definer();
        return () -> EndpointAnswers.about(
                in,
                id -> open.delete(id, KeyRoutes.by(in, caller))
                        .thenApply(outcome -> EndpointAnswers.answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> rotate(Reading in, EndpointDesk open) {
        var overlap = WebhookBodies.rotate(in.body());
        var caller = in.changer();
        return () -> EndpointAnswers.about(
                in,
                id -> open.rotate(id, overlap.get(), KeyRoutes.by(in, caller), EndpointAnswers::shown)
                        .thenApply(outcome -> EndpointAnswers.answer(200, outcome)));
    }
}
