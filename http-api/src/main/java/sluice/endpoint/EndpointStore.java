package sluice.endpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import sluice.endpoint.EndpointOutcome.Answered;
import sluice.event.EventFilter;
import sluice.event.EventType;
import sluice.key.FirstAnswers;
import sluice.key.FirstAnswers.First;
import sluice.key.KeyCaller;
import sluice.key.Scope;
import sluice.value.AccountId;
import sluice.webhook.EndpointStatus;

/**
 * Endpoints on record, as their users see and change them. Each change is one transaction, under an idempotency key together with its
 * answer. What its owner has to carry out (such as enabling, which concerns its retries) is kept as a {@link Wish}. A caller bound to an
 * account sees the endpoints of that account alone. Waits for the database; what that throws is {@link org.jdbi.v3.core.JdbiException}.
 */
final class EndpointStore {

    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();
    private static final int MOST_WISHES = 100;

    private final Jdbi database;
    private final EndpointSecrets secrets;
    private final InstantSource clock;

    EndpointStore(Jdbi database, EndpointSecrets secrets, InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param answer what is to be answered, and given again under the same idempotency key */
    EndpointOutcome create(NewEndpoint wanted, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        var lacking = lacking(wanted.events(), by);
        if (lacking.isPresent()) {
            return new EndpointOutcome.BeyondCaller(lacking.get());
        }
        return once(by, "", "create\n" + wanted.canonical(), (transaction, now) -> {
            var id = IDS.generate().toString();
            insert(transaction, id, wanted, by, now);
            var secret = secrets.renew(transaction, id, null);
            return answered(transaction, id, endpoint -> EndpointAnswer.of(endpoint, secret.text()), answer);
        });
    }

    private static void insert(Handle transaction, String id, NewEndpoint wanted, KeyCaller by, Instant now) {
        var account = wanted.account();
        transaction
                .createUpdate("""
                    insert into webhook_endpoint (endpoint_id, url, events, account, description, concurrency, per_second,
                        version, change, created_by, created_at, status, position)
                    select :id, :url, :events, :account, :description, :concurrency, :perSecond, 1, 1, :by, :now, :status,
                        last from outgoing_event_end
                    """)
                .bind("id", id)
                .bind("url", wanted.url())
                .bind("events", String.join(" ", wanted.events()))
                .bind("account", account == null ? null : account.value())
                .bind("description", wanted.description())
                .bind("concurrency", wanted.concurrency())
                .bind("perSecond", wanted.perSecond())
                .bind("by", by.caller().keyId())
                .bind("now", now)
                .bind("status", EndpointStatus.ENABLED.name())
                .execute();
    }

    /** @param overlap for how long deliveries are signed with the secret of before, too */
    EndpointOutcome rotate(String id, Duration overlap, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return once(
                by,
                id,
                "rotate\n" + overlap,
                (transaction, now) -> change(transaction, id, by, before -> {
                    changed(transaction, id, 1);
                    var secret = secrets.renew(transaction, id, overlap.isZero() ? null : now.plus(overlap));
                    return answered(transaction, id, endpoint -> EndpointAnswer.of(endpoint, secret.text()), answer);
                }));
    }

    /** Sends an event that tells nothing, once. */
    EndpointOutcome test(String id, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return once(
                by,
                id,
                "test",
                (transaction, now) -> change(transaction, id, by, before -> test(transaction, before, now, answer)));
    }

    private EndpointOutcome test(
            Handle transaction, Endpoint before, Instant now, Function<EndpointAnswer, byte[]> answer) {
        var eventId = "test_" + IDS.generate();
        return wish(
                transaction,
                before,
                Wish.Kind.TEST,
                null,
                eventId,
                now,
                endpoint -> new EndpointAnswer(endpoint, null, eventId, null),
                answer);
    }

    /** Attempts again what was given up of the events from a position on. */
    EndpointOutcome recover(
            String id, Instant since, long fromPosition, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return once(
                by,
                id,
                "recover\n" + since,
                (transaction, now) -> change(
                        transaction,
                        id,
                        by,
                        before -> from(transaction, before, Wish.Kind.RECOVER, fromPosition, now, answer)));
    }

    /** Sends all events from a position on. */
    EndpointOutcome replay(String id, long fromPosition, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return once(
                by,
                id,
                "replay\n" + fromPosition,
                (transaction, now) -> change(
                        transaction,
                        id,
                        by,
                        before -> from(transaction, before, Wish.Kind.REPLAY, fromPosition, now, answer)));
    }

    private static EndpointOutcome from(
            Handle transaction,
            Endpoint before,
            Wish.Kind kind,
            long position,
            Instant now,
            Function<EndpointAnswer, byte[]> answer) {
        return wish(
                transaction,
                before,
                kind,
                position,
                null,
                now,
                endpoint -> new EndpointAnswer(endpoint, null, null, position),
                answer);
    }

    /** Sends the event of a delivery in the log once more. */
    EndpointOutcome resend(String id, DeliveryId delivery, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return once(
                by,
                id,
                "resend\n" + delivery,
                (transaction, now) -> change(transaction, id, by, before -> {
                    var logged = DeliveryLog.find(transaction, id, delivery);
                    if (logged.isEmpty()) {
                        return new EndpointOutcome.NoSuchDelivery();
                    }
                    var position = logged.get().position();
                    if (position == null) {
                        return test(transaction, before, now, answer);
                    }
                    var eventId = logged.get().eventId();
                    return DeliveryLog.isKept(transaction, position)
                            ? wish(
                                    transaction,
                                    before,
                                    Wish.Kind.SEND_AGAIN,
                                    position,
                                    null,
                                    now,
                                    endpoint -> new EndpointAnswer(endpoint, null, eventId, null),
                                    answer)
                            : new EndpointOutcome.NoSuchDelivery();
                }));
    }

    /** Changes it; what asks for what is there already changes nothing. */
    EndpointOutcome change(String id, EndpointChange wanted, KeyCaller by) {
        var now = now();
        return database.inTransaction(transaction -> change(transaction, id, by, before -> {
            if (!EndpointEdit.isNews(before, wanted)) {
                return new EndpointOutcome.Changed(before);
            }
            var events = wanted.events();
            var lacking = lacking(events == null ? before.events() : events, by);
            if (lacking.isPresent()) { // else it could have another's events sent to an address of its own
                return new EndpointOutcome.BeyondCaller(lacking.get());
            }
            long number = changed(transaction, id, 1);
            EndpointEdit.write(transaction, before, wanted);
            var enabled = wanted.enabled();
            if (enabled != null && enabled != (before.status() == EndpointStatus.ENABLED)) {
                var kind = enabled ? Wish.Kind.ENABLE : Wish.Kind.DISABLE;
                insertWish(transaction, id, new Wish(number, kind, 0, null, now));
            }
            return new EndpointOutcome.Changed(read(transaction, id));
        }));
    }

    /** Nobody has events sent that it may not read itself. */
    private static Optional<Scope> lacking(List<String> patterns, KeyCaller by) {
        return Stream.of(EventType.values())
                .filter(type -> patterns.stream().anyMatch(pattern -> EventFilter.fits(pattern, type.wireName())))
                .map(EventType::scope)
                .filter(scope -> !by.key().allows(scope))
                .findFirst();
    }

    /** Deletes it and its secrets at once, and its log within minutes. */
    EndpointOutcome delete(String id, KeyCaller by) {
        var now = now();
        return database.inTransaction(transaction -> change(transaction, id, by, before -> {
            transaction.createUpdate("""
                update webhook_endpoint set deleted_at = :now, owner = null, change = change + 1
                where endpoint_id = :id
                """).bind("id", id).bind("now", now).execute();
            transaction
                    .createUpdate("delete from webhook_secret where endpoint_id = :id")
                    .bind("id", id)
                    .execute();
            return new EndpointOutcome.Deleted(before);
        }));
    }

    Optional<Endpoint> find(String id, @Nullable AccountId seer) {
        return database.withHandle(handle -> EndpointRows.find(handle, id, seer));
    }

    /**
     * Endpoints, newest first, those behind {@code after}, or all.
     *
     * @param account only those of this account; null for all
     */
    List<Endpoint> list(@Nullable AccountId account, @Nullable EndpointPlace after, int limit) {
        return database.withHandle(handle -> {
            var own = account == null ? "" : " and e.account = :account";
            var behind = after == null ? "" : " and (e.created_at, e.endpoint_id) < (:createdAt, :id)";
            var query = handle.createQuery(EndpointRows.RECORD + own + behind
                            + " order by e.created_at desc, e.endpoint_id desc limit :limit")
                    .bind("limit", limit);
            if (account != null) {
                query.bind("account", account.value());
            }
            if (after != null) {
                query.bind("createdAt", after.createdAt()).bind("id", after.endpointId());
            }
            return query.map((row, context) -> EndpointRows.endpoint(row)).list();
        });
    }

    private EndpointOutcome once(
            KeyCaller by, String target, String asked, BiFunction<Handle, Instant, EndpointOutcome> change) {
        var now = now();
        return database.inTransaction(transaction -> {
            Supplier<EndpointOutcome> decided = () -> change.apply(transaction, now);
            return switch (FirstAnswers.once(
                    transaction, by, "webhook-endpoint", target, asked, now, decided, EndpointStore::told)) {
                case First.Decided<EndpointOutcome>(var outcome) -> outcome;
                case First.Again<EndpointOutcome>(var told) ->
                    new Answered(told.subject(), told.version(), told.answer(), true);
                case First.Reused<EndpointOutcome>() -> new EndpointOutcome.IdempotencyKeyReused();
                case First.InFlight<EndpointOutcome>() -> new EndpointOutcome.InFlight();
                case First.Sealed<EndpointOutcome>(var endpointId) -> new EndpointOutcome.Sealed(endpointId);
            };
        });
    }

    private static Optional<FirstAnswers.Told> told(EndpointOutcome outcome) {
        return outcome instanceof Answered answered
                ? Optional.of(new FirstAnswers.Told(answered.endpointId(), answered.version(), answered.answer()))
                : Optional.empty();
    }

    /** Locks the endpoint, and changes it if the caller may see it and it has the version that the caller expects. */
    private static EndpointOutcome change(
            Handle transaction, String id, KeyCaller by, Function<Endpoint, EndpointOutcome> change) {
        transaction
                .createQuery("select 1 from webhook_endpoint where endpoint_id = :id for update")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne();
        var found = EndpointRows.find(transaction, id, by.key().account());
        if (found.isEmpty()) {
            return new EndpointOutcome.NoSuchEndpoint();
        }
        var expected = by.caller().ifVersion();
        return expected == null || expected == found.get().version()
                ? change.apply(found.get())
                : new EndpointOutcome.VersionMismatch(found.get().version());
    }

    private static EndpointOutcome wish(
            Handle transaction,
            Endpoint before,
            Wish.Kind kind,
            @Nullable Long position,
            @Nullable String eventId,
            Instant now,
            Function<Endpoint, EndpointAnswer> view,
            Function<EndpointAnswer, byte[]> answer) {
        int waiting = transaction
                .createQuery("select count(*) from webhook_wish where endpoint_id = :id")
                .bind("id", before.id())
                .mapTo(Integer.class)
                .one();
        if (waiting >= MOST_WISHES) {
            return new EndpointOutcome.NotDone("as much as may wait was asked of this endpoint already");
        }
        long number = changed(transaction, before.id(), 0);
        insertWish(transaction, before.id(), new Wish(number, kind, position == null ? 0 : position, eventId, now));
        return answered(transaction, before.id(), view, answer);
    }

    private static void insertWish(Handle transaction, String id, Wish wish) {
        transaction
                .createUpdate("""
                    insert into webhook_wish (endpoint_id, number, kind, position, event_id, asked_at)
                    values (:id, :number, :kind, :position, :eventId, :now)
                    """)
                .bind("id", id)
                .bind("number", wish.number())
                .bind("kind", wish.kind().name())
                .bind("position", wish.position())
                .bind("eventId", wish.eventId())
                .bind("now", wish.askedAt())
                .execute();
    }

    private static EndpointOutcome answered(
            Handle transaction,
            String id,
            Function<Endpoint, EndpointAnswer> view,
            Function<EndpointAnswer, byte[]> answer) {
        var after = read(transaction, id);
        return new Answered(id, after.version(), answer.apply(view.apply(after)), false);
    }

    /** The number of the change. */
    private static long changed(Handle transaction, String id, int versions) {
        return transaction
                .createQuery("""
                    update webhook_endpoint set change = change + 1, version = version + :versions
                    where endpoint_id = :id returning change
                    """)
                .bind("id", id)
                .bind("versions", versions)
                .mapTo(Long.class)
                .one();
    }

    private static Endpoint read(Handle transaction, String id) {
        return EndpointRows.find(transaction, id, null).orElseThrow();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
