package sluice.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The pools of connections: for the engine's own SQL, for lists, and the one that Pekko's journal opens from its configuration. */
final class Pools {
    private static final String JOURNAL = "pekko-persistence-jdbc.shared-databases.journal.db";

    private Pools() {}

    static HikariDataSource engine(JdbcAddress address, DatabaseSettings settings, MeterRegistry meters) {
        return pool("engine", settings.poolSize(), address, settings, meters);
    }

    /** A slow list must not take a connection from what the engine does. */
    static HikariDataSource lists(JdbcAddress address, DatabaseSettings settings, MeterRegistry meters) {
        return pool("lists", settings.listReaders(), address, settings, meters);
    }

    /** What webhooks write and read must wait for nothing else, nor nothing else for it. */
    static HikariDataSource webhooks(JdbcAddress address, NodeSettings settings, MeterRegistry meters) {
        return pool("webhooks", settings.webhooks().connections(), address, settings.database(), meters);
    }

    private static HikariDataSource pool(
            String name, int size, JdbcAddress address, DatabaseSettings settings, MeterRegistry meters) {
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(address.url());
        if (!address.user().isEmpty()) {
            pool.setUsername(address.user());
        }
        if (!address.password().isEmpty()) {
            pool.setPassword(address.password());
        }
        settings.driverProperties().forEach(pool::addDataSourceProperty);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(size);
        pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
        pool.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        pool.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
        pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        return new HikariDataSource(pool);
    }

    /** Tells the journal's pool where the database is. */
    static Config withJournal(Config config, JdbcAddress address, DatabaseSettings settings) {
        Map<String, Object> journal = new HashMap<>();
        journal.put("url", address.url());
        if (!address.user().isEmpty()) {
            journal.put("user", address.user());
        }
        if (!address.password().isEmpty()) {
            journal.put("password", address.password());
        }
        journal.put("properties", settings.driverProperties());
        return config.withValue(JOURNAL, ConfigValueFactory.fromMap(journal).withFallback(config.getValue(JOURNAL)));
    }
}
