package sluice.event;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Reads the events of a database and tells of new ones, without a node around it. */
public record EventParts(EventReader reader, EventSignal signal) implements AutoCloseable {

    /** @param database with the plugin for PostgreSQL */
    public static EventParts of(Jdbi database, MeterRegistry meters) {
        var table = new EventTable(database);
        var reader = new EventReader(table, new RecentEvents(64, 1 << 20), 2, meters);
        var signal = new EventSignal(table, Duration.ofMillis(10), reader::load);
        signal.start();
        return new EventParts(reader, signal);
    }

    @Override
    public void close() {
        signal.close();
        reader.close();
    }
}
