package sluice.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.order.OrderEvent;
import sluice.order.OrderHistory;
import sluice.value.OrderId;
import sluice.value.Slot;

/** The engine's own statements on the journal's tables; each is one round trip and one transaction. Blocks. */
public final class JournalDatabase {

    /** Row 1 of an order, as it is stored: one that cannot be decoded is the trouble of that order alone. */
    @SuppressWarnings("ArrayRecordComponent") // carried from a reading to its decoding, never compared
    public record FirstRow(OrderId order, String manifest, byte[] payload) {}

    /** Event 1 of an order. */
    public record FirstEvent(OrderId order, Batch<OrderEvent> row) {

        public OrderEvent event() {
            return row.entries().getFirst().events().getFirst();
        }
    }

    /** A reference and the birth of the order that it names. */
    public record NamedOrder(String reference, String fingerprint, FirstRow birth) {}

    private static final int RECENT_ROWS = 500_000; // bounds what a start reads, also after a flood

    private final DataSource database;
    private final JournalFormat format = new JournalFormat();

    public JournalDatabase(DataSource database) {
        this.database = database;
    }

    /** Appends births and their references; the outcomes are in the order of {@code births}. */
    public List<Birth.Outcome> append(List<Birth> births) throws SQLException {
        var names = new ArrayList<String>();
        var slots = new ArrayList<Short>();
        var owners = new ArrayList<UUID>();
        var prints = new ArrayList<String>();
        var expiries = new ArrayList<@Nullable Timestamp>();
        for (var birth : births) {
            for (var reference : birth.references()) {
                names.add(reference.name());
                slots.add((short) Slot.of(reference.name()).number());
                owners.add(birth.order().value());
                prints.add(reference.fingerprint());
                expiries.add(reference.expiresAt() == null ? null : Timestamp.from(reference.expiresAt()));
            }
        }
        var orders = births.stream().map(birth -> birth.order().value()).toArray(UUID[]::new);
        var payloads = births.stream().map(Birth::payload).toArray(byte[][]::new);
        var times =
                births.stream().map(birth -> birth.recordedAt().toEpochMilli()).toArray(Long[]::new);
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("select * from append_births(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.setArray(2, connection.createArrayOf("int2", slots.toArray()));
            statement.setArray(3, connection.createArrayOf("uuid", owners.toArray()));
            statement.setArray(4, connection.createArrayOf("text", prints.toArray()));
            statement.setArray(5, connection.createArrayOf("timestamptz", expiries.toArray()));
            statement.setArray(6, connection.createArrayOf("uuid", orders));
            statement.setArray(7, connection.createArrayOf("bytea", payloads));
            statement.setArray(8, connection.createArrayOf("int8", times));
            statement.setInt(9, JournalSerializer.IDENTIFIER);
            statement.setString(10, format.manifest(EntityKind.ORDER));
            var outcomes = new HashMap<UUID, Birth.Outcome>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    outcomes.put(
                            rows.getObject(1, UUID.class),
                            Birth.Outcome.valueOf(rows.getString(2).toUpperCase(Locale.ROOT)));
                }
            }
            return births.stream()
                    .map(birth -> outcomes.getOrDefault(birth.order().value(), Birth.Outcome.PLACED))
                    .toList();
        }
    }

    /**
     * The birth of {@code order} as it is to be stored.
     *
     * @param row one entry with one event, {@link OrderEvent.Placed}
     * @throws UncheckedIOException if there is no way to write what is in it, such as half a character
     */
    public Birth birth(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row) {
        try {
            return new Birth(order, references, row.at(), format.write(row));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Row 1 of those of {@code orders} that have one. */
    public List<FirstRow> firstRows(Collection<OrderId> orders) throws SQLException {
        var ids = orders.stream()
                .map(order -> EntityKind.ORDER.persistenceId(order.toString()))
                .toArray();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    select persistence_id, event_ser_manifest, event_payload from event_journal
                    where persistence_id = any (?) and sequence_number = 1\
                    """)) {
            statement.setArray(1, connection.createArrayOf("varchar", ids));
            var found = new ArrayList<FirstRow>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new FirstRow(orderOf(rows.getString(1)), rows.getString(2), rows.getBytes(3)));
                }
            }
            return found;
        }
    }

    /** The orders that those of {@code references} name which are in force. */
    public List<NamedOrder> named(Collection<String> references) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    select r.name, r.fingerprint, j.persistence_id, j.event_ser_manifest, j.event_payload
                    from reference r join event_journal j on j.persistence_id = 'o|' || r.order_id and j.sequence_number = 1
                    where r.name = any (?) and (r.expires_at is null or r.expires_at > now())\
                    """)) {
            statement.setArray(1, connection.createArrayOf("text", references.toArray()));
            var found = new ArrayList<NamedOrder>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var birth = new FirstRow(orderOf(rows.getString(3)), rows.getString(4), rows.getBytes(5));
                    found.add(new NamedOrder(rows.getString(1), rows.getString(2), birth));
                }
            }
            return found;
        }
    }

    /**
     * What {@code row} holds.
     *
     * @throws UncheckedIOException if it cannot be decoded
     */
    public FirstEvent decode(FirstRow row) {
        return new FirstEvent(row.order(), read(row.manifest(), row.payload()));
    }

    private static OrderId orderOf(String persistenceId) {
        return new OrderId(UUID.fromString(EntityKind.ORDER.idIn(persistenceId)));
    }

    private Batch<OrderEvent> read(String manifest, byte[] payload) {
        try {
            return format.readOrderBatch(manifest, payload);
        } catch (IOException undecodable) {
            throw new UncheckedIOException(undecodable);
        }
    }

    /** Every event of an order, oldest first. */
    public List<OrderHistory> history(OrderId order) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    select sequence_number, event_ser_manifest, event_payload from event_journal
                    where persistence_id = ? order by sequence_number\
                    """)) {
            statement.setString(1, EntityKind.ORDER.persistenceId(order.toString()));
            var events = new ArrayList<OrderHistory>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    long sequence = rows.getLong(1);
                    var batch = read(rows.getString(2), rows.getBytes(3));
                    for (var entry : batch.entries()) {
                        entry.events()
                                .forEach(event ->
                                        events.add(new OrderHistory(sequence, batch.at(), entry.origin(), event)));
                    }
                }
            }
            return events;
        }
    }

    /** Stock and accounts with a row in the last {@code span} before the journal's newest row, by kind. */
    public Map<EntityKind, List<String>> recentlyWritten(Duration span) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    with newest as (select write_timestamp from event_journal order by xact desc, ordering desc limit 1)
                    select distinct persistence_id from (
                        select persistence_id, write_timestamp from event_journal order by xact desc, ordering desc limit ?) recent
                    where write_timestamp > (select write_timestamp from newest) - ? and persistence_id !~ '^o'\
                    """)) {
            statement.setInt(1, RECENT_ROWS);
            statement.setLong(2, span.toMillis());
            var found = new EnumMap<EntityKind, List<String>>(EntityKind.class);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var kind = EntityKind.ofPersistenceId(rows.getString(1));
                    found.computeIfAbsent(kind, none -> new ArrayList<>()).add(kind.idIn(rows.getString(1)));
                }
            }
            return found;
        }
    }

    /** Deletes references that have been out of force for an hour, at most {@code limit} of them. */
    public void deleteExpiredReferences(int limit) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    delete from reference where name in (
                        select name from reference where expires_at < now() - interval '1 hour' limit ?)\
                    """)) {
            statement.setInt(1, limit);
            statement.executeUpdate();
        }
    }

    /** Deletes the snapshots of an entity that are older than the one at {@code newestSequence}. */
    public void deleteSnapshotsBefore(String persistenceId, long newestSequence) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "delete from snapshot where persistence_id = ? and sequence_number < ?")) {
            statement.setString(1, persistenceId);
            statement.setLong(2, newestSequence);
            statement.executeUpdate();
        }
    }

    /**
     * Waits until every transaction that is running now has ended, or {@code deadline}: a statement that a killed node left
     * behind may still commit, and nothing may be decided from a reading before it has. The deadline must lie past the server's
     * statement timeout; what runs longer is not ours.
     */
    public void awaitRunningTransactions(Instant deadline) throws SQLException {
        try (var connection = database.getConnection()) {
            long horizon = snapshotBound(connection, "pg_snapshot_xmax");
            while (snapshotBound(connection, "pg_snapshot_xmin") < horizon
                    && Instant.now().isBefore(deadline)) {
                try (var statement = connection.createStatement()) {
                    statement.execute("select pg_sleep(0.02)");
                }
            }
        }
    }

    private static long snapshotBound(Connection connection, String function) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select " + function + "(pg_current_snapshot())::text::bigint")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
