package sluice.readmodel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.journal.JournalFormat;
import sluice.journal.TailLag;
import sluice.journal.TailModel;
import sluice.journal.TailProjection;
import sluice.journal.TailSettings;

/** Keeps the read models: each by a tail of its own, once in the cluster. How far each lags is measured on every node. */
public final class ReadModels {

    private ReadModels() {}

    /** Keeps every read model, if settings want any, from now on until the system ends. Their lag is a metric and closes nothing. */
    public static void start(ActorSystem<?> system, DataSource database, MeterRegistry metrics) {
        var config = system.settings().config();
        var settings = ReadModelSettings.of(config);
        if (!settings.kept()) {
            return;
        }
        var tail = TailSettings.of(config);
        var growth = JournalGrowth.watch(system, database, settings.sampleInterval());
        var pace = new DutyCycle(growth::rowsPerSecond, settings);
        var format = new JournalFormat();

        run(system, database, new OrderModel(format), tail.withPageSize(settings.orderPageSize()), pace, metrics);
        for (var model : List.of(new SkuModel(format), new AccountModel(format))) {
            run(system, database, model, tail, pace, metrics);
        }
    }

    private static void run(
            ActorSystem<?> system,
            DataSource database,
            TailModel model,
            TailSettings settings,
            DutyCycle pace,
            MeterRegistry metrics) {
        TailProjection.run(system, database, model, settings, pace);
        TailLag.watch(system, database, model, settings, metrics);
    }
}
