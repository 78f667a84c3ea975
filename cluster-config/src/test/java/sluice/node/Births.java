package sluice.node;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls the SQL function {@code append_births}, which asks {@code place_births} where something stands in the way, and reads what it left behind. */
final class Births {
    private Births() {}

    /** @param expires null: never */
    record Reference(String name, @Nullable Instant expires) {}

    record Birth(UUID order, List<Reference> references) {

        static Birth of(String... references) {
            return new Birth(
                    UUID.randomUUID(),
                    Arrays.stream(references)
                            .map(name -> new Reference(name, null))
                            .toList());
        }
    }

    /** The outcome of each order. */
    static Map<UUID, String> place(Connection connection, Birth... births) throws SQLException {
        var names = new ArrayList<String>();
        var slots = new ArrayList<Short>();
        var holders = new ArrayList<UUID>();
        var prints = new ArrayList<String>();
        var expiries = new ArrayList<@Nullable Timestamp>();
        for (var birth : births) {
            for (var reference : birth.references()) {
                names.add(reference.name());
                slots.add((short) 7);
                holders.add(birth.order());
                prints.add("print of " + birth.order());
                expiries.add(reference.expires() == null ? null : Timestamp.from(reference.expires()));
            }
        }
        var orders = Arrays.stream(births).map(Birth::order).toArray(UUID[]::new);
        var payloads = Arrays.stream(births)
                .map(birth -> birth.order().toString().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        var written = Arrays.stream(births).map(birth -> 1L).toArray(Long[]::new);
        try (var call =
                connection.prepareStatement("select born, outcome from append_births(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            call.setArray(1, connection.createArrayOf("text", names.toArray()));
            call.setArray(2, connection.createArrayOf("int2", slots.toArray()));
            call.setArray(3, connection.createArrayOf("uuid", holders.toArray()));
            call.setArray(4, connection.createArrayOf("text", prints.toArray()));
            call.setArray(5, connection.createArrayOf("timestamptz", expiries.toArray()));
            call.setArray(6, connection.createArrayOf("uuid", orders));
            call.setArray(7, connection.createArrayOf("bytea", payloads));
            call.setArray(8, connection.createArrayOf("int8", written));
            call.setInt(9, 1);
            call.setString(10, "manifest");
            var outcomes = new HashMap<UUID, String>();
            Arrays.stream(births)
                    .forEach(birth -> outcomes.put(birth.order(), "placed")); // unless it is told otherwise
            try (var rows = call.executeQuery()) {
                while (rows.next()) {
                    outcomes.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
            return outcomes;
        }
    }

    /** The outcome of one order. */
    static String place(Connection connection, Birth birth) throws SQLException {
        return place(connection, new Birth[] {birth}).getOrDefault(birth.order(), "not told");
    }

    /** Event 1 by another than the order itself: what the order's actor writes when nobody knows of a birth. */
    static void abandon(Connection connection, UUID order) throws SQLException {
        var sql = """
            insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                       event_ser_id, event_ser_manifest, event_payload)
            values (?, 1, 'an actor', 1, '', 1, 'Abandoned', '')\
            """;
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, "o|" + order);
            statement.executeUpdate();
        }
    }

    /** Who holds each reference. */
    static Map<String, UUID> references(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select name, order_id from reference")) {
            var held = new HashMap<String, UUID>();
            while (rows.next()) {
                held.put(rows.getString(1), rows.getObject(2, UUID.class));
            }
            return held;
        }
    }

    /** The rows of the journal: how many, and a fingerprint of all. */
    static String journal(Connection connection) throws SQLException {
        return text(
                connection,
                "select count(*) || ' ' || coalesce(md5(string_agg(j::text, '|' order by persistence_id)), '') "
                        + "from event_journal j");
    }

    static boolean isBorn(Connection connection, UUID order) throws SQLException {
        return "1"
                .equals(text(
                        connection,
                        "select count(*) from event_journal where persistence_id = 'o|" + order
                                + "' and sequence_number = 1 and writer = '" + order + "' and event_payload = '" + order
                                + "'::bytea"));
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
