package sluice.readmodel;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import sluice.journal.TailPace;

/**
 * Lets a tail work all the time while the journal is quiet, and a small share of the time while it is being written fast: after a
 * page that took t it then rests for a multiple of t. So read models lag under load, and cost placements little; they never stand
 * still, since the rest is bounded, and catch up when the load ends.
 */
final class DutyCycle implements TailPace {

    private final DoubleSupplier rowsPerSecond;
    private final int busyAboveRowsPerSecond;
    private final int busyRest;
    private final Duration maxRest;

    /** @param rowsPerSecond how fast the journal grows */
    DutyCycle(DoubleSupplier rowsPerSecond, ReadModelSettings settings) {
        this(rowsPerSecond, settings.busyAboveRowsPerSecond(), settings.busyRest(), settings.maxRest());
    }

    /**
     * @param rowsPerSecond how fast the journal grows
     * @param busyAboveRowsPerSecond the growth beyond which there is a rest
     * @param busyRest how many times as long as the page took
     */
    DutyCycle(DoubleSupplier rowsPerSecond, int busyAboveRowsPerSecond, int busyRest, Duration maxRest) {
        this.rowsPerSecond = rowsPerSecond;
        this.busyAboveRowsPerSecond = busyAboveRowsPerSecond;
        this.busyRest = busyRest;
        this.maxRest = maxRest;
    }

    @Override
    public Duration pauseAfter(Duration work) {
        if (rowsPerSecond.getAsDouble() <= busyAboveRowsPerSecond) {
            return Duration.ZERO;
        }
        var rest = work.multipliedBy(busyRest);
        return rest.compareTo(maxRest) < 0 ? rest : maxRest;
    }
}
