package sluice.event;

import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes events that are older than they are kept: from the oldest on and without leaving one, so that what is there is always one stretch of
 * positions, in pages, each in a transaction of its own; of several nodes, one at a time.
 */
final class EventRetention {

    private static final Logger log = LoggerFactory.getLogger(EventRetention.class);
    private static final long LOCK = 0x736c7569_65766e74L; // any number, the same on every node
    private static final int PAGE_ROWS = 2_000;

    private final Jdbi database;
    private final EventTable table;
    private final Duration keep;
    private final InstantSource clock;

    EventRetention(Jdbi database, EventTable table, Duration keep, InstantSource clock) {
        this.database = database;
        this.table = table;
        this.keep = keep;
        this.clock = clock;
    }

    /** Deletes what is too old now. Blocks. What fails is left to the next time. */
    void sweep() {
        try {
            long through = table.before(clock.instant().minus(keep));
            while (deletePage(through) == PAGE_ROWS) {
                // The next page.
            }
        } catch (RuntimeException failed) {
            log.debug("Old events are not deleted just now", failed);
        }
    }

    private int deletePage(long through) {
        return database.inTransaction(handle -> {
            boolean mine = handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                    .bind("lock", LOCK)
                    .mapTo(Boolean.class)
                    .one();
            return !mine
                    ? 0
                    : handle.createUpdate("""
                        delete from outgoing_event where position in (
                            select position from outgoing_event where position <= :through order by position limit :rows)
                        """)
                            .bind("through", through)
                            .bind("rows", PAGE_ROWS)
                            .execute();
        });
    }
}
