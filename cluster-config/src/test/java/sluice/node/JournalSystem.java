package sluice.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

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
        return local.withFallback(Pools.withJournal(
                settings.config(), new JdbcAddress(url, user, password), settings.database()));
    }

    /** On an empty journal of the server that all tests share, with {@code plugin}. */
    public static Config emptyWith(String plugin) {
        var address = SharedDatabase.empty();
        Migrations.apply(address);
        return ConfigFactory.parseMap(Map.of("pekko.persistence.journal.plugin", plugin))
                .withFallback(config(address.url(), address.user(), address.password()));
    }
}
