package sluice.load.capacity;

import java.sql.SQLException;
import java.util.Locale;

/**
 * What a database has done so far, by its own counters.
 *
 * @param walBytes of write-ahead log
 * @param pageImages pages that the log holds whole, as each is when it is first changed after a checkpoint
 * @param pagesRead pages that were not among its buffers
 */
record DatabaseUse(long walBytes, long pageImages, long pagesRead) {

    static DatabaseUse now(InProcess engine) throws SQLException {
        try (var database = engine.database();
                var statement = database.createStatement();
                var row = statement.executeQuery("""
                    select pg_current_wal_insert_lsn() - '0/0'::pg_lsn, wal_fpi,
                        (select sum(reads) from pg_stat_io where object = 'relation')
                    from pg_stat_wal\
                    """)) {
            row.next();
            return new DatabaseUse(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    DatabaseUse since(DatabaseUse earlier) {
        return new DatabaseUse(
                walBytes - earlier.walBytes, pageImages - earlier.pageImages, pagesRead - earlier.pagesRead);
    }

    /** What each of {@code count} took of it. */
    String per(long count) {
        return String.format(
                Locale.ROOT,
                "%,d B of log, %.3f page images, %.3f pages read",
                walBytes / count,
                (double) pageImages / count,
                (double) pagesRead / count);
    }
}
