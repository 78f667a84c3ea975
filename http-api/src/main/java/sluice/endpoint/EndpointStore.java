package sluice.endpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import sluice.event.EventFilter;
import sluice.event.EventType;
import sluice.key.KeyCaller;
import sluice.key.ListPlace;
import sluice.key.Scope;
import sluice.value.AccountId;
import sluice.webhook.EndpointStatus;

/**
 * Endpoints on record, as their users see and change them. What the owner of one has to carry out (enabling, which concerns its retries) is
 * kept as a {@link Wish}. Waits for the database; what that throws is {@link org.jdbi.v3.core.JdbiException}.
 */
final class EndpointStore {

    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    private final Jdbi database;
    private final EndpointSecrets secrets;
    private final EndpointChanges changes;

    EndpointStore(Jdbi database, EndpointSecrets secrets, EndpointChanges changes) {
        this.database = database;
        this.secrets = secrets;
        this.changes = changes;
    }

    /** @param answer what is to be answered, and given again under the same idempotency key */
    EndpointOutcome create(NewEndpoint wanted, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        var lacking = lacking(wanted.events(), by);
        if (lacking.isPresent()) {
            return new EndpointOutcome.BeyondCaller(lacking.get());
        }
        return changes.create("create\n" + wanted.canonical(), by, (transaction, now) -> {
            var id = IDS.generate().toString();
            insert(transaction, id, wanted, by, now);
            var secret = secrets.renew(transaction, id, null);
            return EndpointChanges.answered(
                    transaction, id, endpoint -> EndpointAnswer.of(endpoint, secret.text()), answer);
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
        return changes.once(id, "rotate\n" + overlap, by, (transaction, before, now) -> {
            EndpointChanges.count(transaction, id, 1);
            var secret = secrets.renew(transaction, id, overlap.isZero() ? null : now.plus(overlap));
            return EndpointChanges.answered(
                    transaction, id, endpoint -> EndpointAnswer.of(endpoint, secret.text()), answer);
        });
    }

    /** Changes it; what asks for what is there already changes nothing. */
    EndpointOutcome change(String id, EndpointChange wanted, KeyCaller by) {
        return changes.make(id, by, (transaction, before, now) -> {
            if (!EndpointEdit.isNews(before, wanted)) {
                return new EndpointOutcome.Changed(before);
            }
            var events = wanted.events();
            var lacking = lacking(events == null ? before.events() : events, by);
            if (lacking.isPresent()) { // else it could have another's events sent to an address of its own
                return new EndpointOutcome.BeyondCaller(lacking.get());
            }
            long number = EndpointChanges.count(transaction, id, 1);
            EndpointEdit.write(transaction, before, wanted);
            var enabled = wanted.enabled();
            if (enabled != null && enabled != (before.status() == EndpointStatus.ENABLED)) {
                var kind = enabled ? Wish.Kind.ENABLE : Wish.Kind.DISABLE;
                WishTable.insert(transaction, id, new Wish(number, kind, 0, null, now));
            }
            return new EndpointOutcome.Changed(EndpointChanges.read(transaction, id));
        });
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
        return changes.make(id, by, (transaction, before, now) -> {
            transaction.createUpdate("""
                update webhook_endpoint set deleted_at = :now, owner = null, change = change + 1
                where endpoint_id = :id
                """).bind("id", id).bind("now", now).execute();
            transaction
                    .createUpdate("delete from webhook_secret where endpoint_id = :id")
                    .bind("id", id)
                    .execute();
            return new EndpointOutcome.Deleted(before);
        });
    }

    Optional<Endpoint> find(String id, @Nullable AccountId seer) {
        return database.withHandle(handle -> EndpointRows.find(handle, id, seer));
    }

    /**
     * Endpoints, newest first, those behind {@code after}, or all.
     *
     * @param account only those of this account; null for all
     */
    List<Endpoint> list(@Nullable AccountId account, @Nullable ListPlace after, int limit) {
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
                query.bind("createdAt", after.createdAt()).bind("id", after.id());
            }
            return query.map((row, context) -> EndpointRows.endpoint(row)).list();
        });
    }
}
