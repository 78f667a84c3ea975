package sluice.node;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.jdbc.db.SlickExtension;
import org.apache.pekko.persistence.jdbc.db.SlickExtensionImpl;
import slick.jdbc.hikaricp.HikariCPJdbcDataSource;

/** The meters of a node: of its process, its pools, its database and its membership. Others add theirs to the registry. */
final class NodeMeters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private final LogbackMetrics logged = new LogbackMetrics();

    NodeMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        pauses.bindTo(registry);
        logged.bindTo(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Opens the journal's pool, which otherwise waits for the first entity, and counts its connections with the others'. */
    void watchJournalPool(ActorSystem<?> system) {
        var classic = Adapter.toClassic(system);
        var databases = (SlickExtensionImpl) SlickExtension.get(classic);
        var journal = databases
                .database(classic.settings().config().getConfig("jdbc-journal"))
                .database();
        if (journal.source() instanceof HikariCPJdbcDataSource pool) {
            HikariDataSource source = pool.ds();
            source.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
        }
    }

    void watch(BooleanSupplier databaseUp, BooleanSupplier ready, IntSupplier members) {
        Gauge.builder("sluice.database.up", databaseUp, up -> up.getAsBoolean() ? 1 : 0)
                .description("1 while the database answers")
                .strongReference(true)
                .register(registry);
        Gauge.builder("sluice.node.ready", ready, up -> up.getAsBoolean() ? 1 : 0)
                .description("1 while the node takes work")
                .strongReference(true)
                .register(registry);
        Gauge.builder("sluice.cluster.members", members, IntSupplier::getAsInt)
                .description("Members of the cluster as this node sees it")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void close() {
        pauses.close();
        logged.close();
        registry.close();
    }
}
