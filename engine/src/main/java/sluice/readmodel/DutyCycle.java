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
    private final ReadModelSettings settings;

    /** @param rowsPerSecond how fast the journal grows */
    DutyCycle(DoubleSupplier rowsPerSecond, ReadModelSettings settings) {
        this.rowsPerSecond = rowsPerSecond;
        this.settings = settings;
    }

    @Override
    public Duration pauseAfter(Duration work) {
        if (rowsPerSecond.getAsDouble() <= settings.busyAboveRowsPerSecond()) {
            return Duration.ZERO;
        }
        var rest = work.multipliedBy(settings.busyRest());
        return rest.compareTo(settings.maxRest()) < 0 ? rest : settings.maxRest();
    }
}
