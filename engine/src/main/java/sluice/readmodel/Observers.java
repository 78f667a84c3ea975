package sluice.readmodel;

import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.Observing;
import sluice.journal.TailLag;
import sluice.journal.TailModel;
import sluice.journal.TailProjection;
import sluice.journal.TailSettings;

/** Keeps models that are not the engine's own: each by a tail of its own, once in the cluster, its lag measured on every node. */
public final class Observers {

    private final ActorSystem<?> system;
    private final DataSource database;
    private final MeterRegistry metrics;

    public Observers(ActorSystem<?> system, DataSource database, MeterRegistry metrics) {
        this.system = system;
        this.database = database;
        this.metrics = metrics;
    }

    /** Keeps {@code model} from now on until the system ends. Its lag is a metric and closes nothing. */
    public void add(TailModel model, Observing how) {
        var config = system.settings().config();
        var settings = TailSettings.of(config).withPageSize(how.pageSize()).withPollInterval(how.pollInterval());
        var growth = JournalGrowth.watch(
                system, database, ReadModelSettings.of(config).sampleInterval());
        var pace = new DutyCycle(growth::rowsPerSecond, how.busyAboveRowsPerSecond(), how.busyRest(), how.maxRest());
        TailProjection.run(system, database, model, settings, pace);
        TailLag.watch(system, database, model, settings, metrics);
    }
}
