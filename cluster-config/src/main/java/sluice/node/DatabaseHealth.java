package sluice.node;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.Admission;

/**
 * Whether the database answers. A thread asks it on a connection of its own; admission closes with the first failure, or as soon
 * as an answer takes longer than its budget, and opens with the first good answer. A half-open socket is cut by the budget too.
 */
final class DatabaseHealth implements Admission, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);
    private static final String SILENT = "the database does not answer";

    private final JdbcAddress address;
    private final DatabaseSettings settings;
    private final Thread prober;
    private volatile Optional<String> complaint = Optional.of(SILENT);
    private volatile @Nullable Long probingSinceNanos;
    private volatile boolean closed;
    private @Nullable Connection connection;

    private DatabaseHealth(JdbcAddress address, DatabaseSettings settings) {
        this.address = address;
        this.settings = settings;
        this.prober = Thread.ofPlatform().daemon().name("database-health").unstarted(this::probeForEver);
    }

    static DatabaseHealth watch(JdbcAddress address, DatabaseSettings settings) {
        var health = new DatabaseHealth(address, settings);
        health.prober.start();
        return health;
    }

    @Override
    public Optional<String> refusal() {
        var since = probingSinceNanos;
        if (since != null && System.nanoTime() - since > settings.healthBudget().toNanos()) {
            return Optional.of(SILENT);
        }
        return complaint;
    }

    private void probeForEver() {
        while (!closed) {
            probingSinceNanos = System.nanoTime();
            var found = probe();
            if (!found.equals(complaint) && !closed) {
                found.ifPresentOrElse(
                        reason -> log.warn("Taking no work: {}", reason), () -> log.info("The database answers"));
            }
            complaint = found; // before the probe is over, or a slow failure would look healthy for an instant
            probingSinceNanos = null;
            try {
                Thread.sleep(settings.healthInterval());
            } catch (InterruptedException e) {
                break;
            }
        }
        disconnect();
    }

    private Optional<String> probe() {
        try {
            var open = connection == null ? connect() : connection;
            connection = open;
            try (var statement = open.createStatement();
                    var row = statement.executeQuery("select pg_is_in_recovery()")) {
                return row.next() && !row.getBoolean(1)
                        ? Optional.empty()
                        : Optional.of("the database is a standby, which takes no writes");
            }
        } catch (SQLException e) {
            log.debug("Probe failed", e);
            disconnect();
            return Optional.of(SILENT);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        if (!address.user().isEmpty()) {
            properties.setProperty("user", address.user());
        }
        if (!address.password().isEmpty()) {
            properties.setProperty("password", address.password());
        }
        properties.setProperty("ApplicationName", "sluice-health");
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("socketTimeout", "1");
        var fresh = DriverManager.getConnection(address.url(), properties);
        fresh.setNetworkTimeout(Runnable::run, (int) settings.healthBudget().toMillis());
        return fresh;
    }

    private void disconnect() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run); // a polite goodbye could hang on a dead socket
            } catch (SQLException e) {
                log.debug("Abort failed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        prober.interrupt();
        try {
            prober.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
