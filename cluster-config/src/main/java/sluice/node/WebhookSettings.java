package sluice.node;

import java.time.Duration;
import java.util.Optional;

/**
 * How webhooks are delivered.
 *
 * @param allow hosts and ranges that they may reach although they are not public, as they were written
 * @param masterKeys what seals signing secrets, as it was written: a secret; empty if none was given
 * @param concurrency an endpoint's attempts at the same moment, where it was made without
 * @param perSecond an endpoint's attempts begun in a second, where it was made without
 * @param attempts the most attempts of the node at the same moment
 * @param connections the most statements of the node for them at the same moment
 * @param disableAfter for how long nothing may have succeeded
 * @param logRetention how long attempts are kept in the log
 */
public record WebhookSettings(
        boolean enabled,
        String allow,
        Optional<String> masterKeys,
        Duration connectTimeout,
        Duration headTimeout,
        Duration totalTimeout,
        Duration keepConnections,
        int keptConnections,
        int concurrency,
        int perSecond,
        int attempts,
        int connections,
        Duration disableAfter,
        Duration logRetention) {

    public static final String ALLOW = "sluice.webhooks.allow";
    public static final String MASTER_KEY = "sluice.webhooks.master-key";

    private static final String KEEP = "sluice.webhooks.keep-connections";

    static WebhookSettings read(SettingsReader reader) {
        var settings = new WebhookSettings(
                reader.flag("sluice.webhooks.enabled"),
                reader.optionalText(ALLOW).orElse(""),
                reader.optionalSecret(MASTER_KEY),
                reader.duration("sluice.webhooks.connect-timeout"),
                reader.duration("sluice.webhooks.head-timeout"),
                reader.duration("sluice.webhooks.total-timeout"),
                reader.duration(KEEP),
                reader.atLeast(0, "sluice.webhooks.kept-connections"),
                reader.atLeast(1, "sluice.webhooks.concurrency"),
                reader.atLeast(1, "sluice.webhooks.per-second"),
                reader.atLeast(8, "sluice.webhooks.attempts"),
                reader.atLeast(1, "sluice.webhooks.connections"),
                reader.duration("sluice.webhooks.disable-after"),
                reader.duration("sluice.webhooks.log-retention"));
        if (settings.keepConnections().compareTo(settings.totalTimeout()) <= 0) {
            throw new InvalidSetting(KEEP, "must be above sluice.webhooks.total-timeout.");
        }
        return settings;
    }

    /** Without keys. */
    @Override
    public String toString() {
        return "WebhookSettings[enabled=" + enabled + "]";
    }
}
