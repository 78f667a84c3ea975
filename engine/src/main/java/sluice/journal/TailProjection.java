package sluice.journal;

import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import org.apache.pekko.projection.Projection;
import org.apache.pekko.projection.ProjectionBehavior;
import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.projection.jdbc.javadsl.JdbcProjection;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A tail and the model it keeps, as a Pekko projection: exactly once, restarted with backoff when it fails. */
public final class TailProjection {

    private TailProjection() {}

    /** Keeps {@code model} up to date somewhere in the cluster, one instance of it at a time, until the system ends. */
    public static void run(ActorSystem<?> system, DataSource database, TailModel model, TailSettings settings) {
        run(system, database, model, settings, TailPace.UNBOUNDED);
    }

    /** As {@link #run(ActorSystem, DataSource, TailModel, TailSettings)}, but no faster than {@code pace} allows. */
    public static void run(
            ActorSystem<?> system, DataSource database, TailModel model, TailSettings settings, TailPace pace) {
        ShardedDaemonProcess.get(system)
                .init(
                        ProjectionBehavior.Command.class,
                        "tail-" + model.name(),
                        1,
                        instance -> ProjectionBehavior.create(of(system, database, model, settings, pace)),
                        ProjectionBehavior.stopMessage());
    }

    /** The projection alone, for whoever runs it otherwise. */
    public static Projection<TailPage> of(
            ActorSystem<?> system, DataSource database, TailModel model, TailSettings settings) {
        return of(system, database, model, settings, TailPace.UNBOUNDED);
    }

    private static Projection<TailPage> of(
            ActorSystem<?> system, DataSource database, TailModel model, TailSettings settings, TailPace pace) {
        var jdbi = jdbi(database);
        var tail = new JournalTail(system, new TailReader(jdbi, settings.pageSize(), model.wanted()), settings, pace);
        return over(system, tail, jdbi, model, settings);
    }

    static Projection<TailPage> over(
            ActorSystem<?> system,
            SourceProvider<String, TailPage> source,
            Jdbi jdbi,
            TailModel model,
            TailSettings settings) {
        var id = idOf(model);
        return JdbcProjection.exactlyOnce(
                        id, source, () -> new TailSession(jdbi), () -> new TailHandler(id, model), system)
                .withRestartBackoff(settings.minBackoff(), settings.maxBackoff(), 0.2);
    }

    static ProjectionId idOf(TailModel model) {
        return ProjectionId.of(model.name(), "all");
    }

    static Jdbi jdbi(DataSource database) {
        return Jdbi.create(database).installPlugin(new PostgresPlugin());
    }
}
