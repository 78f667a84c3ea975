package sluice.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.endpoint.DeliveryFilter;
import sluice.endpoint.DeliveryId;
import sluice.endpoint.EndpointDesk;
import sluice.entity.Fingerprint;
import sluice.readmodel.Cursor;

/** Seeing what was sent to webhook endpoints, and having more sent. */
final class DeliveryRoutes {

    private static final String LOG = "deliveries"; // in cursors

    private final Engine engine;

    /** @param engine signs cursors */
    DeliveryRoutes(Engine engine) {
        this.engine = engine;
    }

    Supplier<CompletionStage<Answer>> list(Reading in, EndpointDesk open) {
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
        return () -> EndpointAnswers.about(
                in,
                id -> KeyRoutes.answered(open.deliveries(id, in.key().account(), filter, after, paging.limit() + 1)
                        .thenApply(found -> found.<Answer>map(log -> paging.page(
                                        log,
                                        DeliveryView::of,
                                        last -> new Cursor(
                                                LOG, filters, last.id().toString()),
                                        engine.lists().cursors()))
                                .orElseGet(EndpointAnswers::notFound))));
    }

    Supplier<CompletionStage<Answer>> test(Reading in, EndpointDesk open) {
        var caller = in.changer();
        return () -> EndpointAnswers.about(
                in,
                id -> open.test(id, KeyRoutes.by(in, caller), EndpointAnswers::asked)
                        .thenApply(outcome -> EndpointAnswers.answer(202, outcome)));
    }

    Supplier<CompletionStage<Answer>> recover(Reading in, EndpointDesk open) {
        var since = WebhookBodies.recover(in.body());
        var caller = in.changer();
        return () -> EndpointAnswers.about(
                in,
                id -> KeyRoutes.answered(open.recover(id, since.get(), KeyRoutes.by(in, caller), EndpointAnswers::asked)
                        .thenApply(outcome -> EndpointAnswers.answer(202, outcome))));
    }

    Supplier<CompletionStage<Answer>> replay(Reading in, EndpointDesk open) {
        var from = WebhookBodies.replay(in.body());
        var caller = in.changer();
        return () -> EndpointAnswers.about(
                in,
                id -> open.replay(id, from.get(), KeyRoutes.by(in, caller), EndpointAnswers::asked)
                        .thenApply(outcome -> EndpointAnswers.answer(202, outcome)));
    }

    Supplier<CompletionStage<Answer>> resend(Reading in, EndpointDesk open) {
        var caller = in.changer();
        var delivery = DeliveryId.parse(in.parameter("deliveryId"));
        return () -> EndpointAnswers.about(
                in,
                id -> delivery.isEmpty()
                        ? KeyRoutes.answered(open.find(id, in.key().account())
                                .thenApply(found ->
                                        found.isEmpty() ? EndpointAnswers.notFound() : EndpointAnswers.noDelivery()))
                        : open.resend(id, delivery.get(), KeyRoutes.by(in, caller), EndpointAnswers::asked)
                                .thenApply(outcome -> EndpointAnswers.answer(202, outcome)));
    }
}
