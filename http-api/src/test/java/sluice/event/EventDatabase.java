package sluice.event;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/** A database with the tables of Sluice, and events in it. */
final class EventDatabase implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private EventDatabase(EmbeddedPostgres server) {
        this.server = server;
        var settings = new HikariConfig();
        settings.setDataSource(server.getPostgresDatabase());
        this.pool = new HikariDataSource(settings);
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    static EventDatabase start() {
        try {
            var server = EmbeddedPostgres.builder().start();
            Flyway.configure()
                    .dataSource(server.getPostgresDatabase())
                    .locations("classpath:sluice/migrations")
                    .load()
                    .migrate();
            return new EventDatabase(server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Jdbi jdbi() {
        return jdbi;
    }

    EventTable table() {
        return new EventTable(jdbi);
    }

    static NewEvent event(String name, EventType type, @Nullable String account, String filling) {
        var id = EventId.of(name);
        var at = Instant.parse("2026-03-01T10:00:00Z");
        var body = EventBody.of(id, type, at, 1, Map.of("filling", filling));
        return new NewEvent(id, type, "order/" + name, account, 1, at, body);
    }

    int append(List<NewEvent> events) {
        return jdbi.inTransaction(handle -> OutgoingEvents.append(handle, events));
    }

    /** Appends so many events, named by {@code name} and their number. */
    void append(String name, int count) {
        var events = new ArrayList<NewEvent>();
        for (int number = 0; number < count; number++) {
            events.add(event(name + number, EventType.ORDER_CREATED, null, ""));
        }
        append(events);
    }

    void clear() {
        jdbi.useHandle(handle -> {
            handle.execute("truncate outgoing_event");
            handle.execute("update outgoing_event_end set last = 0");
        });
    }

    @Override
    public void close() throws IOException {
        pool.close();
        server.close();
    }
}
