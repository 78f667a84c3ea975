package sluice.journal;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the journal in commit order without a gap. Rows get their {@code ordering} when they are inserted but become visible
 * when they are committed, so whoever reads "ordering greater than my last" loses those that commit late. This reads only
 * rows whose transaction is older than every transaction still running, in the order of transactions: nothing can become
 * visible before the last row read. Both the horizon and the rows are those of one statement's snapshot.
 */
final class TailReader {

    private final Jdbi jdbi;
    private final String sql;
    private final int pageSize;

    /** @param wanted as {@link TailModel#wanted} */
    TailReader(Jdbi jdbi, int pageSize, String wanted) {
        this.jdbi = jdbi;
        this.sql = pageOf(wanted);
        this.pageSize = pageSize;
    }

    /** The last row of a page comes in any case: it tells how far the page reaches. */
    private static String pageOf(String wanted) {
        return """
            with page as materialized (
                select xact, ordering, persistence_id, sequence_number, writer, write_timestamp, event_ser_manifest, event_payload,
                       %s as wanted
                from event_journal
                where (xact, ordering) > (cast(:xact as xid8), :ordering) and xact < pg_snapshot_xmin(pg_current_snapshot())
                order by xact, ordering
                limit :limit)
            select xact::text as xact_text, ordering, persistence_id, sequence_number, writer, write_timestamp,
                   event_ser_manifest, event_payload, rows_read
            from (select *, row_number() over () as place, count(*) over () as rows_read from page) passed
            where wanted or place = rows_read
            order by xact, ordering
            """.formatted(wanted);
    }

    /**
     * The next rows after {@code from}, possibly none. Blocks.
     *
     * @throws TailIdentity.RestoredDatabase if they would come from another database than so far
     */
    TailPage read(TailOffset from) {
        return jdbi.withHandle(handle -> read(from, handle));
    }

    /** The same on a connection of the caller's, whose transaction's own rows, and all that came after it, are not read. */
    TailPage read(TailOffset from, Handle handle) {
        TailIdentity.verify(handle); // of this very session, which may be the first after a failover
        return pageAfter(from, handle);
    }

    private TailPage pageAfter(TailOffset from, Handle handle) {
        var rowsRead = new AtomicInteger();
        var rows = handle.createQuery(sql)
                .bind("xact", Long.toString(from.xact()))
                .bind("ordering", from.ordering())
                .bind("limit", pageSize)
                .map((row, context) -> {
                    rowsRead.setPlain(row.getInt("rows_read"));
                    return new TailRow(
                            new TailOffset(Long.parseLong(row.getString("xact_text")), row.getLong("ordering")),
                            row.getString("persistence_id"),
                            row.getLong("sequence_number"),
                            row.getString("writer"),
                            Instant.ofEpochMilli(row.getLong("write_timestamp")),
                            row.getString("event_ser_manifest"),
                            row.getBytes("event_payload"));
                })
                .list();
        return new TailPage(from, rows, rowsRead.getPlain() == pageSize);
    }
}
