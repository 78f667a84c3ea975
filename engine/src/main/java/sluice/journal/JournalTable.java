package sluice.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The statements of {@link GroupCommitJournal}, each of which serves many entities. They take a connection in autocommit and block. */
final class JournalTable {

    /** What rows are told apart by. */
    record Key(String persistenceId, long sequence) {

        static Key of(JournalRow row) {
            return new Key(row.persistenceId(), row.sequence());
        }
    }

    /** A page of an entity's rows: the next from {@code from} on, {@code to} at the most. */
    record PageAsk(String persistenceId, long from, long to, int maxRows) {}

    /** The columns of most rows; the others have their defaults. */
    private static final String INSERT_PLAIN = """
        insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                   event_ser_id, event_ser_manifest, event_payload)
        select r.id, r.sequence, r.writer, r.written_at, '', r.serializer, r.manifest, r.payload
        from unnest(?, ?, ?, ?, ?, ?, ?) as r (id, sequence, writer, written_at, serializer, manifest, payload)\
        """;

    private static final String INSERT_FULL = """
        insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,
                                   event_ser_id, event_ser_manifest, event_payload,
                                   adapter_manifest, meta_ser_id, meta_ser_manifest, meta_payload)
        select r.id, r.sequence, r.writer, r.written_at, r.serializer, r.manifest, r.payload,
               r.adapter, case when r.meta is not null then r.meta_serializer end,
               case when r.meta is not null then r.meta_manifest end, r.meta
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as r (id, sequence, writer, written_at, serializer, manifest, payload,
                                                        adapter, meta_serializer, meta_manifest, meta)\
        """;

    private static final String WRITERS = """
        select r.place, j.writer
        from unnest(?, ?) with ordinality as r (id, sequence, place)
        join event_journal j on j.persistence_id = r.id and j.sequence_number = r.sequence\
        """;

    private static final String HIGHEST = """
        select (select max(j.sequence_number) from event_journal j where j.persistence_id = r.id)
        from unnest(?) with ordinality as r (id, place) order by r.place\
        """;

    /** Of each entity at least a row, and more as long as they are small; the length of a payload is known without reading it. */
    private static final String PAGES = """
        select r.place, j.* from unnest(?, ?, ?, ?) with ordinality as r (id, low, high, most, place)
        cross join lateral (
            select * from (
                select persistence_id, sequence_number, deleted, writer, write_timestamp, adapter_manifest,
                       event_ser_id, event_ser_manifest, event_payload, meta_ser_id, meta_ser_manifest, meta_payload,
                       sum(octet_length(event_payload)) over (order by sequence_number) - octet_length(event_payload) as before
                from event_journal
                where persistence_id = r.id and sequence_number between r.low and r.high
                order by sequence_number limit r.most) page
            where page.before <= ? order by page.sequence_number) j
        order by r.place, j.sequence_number\
        """;

    private static final String MARK_DELETED =
            "update event_journal set deleted = true where persistence_id = ? and sequence_number <= ? and not deleted";

    private JournalTable() {}

