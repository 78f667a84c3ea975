package sluice.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the database is used; the timeouts are a ladder from the pool up to the HTTP request. */
public final class DatabaseSettings {
    private static final String URL = "sluice.database.url";
    private static final String SESSION = "sluice.database.session.";

    /**
     * What a page read at random costs on a solid state disk. With PostgreSQL's 4, and before its first statistics, a tail that
     * lags would sort all it has not read yet for each page, instead of walking along the index.
     */
    private static final String WALK_ALONG_INDEXES = "random_page_cost=1.1";

    private final Optional<JdbcAddress> external;
    private final int poolSize;
    private final int listReaders;
    private final Duration connectionTimeout;
    private final Map<String, String> driverProperties;
    private final Duration healthInterval;
    private final Duration healthBudget;

    private DatabaseSettings(SettingsReader reader) {
        external = external(reader);
        poolSize = reader.atLeast(2, "sluice.database.pool.size");
        listReaders = reader.atLeast(1, "sluice.engine.read-models.readers");
        connectionTimeout = reader.duration("sluice.database.pool.connection-timeout");
        driverProperties = driverProperties(reader);
        healthInterval = reader.duration("sluice.database.health.interval");
        healthBudget = reader.duration("sluice.database.health.budget");
    }

    static DatabaseSettings read(SettingsReader reader) {
        return new DatabaseSettings(reader);
    }

    private static Optional<JdbcAddress> external(SettingsReader reader) {
        var url = reader.optionalSecret(URL);
        var user = reader.optionalSecret("sluice.database.user");
        var password = reader.optionalSecret("sluice.database.password");
        if (url.isEmpty()) {
            if (user.isPresent() || password.isPresent()) {
                throw new InvalidSetting(
                        URL, "is unset, but a user or password for it is set. Set it, or unset those.");
            }
            return Optional.empty();
        }
        if (!url.get().startsWith("jdbc:postgresql:")) { // not told back, since it may hold a password
            throw new InvalidSetting(
                    URL, "must be a JDBC URL of PostgreSQL, such as jdbc:postgresql://host:5432/sluice.");
        }
        return Optional.of(new JdbcAddress(url.get(), user.orElse(""), password.orElse("")));
    }

    private static Map<String, String> driverProperties(SettingsReader reader) {
        var session = Stream.of(
                        "statement_timeout="
                                + reader.duration(SESSION + "statement-timeout").toMillis(),
                        "idle_in_transaction_session_timeout="
                                + reader.duration(SESSION + "idle-in-transaction-timeout")
                                        .toMillis(),
                        "tcp_keepalives_idle="
                                + reader.wholeSeconds(SESSION + "keepalive-idle")
                                        .toSeconds(),
                        "tcp_keepalives_interval="
                                + reader.wholeSeconds(SESSION + "keepalive-interval")
                                        .toSeconds(),
                        "tcp_keepalives_count=" + reader.atLeast(1, SESSION + "keepalive-count"),
                        "tcp_user_timeout="
                                + reader.duration(SESSION + "unacknowledged-timeout")
                                        .toMillis(),
                        WALK_ALONG_INDEXES)
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" "));
        return Map.of(
                "options",
                session,
                "connectTimeout",
                Long.toString(
                        reader.wholeSeconds("sluice.database.connect-timeout").toSeconds()),
                "socketTimeout",
                Long.toString(
                        reader.wholeSeconds("sluice.database.socket-timeout").toSeconds()),
                "tcpKeepAlive",
                "true",
                "ApplicationName",
                "sluice");
    }

    /** Empty: the node runs a database of its own. */
    Optional<JdbcAddress> external() {
        return external;
    }

    int poolSize() {
        return poolSize;
    }

    /** Lists read at once, each on a connection of its own. */
    int listReaders() {
        return listReaders;
    }

    /** How long work waits for a free connection of the pool. */
    Duration connectionTimeout() {
        return connectionTimeout;
    }

    /** What the driver is told for every connection of a pool. */
    Map<String, String> driverProperties() {
        return driverProperties;
    }

    Duration healthInterval() {
        return healthInterval;
    }

    /** How long a probe may take. */
    Duration healthBudget() {
        return healthBudget;
    }
}
