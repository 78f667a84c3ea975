package sluice.node;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.Admission;
import sluice.Engine;
import sluice.EngineNode;

/**
 * One running node: its database, its place in the cluster, its engine. It stops gracefully: first it is unready, then requests
 * finish, then its shards are handed over, it leaves the cluster, and its pools and embedded database close last.
 */
public final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final NodeSettings settings;
    private final ActorSystem<?> system;
    private final Engine engine;
    private final HikariDataSource pool;
    private final DataSource webhooks;
    private final Database database;
    private final NodeMeters meters;
    private final Admission admission;
    private final int managementPort;
    private final Readiness readiness;
    private final CompletableFuture<Done> stopped;

    private Node(
            NodeSettings settings,
            ActorSystem<?> system,
            Engine engine,
            HikariDataSource pool,
            DataSource webhooks,
            Database database,
            NodeMeters meters,
            Admission admission,
            int managementPort,
            Readiness readiness,
            CompletableFuture<Done> stopped) {
        this.settings = settings;
        this.system = system;
        this.engine = engine;
        this.pool = pool;
        this.webhooks = webhooks;
        this.database = database;
        this.meters = meters;
        this.admission = admission;
        this.managementPort = managementPort;
        this.readiness = readiness;
        this.stopped = stopped;
    }

    /**
     * Starts a node and returns once it is a member of its cluster and its engine takes work.
     *
     * @throws StartFailed saying what to do; whatever was started is stopped again
     */
    public static Node start(NodeSettings settings) {
        var process = settings.served() ? Optional.of(ServedProcess.begin(settings)) : Optional.<ServedProcess>empty();
        var resources = new Resources();
        try {
            var node = start(settings, resources);
            process.ifPresent(served -> served.started(node));
            return node;
        } catch (RuntimeException | Error e) {
            resources.close();
            process.ifPresent(ServedProcess::failed);
            throw e;
        }
    }

    private static Node start(NodeSettings settings, Resources resources) {
        var meters = resources.add(new NodeMeters());
        var database = Database.open(settings, resources);
        Migrations.apply(database.address());
        var health = resources.add(DatabaseHealth.watch(database.address(), settings.database()));
        var pool = resources.add(Pools.engine(database.address(), settings.database(), meters.registry()));
        var lists = resources.add(Pools.lists(database.address(), settings.database(), meters.registry()));
        var webhooks = resources.add(Pools.webhooks(database.address(), settings, meters.registry()));

        var system = actorSystem(settings, database);
        resources.add(() -> terminate(system));
        meters.watchJournalPool(system);
        var clock = resources.add(ClockGate.watch(settings, () -> ClusterFormation.membership(system)));
        var readiness = new Readiness();
        var admission = readiness.notStopping().and(health).and(clock);
        var management = ManagementServer.start(
                system, settings.management(), meters.registry(), () -> readiness.unready(system, admission));
        meters.watch(
                () -> health.refusal().isEmpty(),
                () -> readiness.unready(system, admission).isEmpty(),
                () -> ClusterFormation.membership(system).members());
        ClusterFormation.join(system, settings.cluster(), settings.startTimeout());

        var stopped = new CompletableFuture<Done>();
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "unready", () -> {
            readiness.stop();
            return CompletableFuture.completedFuture(Done.done());
        });
        system.getWhenTerminated()
                .whenComplete((done, failure) -> Thread.ofPlatform()
                        .name("node-close")
                        .start(() -> {
                            resources.close();
                            stopped.complete(Done.done());
                        }));
        return new Node(
                settings,
                system,
                startEngine(system, pool, lists, meters, admission, clock),
                pool,
                webhooks,
                database,
                meters,
                admission,
                management.localAddress().getPort(),
                readiness,
                stopped);
    }

    private static ActorSystem<?> actorSystem(NodeSettings settings, Database database) {
        var config = Pools.withJournal(settings.config(), database.address(), settings.database());
        try {
            return ActorSystem.create(Behaviors.empty(), "sluice", config);
        } catch (RemoteTransportException e) {
            throw new StartFailed(
                    "The cluster address " + settings.cluster().host() + ":"
                            + settings.cluster().port()
                            + " cannot be listened on, most likely because another process does. Give this node"
                            + " another with "
                            + Variable.SLUICE_REMOTE_PORT + " (and " + Variable.SLUICE_REMOTE_HOST + ").",
                    e);
        }
    }

    private static Engine startEngine(
            ActorSystem<?> system,
            DataSource pool,
            DataSource lists,
            NodeMeters meters,
            Admission admission,
            Admission clock) {
        try {
            return EngineNode.start(system, pool, lists, meters.registry(), admission, clock);
        } catch (IllegalStateException e) {
            throw new StartFailed("The engine does not start: " + e.getMessage(), e);
        }
    }

    private static void terminate(ActorSystem<?> system) throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    public NodeSettings settings() {
        return settings;
    }

    public ActorSystem<?> system() {
        return system;
    }

    /** Places orders and everything else, once {@link #admission} takes work. */
    public Engine engine() {
        return engine;
    }

    /** A pool of connections that end their statements and transactions within seconds. Closed by the node. */
    public DataSource database() {
        return pool;
    }

    /** The same for webhooks alone, of {@link WebhookSettings#connections()}. Closed by the node. */
    public DataSource webhookDatabase() {
        return webhooks;
    }

    /** What {@code /metrics} tells; add to it. */
    public PrometheusMeterRegistry meters() {
        return meters.registry();
    }

    /** Whether the node takes work just now: not while it stops, its database is silent, or its membership is in doubt. */
    public Admission admission() {
        return admission;
    }

    /** The port of {@code /ready}, {@code /alive} and {@code /metrics}, also where the settings left it open. */
    public int managementPort() {
        return managementPort;
    }

    /**
     * Makes the node ready and prints the one line that says so.
     *
     * @param url of the public API
     */
    public void announceReady(String url) {
        readiness.announce();
        var address = Cluster.get(Adapter.toClassic(system)).selfAddress();
        System.out.println("Sluice " + Version.current() + " is ready: " + url + " (" + database.describe(pool)
                + ", node " + address.host().get() + ":" + address.port().get() + ")");
        System.out.flush();
    }

    /**
     * Stops the node and returns when it has: at most after the stop timeout. May be called more than once, also while it
     * stops already.
     */
    public void stop() {
        try {
            var ignored = CoordinatedShutdown.get(system).runAll(StopAsked.INSTANCE);
            stopped.get(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.error(
                    "The node did not stop within {} s", settings.stopTimeout().toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("Nothing completes it with a failure", e);
        }
    }

    /** Completes when everything of the node is closed, for whatever reason it stopped. */
    CompletableFuture<Done> stopped() {
        return stopped;
    }

    /** Whether it stopped because it was told to, and not because its cluster downed it. */
    boolean stopWasAsked() {
        return CoordinatedShutdown.get(system)
                .getShutdownReason()
                .filter(StopAsked.INSTANCE::equals)
                .isPresent();
    }

    private enum StopAsked implements CoordinatedShutdown.Reason {
        INSTANCE
    }
}
