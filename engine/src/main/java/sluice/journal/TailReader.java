package sluice.journal;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the journal in commit order without a gap. Rows get their {@code ordering} when they are inserted but become visible
 * when they are committed, so whoever reads "ordering greater than my last" loses those that commit late. This reads only
 * rows whose transaction is older than every transaction still running, in the order of transactions: nothing can become
 * visible before the last row read. Both the horizon and the rows are those of one statement's snapshot.
 */
final class TailReader {

    private static final String SQL = """
        select xact::text as xact_text, ordering, persistence_id, sequence_number, writer, write_timestamp,
               event_ser_manifest, event_payload
        from event_journal
        where (xact, ordering) > (cast(:xact as xid8), :ordering) and xact < pg_snapshot_xmin(pg_current_snapshot())
        order by xact, ordering
        limit :limit
        """;

    private final Jdbi jdbi;
    private final int pageSize;

    TailReader(Jdbi jdbi, int pageSize) {
        this.jdbi = jdbi;
        this.pageSize = pageSize;
    }

    /**
     * The next rows after {@code from}, possibly none. Blocks.
     *
     * @throws TailIdentity.RestoredDatabase if they would come from another database than so far
     */
    TailPage read(TailOffset from) {
        return jdbi.withHandle(handle -> {
            TailIdentity.verify(handle); // of this very session, which may be the first after a failover
            return new TailPage(from, rowsAfter(from, handle));
        });
    }

    boolean isFull(TailPage page) {
        return page.rows().size() == pageSize;
    }

    private List<TailRow> rowsAfter(TailOffset from, Handle handle) {
        return handle.createQuery(SQL)
                .bind("xact", Long.toString(from.xact()))
                .bind("ordering", from.ordering())
                .bind("limit", pageSize)
                .map((row, context) -> new TailRow(
                        new TailOffset(Long.parseLong(row.getString("xact_text")), row.getLong("ordering")),
                        row.getString("persistence_id"),
                        row.getLong("sequence_number"),
                        row.getString("writer"),
                        Instant.ofEpochMilli(row.getLong("write_timestamp")),
                        row.getString("event_ser_manifest"),
                        row.getBytes("event_payload")))
                .list();
    }
}
