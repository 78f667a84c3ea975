package sluice.load.peers;

import java.sql.SQLException;
import java.time.Duration;

/** Asks one side for orders, and remembers in all what it was answered. */
interface Driver {

    /**
     * So many requests in flight at all times. What comes in the lead-in is not measured.
     *
     * @param concurrency how many orders may be in the database at once, where that is to be chosen
     */
    Round closed(int inFlight, int concurrency, Duration leadIn, Duration length)
            throws SQLException, InterruptedException;

    /** So many requests a second, whatever becomes of them; latencies count from when each was to be sent. */
    Round open(double perSecond, int concurrency, Duration leadIn, Duration length)
            throws SQLException, InterruptedException;

    /** What was answered so far. */
    Totals totals();
}
