package sluice.endpoint;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.event.EventReader;
import sluice.event.EventSignal;
import sluice.node.InvalidSetting;
import sluice.node.NodeSettings;
import sluice.node.WebhookSettings;
import sluice.webhook.MasterKeys;
import sluice.webhook.Schedule;
import sluice.webhook.SecretBox;
import sluice.webhook.Sender;
import sluice.webhook.SenderSettings;
import sluice.webhook.SystemResolver;
import sluice.webhook.TargetRules;

/** Webhooks on a node: made once, when it starts. */
public final class Webhooks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final String KEY_FILE = "webhook-master-key";
    private static final int EXCERPT_BYTES = 4_096;

    private final EndpointDesk desk;
    private final EndpointPool pool;
    private final SystemResolver resolver;

    private Webhooks(EndpointDesk desk, EndpointPool pool, SystemResolver resolver) {
        this.desk = desk;
        this.pool = pool;
        this.resolver = resolver;
    }

    /** What is wrong in the settings is found before anything starts. */
    public record Given(TargetRules rules, Optional<MasterKeys> keys) {

        /**
         * Reads the settings that are texts, and the file of keys beside an embedded database if there is one.
         *
         * @throws InvalidSetting naming the wrong one
         */
        public static Given read(NodeSettings node) {
            var settings = node.webhooks();
            return new Given(rules(settings), settings.masterKeys().map(Given::keys));
        }

        private static TargetRules rules(WebhookSettings settings) {
            try {
                return TargetRules.allowing(settings.allow());
            } catch (IllegalArgumentException wrong) {
                throw new InvalidSetting(WebhookSettings.ALLOW, "cannot be read: " + wrong.getMessage());
            }
        }

        private static MasterKeys keys(String text) {
            try {
                return MasterKeys.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new InvalidSetting(WebhookSettings.MASTER_KEY, "cannot be read: " + wrong.getMessage());
            }
        }
    }

    /**
     * Begins to deliver.
     *
     * @return empty if webhooks are off on this node, which is logged with the reason
     * @throws InvalidSetting if the file of keys beside an embedded database cannot be read or made
     */
    public static Optional<Webhooks> start(
            ActorSystem<?> system,
            NodeSettings node,
            Given given,
            DataSource database,
            EventReader events,
            EventSignal signal,
            MeterRegistry meters) {
        var settings = node.webhooks();
        if (!settings.enabled()) {
            LOG.info("Webhooks are off on this node");
            return Optional.empty();
        }
        var keys = given.keys().or(() -> node.isEmbedded() ? Optional.of(keptBeside(node)) : Optional.empty());
        if (keys.isEmpty()) {
            LOG.warn("Webhooks are off on this node: it has no master key. Set SLUICE_WEBHOOK_MASTER_KEY, the same on"
                    + " every node, to what this prints: openssl rand -base64 32");
            return Optional.empty();
        }
        var resolver = new SystemResolver();
        var sender = new Sender(given.rules(), resolver, sending(settings), tls(), system);
        return Optional.of(
                start(system, database, keys.get(), given.rules(), sender, resolver, settings, events, signal, meters));
    }

    private static Webhooks start(
            ActorSystem<?> system,
            DataSource database,
            MasterKeys keys,
            TargetRules rules,
            Sender sender,
            SystemResolver resolver,
            WebhookSettings settings,
            EventReader events,
            EventSignal signal,
            MeterRegistry meters) {
        var jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        var random = new SecureRandom();
        var secrets = new EndpointSecrets(new SecretBox(keys, random), random);
        var schedule = Schedule.STANDARD;
        var store = new DeliveryStore(jdbi, secrets, new RetryTable(schedule.attempts()));
        var pool = new EndpointPool(system, store, events, signal, sender, settings, schedule, meters);
        var changes = new EndpointChanges(jdbi, InstantSource.system());
        var desk = new EndpointDesk(
                new EndpointStore(jdbi, secrets, changes),
                new EndpointWishes(changes),
                new DeliveryPages(jdbi),
                events,
                rules,
                pool,
                new EndpointDesk.Usual(settings.concurrency(), settings.perSecond()));
        return new Webhooks(desk, pool, resolver);
    }

    private static MasterKeys keptBeside(NodeSettings node) {
        var directory = node.embedded().dataDirectory();
        try {
            Files.createDirectories(directory);
            return MasterKeys.keptIn(directory.resolve(KEY_FILE));
        } catch (IOException | IllegalArgumentException wrong) {
            throw new InvalidSetting(
                    WebhookSettings.MASTER_KEY,
                    "is unset, and the keys beside the embedded database cannot be used: " + wrong.getMessage());
        }
    }

    private static SenderSettings sending(WebhookSettings settings) {
        return new SenderSettings(
                settings.connectTimeout(),
                settings.headTimeout(),
                settings.totalTimeout(),
                settings.keepConnections(),
                EXCERPT_BYTES,
                settings.keptConnections());
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public EndpointDesk desk() {
        return desk;
    }

    @Override
    public void close() {
        desk.close();
        pool.close();
        resolver.close();
    }
}
