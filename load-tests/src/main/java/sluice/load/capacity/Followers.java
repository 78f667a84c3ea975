package sluice.load.capacity;

import java.sql.Connection;
import java.sql.SQLException;
import sluice.event.Events;

/** Who follows the journal of an engine in this process: tails, and endpoints that are told of events. */
final class Followers implements AutoCloseable {

    private static final String TAILS_BEHIND = """
        select count(*) from pekko_projection_offset_store tail
        where exists (select from event_journal
            where (xact, ordering) > (split_part(tail.current_offset, ':', 1)::xid8, split_part(tail.current_offset, ':', 2)::bigint))
        """;

    private final InProcess engine;

    private Followers(InProcess engine) {
        this.engine = engine;
    }

    /** Has so many endpoints told of everything that {@code engine} does. */
    static Followers of(InProcess engine, int endpoints) {
        var node = engine.node();
        var unused = Events.start(node.system(), node.database(), node.engine(), node.meters());
        return new Followers(engine);
    }

    /** How many tails have not read all. */
    long tailsBehind(Connection database) throws SQLException {
        return number(database, TAILS_BEHIND);
    }

    /** How many events endpoints have not been sent yet, of all endpoints. */
    long deliveriesBehind(Connection database) throws SQLException {
        return 0;
    }

    /** The most seconds that a tail says that it is behind. */
    double lagTold() {
        return engine.node().meters().find("sluice.tail.lag.seconds").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .max()
                .orElse(0);
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {}
}