    /** Inserts all of {@code rows}, or none. */
    static void insert(Connection connection, List<JournalRow> rows) throws SQLException {
        boolean plain = true;
        for (var row : rows) {
            plain &= row.metadata() == null && row.adapterManifest().isEmpty();
        }
        int count = rows.size();
        var ids = new String[count];
        var writers = new String[count];
        var serializers = new Integer[count];
        var manifests = new String[count];
        var payloads = new byte[count][];
        for (int i = 0; i < count; i++) {
            var row = rows.get(i);
            ids[i] = row.persistenceId();
            writers[i] = row.writer();
            serializers[i] = row.event().serializer();
            manifests[i] = row.event().manifest();
            payloads[i] = row.event().bytes();
        }
        try (var statement = connection.prepareStatement(plain ? INSERT_PLAIN : INSERT_FULL)) {
            statement.setArray(1, connection.createArrayOf("text", ids));
            statement.setArray(2, connection.createArrayOf("int8", longs(rows, JournalRow::sequence)));
            statement.setArray(3, connection.createArrayOf("text", writers));
            statement.setArray(4, connection.createArrayOf("int8", longs(rows, JournalRow::writtenAtMillis)));
            statement.setArray(5, connection.createArrayOf("int4", serializers));
            statement.setArray(6, connection.createArrayOf("text", manifests));
            statement.setArray(7, connection.createArrayOf("bytea", payloads));
            if (!plain) {
                var adapters = new String[count];
                var metaSerializers = new Integer[count];
                var metaManifests = new String[count];
                var metadata = new byte[count] @Nullable [];
                for (int i = 0; i < count; i++) {
                    adapters[i] = rows.get(i).adapterManifest();
                    var meta = rows.get(i).metadata();
                    metaSerializers[i] = meta == null ? 0 : meta.serializer();
                    metaManifests[i] = meta == null ? "" : meta.manifest();
                    metadata[i] = meta == null ? null : meta.bytes();
                }
                statement.setArray(8, connection.createArrayOf("text", adapters));
                statement.setArray(9, connection.createArrayOf("int4", metaSerializers));
                statement.setArray(10, connection.createArrayOf("text", metaManifests));
                statement.setArray(11, connection.createArrayOf("bytea", metadata));
            }
            statement.executeUpdate();
        }
    }

    private static <T> Long[] longs(List<T> of, ToLongFunction<T> number) {
        return of.stream().map(number::applyAsLong).toArray(Long[]::new);
    }

    /** Who wrote those of {@code rows} whose keys are taken. */
    static Map<Key, String> writers(Connection connection, List<JournalRow> rows) throws SQLException {
        try (var statement = connection.prepareStatement(WRITERS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", rows.stream().map(JournalRow::persistenceId).toArray(String[]::new)));
            statement.setArray(2, connection.createArrayOf("int8", longs(rows, JournalRow::sequence)));
            var found = new HashMap<Key, String>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    found.put(Key.of(rows.get(result.getInt(1) - 1)), result.getString(2));
                }
            }
            return found;
        }
    }

    /** The highest sequence numbers of the entities, 0 where there is none, in the order asked. */
    static List<Long> highest(Connection connection, List<String> persistenceIds) throws SQLException {
        try (var statement = connection.prepareStatement(HIGHEST)) {
            statement.setArray(1, connection.createArrayOf("text", persistenceIds.toArray(String[]::new)));
            var found = new ArrayList<Long>(persistenceIds.size());
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(result.getLong(1));
                }
            }
            return found;
        }
    }

    /**
     * The pages asked for, each in the order of its sequence.
     *
     * @param maxBytes of payloads in a page, but for its last row
     */
    static List<List<JournalRow>> pages(Connection connection, List<PageAsk> asks, int maxBytes) throws SQLException {
        try (var statement = connection.prepareStatement(PAGES)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", asks.stream().map(PageAsk::persistenceId).toArray(String[]::new)));
            statement.setArray(2, connection.createArrayOf("int8", longs(asks, PageAsk::from)));
            statement.setArray(3, connection.createArrayOf("int8", longs(asks, PageAsk::to)));
            statement.setArray(4, connection.createArrayOf("int8", longs(asks, PageAsk::maxRows)));
            statement.setInt(5, maxBytes);
            var pages = new ArrayList<List<JournalRow>>(asks.size());
            asks.forEach(ask -> pages.add(new ArrayList<>()));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    pages.get(result.getInt(1) - 1).add(row(result));
                }
            }
            return pages;
        }
    }

    private static JournalRow row(ResultSet result) throws SQLException {
        var meta = result.getBytes(13);
        return new JournalRow(
                result.getString(2),
                result.getLong(3),
                result.getBoolean(4),
                result.getString(5),
                result.getLong(6),
                result.getString(7),
                new JournalRow.Payload(result.getInt(8), result.getString(9), result.getBytes(10)),
                meta == null ? null : new JournalRow.Payload(result.getInt(11), result.getString(12), meta));
    }

    /** Hides the rows of an entity up to {@code to} from replays; nothing is removed. */
    static void markDeleted(Connection connection, String persistenceId, long to) throws SQLException {
        try (var statement = connection.prepareStatement(MARK_DELETED)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, to);
            statement.executeUpdate();
        }
    }
}
