package sluice.due;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import sluice.journal.JournalFormat;
import sluice.journal.TailLag;
import sluice.journal.TailProjection;
import sluice.journal.TailSettings;
import sluice.value.OrderId;

/** Starts on a node what keeps due times and wakes orders by them. */
public final class Due {

    private Due() {}

    /**
     * Starts the due tail (once in the cluster), the waker (on each node) and the measuring of the lag, until the system ends.
     *
     * @param wake must not block; makes the order recover, which carries out its unsettled effects
     * @return the lag of the due tail: admission closes while it is too great, since then orders would wait too long
     */
    public static TailLag start(
            ActorSystem<?> system,
            DataSource database,
            JournalFormat format,
            Consumer<OrderId> wake,
            MeterRegistry metrics) {
        var config = system.settings().config();
        var tailSettings = TailSettings.of(config);
        var settings = DueSettings.of(config);
        var model = new DueTimes(format, settings.settleAfter());
        TailProjection.run(system, database, model, tailSettings);
        system.systemActorOf(DueWaker.create(database, wake, settings), "due-waker", blocking());
        return TailLag.watch(system, database, model, tailSettings, metrics);
    }

    private static Props blocking() {
        return DispatcherSelector.blocking();
    }
}
