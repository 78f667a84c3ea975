package sluice.journal;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A PostgreSQL with the tables of Sluice, and the writing of journal rows by hand. */
public final class ScratchJournal implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    private ScratchJournal(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static ScratchJournal start() {
        try {
            var postgres = EmbeddedPostgres.builder().start();
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:sluice/migrations")
                    .load()
                    .migrate();
            return new ScratchJournal(postgres);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    /** Empties the journal and everything that was read from it. */
    public void clear() {
        await().ignoreExceptions()
                .until(
                        () -> { // a tail that was stopped may still be in a transaction
                            execute("truncate event_journal, pekko_projection_offset_store, due_time, order_list,"
                                    + " order_list_sku, sku_list, account_list, stock_total, stock_level, stock_claim,"
                                    + " stock_ledger, stock_ledger_end, account_entry, account_entry_end, daily_figure"
                                    + " cascade");
                            return true;
                        });
    }

    /** A connection with a transaction open. */
    public Connection transaction() throws SQLException {
        var connection = dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Appends a row without events. */
    public void append(String persistenceId, long sequence) {
        append(persistenceId, sequence, "", new byte[0]);
    }

    public void append(String persistenceId, long sequence, String manifest, byte[] payload) {
        try (var connection = dataSource().getConnection()) {
            append(connection, persistenceId, sequence, "w", manifest, payload);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static void append(Connection connection, String persistenceId, long sequence) throws SQLException {
        append(connection, persistenceId, sequence, "w");
    }

    static void append(Connection connection, String persistenceId, long sequence, String writer) throws SQLException {
        append(connection, persistenceId, sequence, writer, "", new byte[0]);
    }

    private static void append(
            Connection connection, String persistenceId, long sequence, String writer, String manifest, byte[] payload)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
            insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                       event_ser_id, event_ser_manifest, event_payload)
            values (?, ?, ?, ?, '', 1, ?, ?)
            """)) {
            insert.setString(1, persistenceId);
            insert.setLong(2, sequence);
            insert.setString(3, writer);
            insert.setLong(4, Instant.now().toEpochMilli());
            insert.setString(5, manifest);
            insert.setBytes(6, payload);
            insert.executeUpdate();
        }
    }

    public void execute(String sql) {
        try (var connection = dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The first column of the only row that {@code sql} gives, or "none". */
    public String ask(String sql) {
        try (var connection = dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "none";
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
