package sluice.load.peers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.ProcessCpu;

/** Looks at one side's PostgreSQL from outside: what it did, and with which settings. */
final class DatabaseProbe implements AutoCloseable {

    private static final List<String> SETTINGS = List.of(
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_compression",
            "shared_buffers",
            "max_wal_size",
            "checkpoint_timeout",
            "max_connections");

    private final Connection connection;
    private final ProcessHandle main;

    private DatabaseProbe(Connection connection, ProcessHandle main) {
        this.connection = connection;
        this.main = main;
    }

    static DatabaseProbe of(Path dataDirectory) throws SQLException {
        var postgres = new EmbeddedPostgres(dataDirectory);
        var main = postgres.process().orElseThrow(() -> new IllegalStateException("no database runs there"));
        return new DatabaseProbe(DriverManager.getConnection(postgres.url()), main);
    }

    /** Gets what is dirty out of the way, so that nobody pays for what was written before. */
    void checkpoint() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /** How much was written to the write-ahead log since the database was made. */
    long walBytes() throws SQLException {
        return number("select (pg_current_wal_lsn() - '0/0')::bigint");
    }

    /** CPU time of the server and all its processes since it started. */
    Duration cpu() {
        return ProcessCpu.ofTree(main);
    }

    long number(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Its version and the settings that decide what a commit means and costs. */
    Map<String, String> settings() throws SQLException {
        var settings = new LinkedHashMap<String, String>();
        settings.put("version", text("show server_version"));
        for (var name : SETTINGS) {
            settings.put(name, text("show " + name));
        }
        return settings;
    }

    private String text(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException closedAlready) {
            return;
        }
    }
}
