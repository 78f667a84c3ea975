package sluice.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.event.EventReader;
import sluice.key.DeskWork;
import sluice.key.KeyCaller;
import sluice.key.ListPlace;
import sluice.value.AccountId;
import sluice.webhook.TargetRules;

/**
 * Webhook endpoints as they are asked for over HTTP: made, changed and read off the caller's thread. A change counts for every attempt that
 * begins after it was told, but for a moment.
 */
public final class EndpointDesk implements AutoCloseable {

    private final EndpointStore store;
    private final EndpointWishes wishes;
    private final DeliveryPages pages;
    private final EventReader events;
    private final TargetRules rules;
    private final EndpointPool pool;
    private final Usual usual;
    private final DeskWork work = new DeskWork("sluice-endpoint-desk");

    /** What an endpoint has that is made without. */
    public record Usual(int concurrency, int perSecond) {}

    EndpointDesk(
            EndpointStore store,
            EndpointWishes wishes,
            DeliveryPages pages,
            EventReader events,
            TargetRules rules,
            EndpointPool pool,
            Usual usual) {
        this.store = store;
        this.wishes = wishes;
        this.pages = pages;
        this.events = events;
        this.rules = rules;
        this.pool = pool;
        this.usual = usual;
    }

    public Usual usual() {
        return usual;
    }

    /** What is wrong with a URL, completing the sentence "The URL …"; empty if it may be an endpoint's. */
    public Optional<String> urlProblem(String url) {
        return rules.url(url) instanceof TargetRules.UrlVerdict.Refused(var reason)
                ? Optional.of(reason)
                : Optional.empty();
    }

    /** @param answer writes what is told, and told again under the same idempotency key; run in the transaction */
    public CompletionStage<EndpointOutcome> create(
            NewEndpoint wanted, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return change(() -> store.create(wanted, by, answer));
    }

    public CompletionStage<EndpointOutcome> change(String id, EndpointChange wanted, KeyCaller by) {
        return change(() -> store.change(id, wanted, by));
    }

    public CompletionStage<EndpointOutcome> delete(String id, KeyCaller by) {
        return change(() -> store.delete(id, by));
    }

    /** @param overlap for how long deliveries are signed with the secret of before, too */
    public CompletionStage<EndpointOutcome> rotate(
            String id, Duration overlap, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return change(() -> store.rotate(id, overlap, by, answer));
    }

    /** Sends an event that tells nothing, once, to a disabled endpoint, too. */
    public CompletionStage<EndpointOutcome> test(String id, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return change(() -> wishes.test(id, by, answer));
    }

    /** Attempts again what has failed of the events since a time; fails with {@link DeskWork.Unreadable}. */
    public CompletionStage<EndpointOutcome> recover(
            String id, Instant since, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return work.ask(() -> events.positionAt(since).toCompletableFuture().join())
                .thenCompose(before -> change(() -> wishes.recover(id, since, before + 1, by, answer)));
    }

    /** Sends all events from a position on, delivered or not. */
    public CompletionStage<EndpointOutcome> replay(
            String id, long fromPosition, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return change(() -> wishes.replay(id, fromPosition, by, answer));
    }

    /** Sends the event of a delivery in the log once more. */
    public CompletionStage<EndpointOutcome> resend(
            String id, DeliveryId delivery, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return change(() -> wishes.resend(id, delivery, by, answer));
    }

    /**
     * Fails with {@link DeskWork.Unreadable}, as do the other questions.
     *
     * @param seer the account that the asker is bound to; null for none
     */
    public CompletionStage<Optional<Endpoint>> find(String id, @Nullable AccountId seer) {
        return work.ask(() -> store.find(id, seer));
    }

    /**
     * Endpoints, newest first.
     *
     * @param account whose; null for all
     * @param after the last before the page, or null for the first page
     */
    public CompletionStage<List<Endpoint>> list(@Nullable AccountId account, @Nullable ListPlace after, int limit) {
        return work.ask(() -> store.list(account, after, limit));
    }

    /** The log of an endpoint, newest first; empty if there is none that the asker may see. */
    public CompletionStage<Optional<List<LoggedDelivery>>> deliveries(
            String id, @Nullable AccountId seer, DeliveryFilter filter, @Nullable DeliveryId after, int limit) {
        return work.ask(() -> pages.deliveries(id, seer, filter, after, limit));
    }

    /** What was changed, or asked, its owner is told of at once. */
    private CompletionStage<EndpointOutcome> change(Supplier<EndpointOutcome> change) {
        return work.change(
                () -> {
                    var outcome = change.get();
                    outcome.changed().ifPresent(pool::lookNow);
                    return outcome;
                },
                EndpointOutcome.NotDone::new,
                EndpointOutcome.Unknown::new);
    }

    @Override
    public void close() {
        work.close();
    }
}
