package sluice.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The configuration of a node, for actor systems that have its journal and nothing else of it. */
public final class JournalSystem {

    private JournalSystem() {}

    /** The journal plugin that a node has here: ours, unless a system property says otherwise. */
    public static Config config(String url, String user, String password) {
        var settings = NodeSettings.read(Map.of());
        var local = ConfigFactory.parseMap(Map.of(
                "pekko.actor.provider", "local",
                "pekko.coordinated-shutdown.exit-jvm", "off",
                "pekko.loggers", List.of("org.apache.pekko.testkit.TestEventListener"),
                "pekko.test.filter-leeway", "3s",
                "pekko-persistence-jdbc.shared-databases.journal.db.minConnections", 1));
        return local.withFallback(
                Pools.withJournal(settings.config(), new JdbcAddress(url, user, password), settings.database()));
    }

    /** An empty journal on the server that all tests share. */
    public static Database empty() {
        var address = SharedDatabase.empty();
        Migrations.apply(address);
        return new Database(address);
    }

    /** A database with the tables of a node. */
    public static final class Database {
        private final JdbcAddress address;

        Database(JdbcAddress address) {
            this.address = address;
        }

        public Config config() {
            return JournalSystem.config(address.url(), address.user(), address.password());
        }

        public Config configWith(String plugin) {
            return ConfigFactory.parseMap(Map.of("pekko.persistence.journal.plugin", plugin))
                    .withFallback(config());
        }

        /** The same database, reached by another port. */
        public Config configThrough(int port) {
            return JournalSystem.config(
                    address.url().replaceFirst(":\\d+/", ":" + port + "/"), address.user(), address.password());
        }

        public int port() {
            return URI.create(address.url().substring("jdbc:".length())).getPort();
        }

        public Connection connect() throws SQLException {
            return SharedDatabase.connect(address);
        }

        public void execute(String sql) {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        /** The first column of the only row that {@code sql} gives, or "none". */
        public String ask(String sql) {
            try (var connection = connect();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "none";
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        /** As {@link #ask}, once there is a row. */
        public String askOnce(String sql) {
            Awaitility.await().until(() -> !"none".equals(ask(sql)));
            return ask(sql);
        }
    }
}
