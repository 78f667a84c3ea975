package sluice.event;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import sluice.Engine;
import sluice.journal.JournalFormat;

/** One node's part of the outgoing events. */
public final class Events {

    private final EventReader reader;
    private final EventSignal signal;

    private Events(EventReader reader, EventSignal signal) {
        this.reader = reader;
        this.signal = signal;
    }

    /** Makes events of what {@code engine} does and keeps them, with the settings that {@code system} was given, until it stops. */
    public static Events start(ActorSystem<?> system, DataSource database, Engine engine, MeterRegistry meters) {
        var settings = EventSettings.of(system.settings().config());
        var jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        var table = new EventTable(jdbi);
        var reader = new EventReader(
                table, new RecentEvents(settings.recent(), settings.recentBytes()), settings.readers(), meters);
        var signal = new EventSignal(table, settings.signalInterval(), reader::load);
        signal.start();
        if (settings.kept()) {
            engine.observe(new EventModel(new JournalFormat()), settings.observing());
        }
        var retention = new EventRetention(jdbi, table, settings.keep(), InstantSource.system());
        var sweeping = system.scheduler()
                .scheduleWithFixedDelay(
                        settings.sweepInterval(),
                        settings.sweepInterval(),
                        retention::sweep,
                        system.dispatchers().lookup(DispatcherSelector.blocking()));
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "sluice-events",
                        () -> CompletableFuture.supplyAsync(() -> {
                            sweeping.cancel();
                            signal.close();
                            reader.close();
                            return Done.done();
                        }));
        return new Events(reader, signal);
    }

    public EventReader reader() {
        return reader;
    }

    public EventSignal signal() {
        return signal;
    }
}
