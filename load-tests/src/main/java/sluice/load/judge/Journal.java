package sluice.load.judge;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;

/** The books in PostgreSQL, shown to a judge in one snapshot of the database. */
public final class Journal {

    private static final int ROWS_AT_ONCE = 2_000;

    private final String url;

    /** @param url of JDBC, user and password included where they are needed */
    public Journal(String url) {
        this.url = url;
    }

    /** Shows every row and then every reference, as they stand at one moment. */
    public void show(Judge judge) throws SQLException {
        try (var connection = DriverManager.getConnection(url)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false); // without which the driver reads all rows into memory at once
            rows(connection, judge::row);
            references(connection, judge::reference);
            connection.rollback();
        }
    }

    /** Shows every row, those of an entity one after the other and in order; the connection must not be in autocommit. */
    static void rows(Connection connection, Consumer<JournalRow> reader) throws SQLException {
        var sql = "select persistence_id, sequence_number, writer, event_ser_manifest, event_payload from event_journal"
                + " order by persistence_id, sequence_number";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.accept(new JournalRow(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getString(3),
                            rows.getString(4),
                            ByteBuffer.wrap(rows.getBytes(5))));
                }
            }
        }
    }

    private static void references(Connection connection, Consumer<ReferenceRow> reader) throws SQLException {
        try (var statement = connection.prepareStatement("select name, order_id from reference")) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.accept(new ReferenceRow(rows.getString(1), rows.getObject(2, UUID.class)));
                }
            }
        }
    }
}
