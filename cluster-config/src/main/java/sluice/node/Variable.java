package sluice.node;

import java.util.Optional;

/** The environment variables a node reads, and the setting behind each. */
enum Variable {
    SLUICE_HTTP_HOST("sluice.http.host"),
    SLUICE_HTTP_PORT("sluice.http.port"),
    SLUICE_ACCESS_LOG("sluice.http.access-log"),
    SLUICE_LOG_FORMAT("sluice.log.format"),
    SLUICE_DATABASE_URL("sluice.database.url"),
    SLUICE_DATABASE_URL_FILE("sluice.database.url-file"),
    SLUICE_DATABASE_USER("sluice.database.user"),
    SLUICE_DATABASE_USER_FILE("sluice.database.user-file"),
    SLUICE_DATABASE_PASSWORD("sluice.database.password"),
    SLUICE_DATABASE_PASSWORD_FILE("sluice.database.password-file"),
    SLUICE_DATA_DIR("sluice.embedded.data-directory"),
    SLUICE_BOOTSTRAP_KEY("sluice.node.bootstrap-key"),
    SLUICE_REMOTE_HOST("pekko.remote.artery.canonical.hostname"),
    SLUICE_REMOTE_PORT("pekko.remote.artery.canonical.port"),
    SLUICE_MANAGEMENT_PORT("sluice.management.port"),
    SLUICE_SEEDS("sluice.cluster.seeds"),
    SLUICE_WEBHOOK_ALLOW("sluice.webhooks.allow"),
    SLUICE_WEBHOOK_MASTER_KEY("sluice.webhooks.master-key"),
    SLUICE_WEBHOOK_MASTER_KEY_FILE("sluice.webhooks.master-key-file");

    private final String key;

    Variable(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    private static Optional<Variable> of(String key) {
        for (var variable : values()) {
            if (variable.key.equals(key)) {
                return Optional.of(variable);
            }
        }
        return Optional.empty();
    }

    /** The key as an operator knows it: {@code sluice.http.port (SLUICE_HTTP_PORT)}. */
    static String describe(String key) {
        return of(key).map(variable -> key + " (" + variable + ")").orElse(key);
    }
}
