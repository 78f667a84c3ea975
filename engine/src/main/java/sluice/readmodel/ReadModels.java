package sluice.readmodel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.journal.JournalFormat;
import sluice.journal.TailLag;
import sluice.journal.TailModel;
import sluice.journal.TailProjection;
import sluice.journal.TailSettings;

/** Keeps the read models: each by a tail of its own, once in the cluster. How far each lags is measured on every node. */
public final class ReadModels {

    /** The models to which every row of a kind of entity means something: their pages are shorter. */
    private static final Set<String> EVERY_ROW = Set.of("orders", "stock", "daily");

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

        for (var model : all(format)) {
            boolean heavy = EVERY_ROW.contains(model.name());
            run(system, database, model, heavy ? tail.withPageSize(settings.orderPageSize()) : tail, pace, metrics);
        }
    }

    /** Every read model. */
    static List<TailModel> all(JournalFormat format) {
        return List.of(
                new OrderModel(format),
                new SkuModel(format),
                new AccountModel(format),
                new StockModel(format),
                new StockLedgerModel(format),
                new StatementModel(format),
                new DailyModel(format));
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
