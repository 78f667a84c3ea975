package sluice.node;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables of a database up to this version; Pekko's tables too are made here and nowhere else. */
final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    /** A database that starts together with the node may need a moment. */
    private static final int CONNECT_RETRIES = 10;

    private Migrations() {}

    /**
     * Applies what is missing; nothing the second time. Nodes that start together take turns.
     *
     * @return how many migrations were applied
     */
    static int apply(JdbcAddress address) {
        try {
            var result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(address.url(), orNull(address.user()), orNull(address.password()))
                    .locations("classpath:sluice/migrations")
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .connectRetries(CONNECT_RETRIES)
                    .connectRetriesInterval(1)
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                log.info("Applied {} migrations, up to {}", result.migrationsExecuted, result.targetSchemaVersion);
            }
            return result.migrationsExecuted;
        } catch (FlywayException e) {
            throw new StartFailed("The tables in " + address + " cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
