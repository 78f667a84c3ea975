package sluice.load.capacity;

import java.sql.SQLException;
import java.util.Locale;

/** What a database has written so far. */
record WalUse(long bytes, long pageImageBytes, long journalRows, long referenceRows, long snapshotRows) {

    /** After a checkpoint, the first change of every page counts with the whole page. */
    static WalUse afterCheckpoint(InProcess engine) throws SQLException {
        try (var database = engine.database();
                var statement = database.createStatement()) {
            statement.execute("checkpoint");
        }
        return now(engine);
    }

    static WalUse now(InProcess engine) throws SQLException {
        try (var database = engine.database();
                var statement = database.createStatement();
                var row = statement.executeQuery("""
                    select pg_current_wal_insert_lsn() - '0/0'::pg_lsn, coalesce(wal_fpi, 0) * 8192,
                        (select count(*) from event_journal), (select count(*) from reference), (select count(*) from snapshot)
                    from pg_stat_wal\
                    """)) {
            row.next();
            return new WalUse(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
        }
    }

    WalUse since(WalUse earlier) {
        return new WalUse(
                bytes - earlier.bytes,
                pageImageBytes - earlier.pageImageBytes,
                journalRows - earlier.journalRows,
                referenceRows - earlier.referenceRows,
                snapshotRows - earlier.snapshotRows);
    }

    String rowsPer(long orders) {
        return String.format(
                Locale.ROOT,
                "journal %.3f, reference %.3f, snapshot %.5f",
                (double) journalRows / orders,
                (double) referenceRows / orders,
                (double) snapshotRows / orders);
    }
}
