package sluice.load.capacity;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Fills a journal with orders that were placed before: copies of one order that the engine itself has just placed, each with an id of
 * its own (of version 7, in the order of time, over the last thirty days) and a reference that is in force. Each order has the
 * three rows of one that has no others beside it: its birth, a claim and a pledge, which belong to SKUs and accounts that nobody
 * asks for any more, and bear ids of orders of their own. The tail does not meet them: they bear transactions that it has read past.
 */
final class JournalFilling {

    /** Rows of the journal that an order of one line with credit makes when it is alone. */
    static final int ROWS_AN_ORDER = 3;

    private static final int ORDERS_AT_ONCE = 100_000;

    private JournalFilling() {}

    /**
     * Adds the rows of {@code orders} orders and leaves the database as if they had been there for long.
     *
     * @param sku whose newest row is copied as what each claim wrote, {@code account} as what each pledge wrote
     */
    static void fill(Connection database, long orders, String sku, String account) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("set statement_timeout = 0");
            statement.execute(FUNCTIONS);
            statement.execute(birth(database));
            statement.execute(newest("claim", "s|" + sku));
            statement.execute(newest("pledge", "a|" + account));
            for (long from = 0; from < orders; from += ORDERS_AT_ONCE) {
                long to = Math.min(orders, from + ORDERS_AT_ONCE) - 1;
                statement.execute(births(orders, from, to));
                statement.execute(entityRows("claim", "s|before-", from, to));
                statement.execute(entityRows("pledge", "a|before-", from, to));
            }
            statement.execute("drop function pg_temp.time_ordered_id(bigint, bigint)");
            statement.execute("vacuum (analyze) event_journal");
            statement.execute("vacuum (analyze) reference");
            statement.execute("checkpoint");
        }
    }

    /** Keeps the newest birth that has a reference, with the place of its id in its payload. */
    private static String birth(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery("""
                    select r.order_id, j.event_payload from reference r
                    join event_journal j on j.persistence_id = 'o|' || r.order_id and j.sequence_number = 1
                    order by j.ordering desc limit 1\
                    """)) {
            row.next();
            var order = row.getObject(1, UUID.class).toString().replace("-", "");
            var payload = HexFormat.of().formatHex(row.getBytes(2));
            int at = payload.indexOf(order);
            if (at < 0 || at % 2 != 0) {
                throw new IllegalStateException("the payload of a birth does not hold its order's id");
            }
            return """
                create temp table birth as
                select j.*, r.fingerprint, r.name, %d as id_at from reference r
                join event_journal j on j.persistence_id = 'o|' || r.order_id and j.sequence_number = 1
                where r.order_id = '%s'::uuid\
                """.formatted(at / 2 + 1, order);
        }
    }

    private static String newest(String name, String persistenceId) {
        return """
            create temp table %s as
            select j.*, position(uuid_send(substr(b.persistence_id, 3)::uuid) in j.event_payload) as id_at
            from event_journal j, birth b where j.persistence_id = '%s' order by j.sequence_number desc limit 1\
            """.formatted(name, persistenceId);
    }

    private static final String FUNCTIONS = """
        create function pg_temp.time_ordered_id(millis bigint, number bigint) returns uuid language sql volatile as $$
            select (lpad(to_hex(millis), 12, '0') || '7' || substr(md5(number::text || random()), 1, 3)
                || '8' || substr(md5(random()::text), 1, 15))::uuid
        $$\
        """;

    /** Makes the births from number {@code first} to number {@code last} of {@code all}, and their references. */
    private static String births(long all, long first, long last) {
        return """
            with life as (
                select extract(epoch from now())::bigint * 1000 as now_millis, 30::bigint * 86400 * 1000 as span_millis,
                       (select min(xact::text::bigint) from event_journal) as first_xact),
            births as materialized (
                select i, id, placed_at from life, generate_series(%2$d::bigint, %3$d) i,
                lateral (select now_millis - span_millis + (span_millis * (i::double precision / %1$d))::bigint as placed_at) t,
                lateral (select pg_temp.time_ordered_id(placed_at, i) as id) b),
            named as (
                insert into reference (name, slot, order_id, fingerprint, expires_at)
                select left(s.name, 2) || substr(translate(encode(sha256(b.id::text::bytea), 'base64'), '+/=', '-_'), 1, length(s.name) - 2),
                       ('x' || substr(b.id::text, 16, 3))::bit(12)::int / 4, b.id, s.fingerprint,
                       now() + interval '2 hours' + random() * interval '46 hours'
                from births b, birth s)
            insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                       event_ser_id, event_ser_manifest, event_payload, xact)
            select 'o|' || b.id, 1, b.id::text, b.placed_at, s.adapter_manifest, s.event_ser_id, s.event_ser_manifest,
                   overlay(s.event_payload placing uuid_send(b.id) from s.id_at),
                   ((first_xact - 1)::text)::xid8
            from births b, birth s, life
            order by b.id\
            """.formatted(all, first, last);
    }

    /** Makes as many rows of entities as there are orders from {@code first} to {@code last}, as copies of a row. */
    private static String entityRows(String model, String prefix, long first, long last) {
        return """
            insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                       event_ser_id, event_ser_manifest, event_payload, xact)
            select '%2$s' || i %% %1$d, i / %1$d + 1, s.writer, s.write_timestamp - 3600000, s.adapter_manifest, s.event_ser_id,
                   s.event_ser_manifest,
                   case when s.id_at > 0
                        then overlay(s.event_payload placing uuid_send(pg_temp.time_ordered_id(s.write_timestamp + i, i)) from s.id_at)
                        else s.event_payload end,
                   (select ((min(xact::text::bigint) - 1)::text)::xid8 from event_journal)
            from generate_series(%3$d::bigint, %4$d) i, %5$s s
            order by i %% %1$d, i\
            """.formatted(ENTITIES, prefix, first, last, model);
    }

    private static final int ENTITIES = 10_000;
}
