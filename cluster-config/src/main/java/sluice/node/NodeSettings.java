package sluice.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a node is told, read once and checked before anything starts. Where a setting stands in several places, an
 * environment variable wins over a system property, that over the file of {@code -Dconfig.file} (or {@code application.conf}),
 * that over what is built in.
 */
public final class NodeSettings {
    private static final String BOOTSTRAP_KEY = "sluice.node.bootstrap-key";
    private static final int LEAST_KEY_LENGTH = 20;

    private final Config config;
    private final HttpSettings http;
    private final WebhookSettings webhooks;
    private final DatabaseSettings database;
    private final EmbeddedSettings embedded;
    private final ClusterSettings cluster;
    private final ManagementSettings management;
    private final Optional<String> bootstrapKey;
    private final boolean served;
    private final boolean stopWithParent;
    private final Duration startTimeout;
    private final Duration stopTimeout;
    private final Duration clockTick;
    private final Duration clockLateAfter;

    private NodeSettings(Config config) {
        var reader = new SettingsReader(config);
        this.config = config;
        http = HttpSettings.read(reader);
        reader.oneOf("sluice.log.format", "text", "json");
        reader.oneOf("sluice.http.access-log", "notable", "all", "off");
        webhooks = WebhookSettings.read(reader);
        database = DatabaseSettings.read(reader);
        embedded = EmbeddedSettings.read(reader);
        cluster = ClusterSettings.read(reader);
        management = ManagementSettings.read(reader);
        bootstrapKey = reader.optionalText(BOOTSTRAP_KEY).map(NodeSettings::wellFormed);
        served = reader.flag("sluice.node.served");
        stopWithParent = reader.flag("sluice.node.stop-with-parent");
        startTimeout = reader.duration("sluice.node.start-timeout");
        stopTimeout = reader.duration("sluice.node.stop-timeout");
        clockTick = reader.duration("sluice.node.clock.tick");
        clockLateAfter = reader.duration("sluice.node.clock.late-after");
    }

    /**
     * The settings of a node that owns this process: it ends the JVM when it stops, and stops when the process that started it
     * ends.
     *
     * @throws InvalidSetting naming the first wrong one
     */
    public static NodeSettings ofProcess() {
        return read(System.getenv(), ConfigFactory.parseString("sluice.node.served = on"));
    }

    /**
     * The settings of a node embedded in another program, such as a test.
     *
     * @param variables {@code SLUICE_…} as in an environment; others are ignored
     * @throws InvalidSetting naming the first wrong one
     */
    public static NodeSettings read(Map<String, String> variables) {
        return read(variables, ConfigFactory.empty());
    }

    /**
     * As {@link #read(Map)}, with settings that win over everything but the variables.
     *
     * @throws InvalidSetting naming the first wrong one
     */
    public static NodeSettings read(Map<String, String> variables, Config overrides) {
        try {
            var set = new HashMap<String, String>();
            variables.forEach((name, value) -> {
                if (name.startsWith("SLUICE_") && !value.isBlank()) {
                    set.put(name, value);
                }
            });
            // The variables win: the built-in files name each of them, and a file of the operator's may have set the
            // key anew.
            var wins = ConfigFactory.parseMap(set);
            for (var variable : Variable.values()) {
                var value = set.get(variable.name());
                if (value != null) {
                    wins = wins.withValue(variable.key(), ConfigValueFactory.fromAnyRef(value, variable.name()));
                }
            }
            var config = wins.withFallback(overrides)
                    .withFallback(ConfigFactory.defaultOverrides())
                    .withFallback(ConfigFactory.defaultApplication(ConfigParseOptions.defaults()))
                    .withFallback(
                            ConfigFactory.parseResources(NodeSettings.class.getClassLoader(), "sluice/sluice.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved());
            return new NodeSettings(config.resolve());
        } catch (ConfigException e) {
            throw new InvalidSetting("configuration", "cannot be read: " + e.getMessage());
        }
    }

    private static String wellFormed(String key) {
        if (key.length() < LEAST_KEY_LENGTH || key.chars().anyMatch(Character::isWhitespace)) {
            throw new InvalidSetting(
                    BOOTSTRAP_KEY,
                    "must have at least " + LEAST_KEY_LENGTH
                            + " characters and no space among them. Unset it to have a key made.");
        }
        return key;
    }

    /** The whole configuration, for the actor system and for what other modules keep in it. May hold secrets: never log it. */
    public Config config() {
        return config;
    }

    public HttpSettings http() {
        return http;
    }

    public WebhookSettings webhooks() {
        return webhooks;
    }

    public DatabaseSettings database() {
        return database;
    }

    /** Whether the node runs a database of its own, as {@link #embedded} says. */
    public boolean isEmbedded() {
        return database.external().isEmpty();
    }

    public EmbeddedSettings embedded() {
        return embedded;
    }

    public ClusterSettings cluster() {
        return cluster;
    }

    public ManagementSettings management() {
        return management;
    }

    /** The key with every scope that the operator chose; empty if one is to be made. A secret. */
    public Optional<String> bootstrapKey() {
        return bootstrapKey;
    }

    /** Whether the node owns its process. */
    public boolean served() {
        return served;
    }

    boolean stopWithParent() {
        return stopWithParent;
    }

    Duration startTimeout() {
        return startTimeout;
    }

    Duration stopTimeout() {
        return stopTimeout;
    }

    Duration clockTick() {
        return clockTick;
    }

    Duration clockLateAfter() {
        return clockLateAfter;
    }
}
