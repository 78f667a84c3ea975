package sluice.endpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import sluice.event.EventFilter;
import sluice.event.OutgoingEvents;
import sluice.key.Timestamps;
import sluice.webhook.DeliveryStep;
import sluice.webhook.EndpointStatus;
import sluice.webhook.RetryPage;
import sluice.webhook.SavedDelivery;
import sluice.webhook.SecretBox;

/**
 * What the owner of an endpoint reads and writes. Waits for the database; what that throws is {@link org.jdbi.v3.core.JdbiException}.
 */
final class DeliveryStore {

    private final Jdbi database;
    private final EndpointSecrets secrets;
    private final RetryTable retries;

    DeliveryStore(Jdbi database, EndpointSecrets secrets, RetryTable retries) {
        this.database = database;
        this.secrets = secrets;
        this.retries = retries;
    }

    /** An endpoint in new hands. */
    record Taken(EndpointConfig config, SavedDelivery saved, List<Wish> wishes) {}

    /** The same endpoint, read anew. */
    record Reread(EndpointConfig config, List<Wish> wishes) {}

    /**
     * Makes {@code owner} the owner of an endpoint, in the statement that reads how far it has got: what the owner of before has sent
     * off and has not arrived is refused from then on.
     *
     * @return empty if there is no such endpoint
     */
    Optional<Taken> takeOver(String id, UUID owner) {
        return database.inTransaction(transaction -> transaction
                .createQuery("""
                    update webhook_endpoint set owner = :owner where endpoint_id = :id and deleted_at is null returning *
                    """)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, context) ->
                        new Taken(config(transaction, row), saved(row), WishTable.after(transaction, id, 0)))
                .findOne());
    }

    private static SavedDelivery saved(ResultSet row) throws SQLException {
        return new SavedDelivery(
                row.getLong("flushes"),
                row.getLong("position"),
                EndpointStatus.valueOf(row.getString("status")),
                Optional.ofNullable(Timestamps.orNull(row, "failing_since")));
    }

    private EndpointConfig config(Handle handle, ResultSet row) throws SQLException {
        var id = row.getString("endpoint_id");
        List<EndpointSecrets.Held> held = List.of();
        @Nullable String unopened = null;
        try {
            held = secrets.of(handle, id);
        } catch (SecretBox.CannotOpen e) {
            unopened = "The signing secret cannot be opened with the master keys of this node.";
        }
        return new EndpointConfig(
                id,
                row.getString("url"),
                new EventFilter(EndpointRows.events(row), row.getString("account")),
                row.getInt("concurrency"),
                row.getInt("per_second"),
                row.getLong("change"),
                held,
                unopened);
    }

    /** @return empty if there is no such endpoint, or it has another owner by now */
    Optional<Reread> read(String id, UUID owner, long wishesAfter) {
        return database.inTransaction(transaction -> transaction
                .createQuery("""
                    select * from webhook_endpoint where endpoint_id = :id and owner = :owner and deleted_at is null
                    """)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, context) ->
                        new Reread(config(transaction, row), WishTable.after(transaction, id, wishesAfter)))
                .findOne());
    }

    /** As {@link DeliveryStep.ReadRetries} asks for it. */
    RetryPage retries(String id, DeliveryStep.ReadRetries asked) {
        return database.inTransaction(transaction -> retries.read(transaction, id, asked));
    }

    /**
     * Writes a flush, in one transaction.
     *
     * @param wishesThrough wishes up to this number have their effect in it, or in one before
     * @return false if the endpoint has another owner by now, or is gone; true also if it had been written before
     */
    boolean write(String id, UUID owner, DeliveryStep.Flush flush, long wishesThrough) {
        return database.inTransaction(transaction -> {
            var version = advance(transaction, id, owner, flush);
            if (version.isEmpty()) {
                return isWritten(transaction, id, owner, flush);
            }
            DeliveryLog.add(transaction, id, flush.log());
            retries.change(transaction, id, flush.retries());
            WishTable.settle(transaction, id, wishesThrough);
            flush.disabled()
                    .map(disabled -> DisabledEvent.of(transaction, id, flush.number(), disabled, version.get()))
                    .ifPresent(event -> OutgoingEvents.append(transaction, List.of(event)));
            return true;
        });
    }

    private static Optional<Long> advance(Handle transaction, String id, UUID owner, DeliveryStep.Flush flush) {
        return transaction
                .createQuery("""
                    update webhook_endpoint set flushes = :number, position = :position, status = :status,
                        failing_since = :failingSince, version = version + :versions
                    where endpoint_id = :id and owner = :owner and flushes = :number - 1 and deleted_at is null
                    returning version
                    """)
                .bind("id", id)
                .bind("owner", owner)
                .bind("number", flush.number())
                .bind("position", flush.position())
                .bind("status", flush.status().name())
                .bind("failingSince", flush.failingSince().orElse(null))
                .bind("versions", flush.disabled().isPresent() ? 1 : 0)
                .mapTo(Long.class)
                .findOne();
    }

    private static boolean isWritten(Handle transaction, String id, UUID owner, DeliveryStep.Flush flush) {
        return transaction
                .createQuery("""
                    select exists (select 1 from webhook_endpoint
                        where endpoint_id = :id and owner = :owner and flushes = :number and deleted_at is null)
                    """)
                .bind("id", id)
                .bind("owner", owner)
                .bind("number", flush.number())
                .mapTo(Boolean.class)
                .one();
    }

    /** An endpoint that wants an owner, and its last change. */
    record Wanting(String id, long change) {}

    /** All endpoints that get events, or of which something is asked. */
    List<Wanting> wanting() {
        return database.withHandle(handle -> handle.createQuery("""
            select e.endpoint_id, e.change from webhook_endpoint e
            where e.deleted_at is null and (e.status = 'ENABLED'
                or exists (select 1 from webhook_wish w where w.endpoint_id = e.endpoint_id))
            """)
                .map((row, context) -> new Wanting(row.getString("endpoint_id"), row.getLong("change")))
                .list());
    }

    /** Seals the signing secrets anew that lie under an older master key; returns how many. */
    int rewrapSecrets() {
        return database.withHandle(secrets::rewrap);
    }

    /** Takes out a page of what is not to be kept any longer; returns whether there may be more. */
    boolean sweep(Instant oldest) {
        var more = new ArrayList<Boolean>();
        database.useHandle(handle -> {
            more.add(DeliveryLog.sweep(handle, oldest));
            more.add(RetryTable.sweep(handle, oldest));
            more.add(sweepDeleted(handle));
        });
        return more.contains(true);
    }

    /** The rows of an endpoint that was deleted, then itself. */
    private static boolean sweepDeleted(Handle handle) {
        var deleted = handle.createQuery(
                        "select endpoint_id from webhook_endpoint where deleted_at is not null limit 1")
                .mapTo(String.class)
                .findOne();
        if (deleted.isEmpty()) {
            return false;
        }
        int rows = 0;
        for (var table : List.of("webhook_attempt", "webhook_retry")) {
            rows += handle.createUpdate("delete from " + table + " where ctid = any (array(select ctid from " + table
                            + " where endpoint_id = :id limit 1000))")
                    .bind("id", deleted.get())
                    .execute();
        }
        if (rows == 0) {
            handle.createUpdate("delete from webhook_endpoint where endpoint_id = :id")
                    .bind("id", deleted.get())
                    .execute();
        }
        return true;
    }

    /** How many endpoints have each status, and how many retries wait. */
    EndpointCounts counts() {
        return database.withHandle(handle -> {
            var byStatus = new LinkedHashMap<EndpointStatus, Long>();
            handle.createQuery("select status, count(*) as n from webhook_endpoint where deleted_at is null group by"
                            + " status")
                    .map((row, context) -> {
                        byStatus.put(EndpointStatus.valueOf(row.getString("status")), row.getLong("n"));
                        return true;
                    })
                    .list();
            var waiting = handle.createQuery("select count(*) from webhook_retry")
                    .mapTo(Long.class)
                    .one();
            return new EndpointCounts(byStatus, waiting);
        });
    }
}
