package sluice.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/** Settings below one path, of which each is checked: what is wrong is named with its whole key. */
public final class CheckedConfig {

    private final Config config;
    private final String path;

    public CheckedConfig(Config root, String path) {
        this.config = root.getConfig(path);
        this.path = path;
    }

    public boolean isOn(String key) {
        return config.getBoolean(key);
    }

    /** @throws ConfigException that names the key if the number is missing or not from {@code min} to {@code max} */
    public int between(String key, int min, int max) {
        int value = config.getInt(key);
        if (value < min || value > max) {
            throw wrong(key, "must be from " + min + " to " + max);
        }
        return value;
    }

    /** @throws ConfigException that names the key if the time is missing, zero or below */
    public Duration positive(String key) {
        var value = config.getDuration(key);
        if (!value.isPositive()) {
            throw wrong(key, "must be positive");
        }
        return value;
    }

    private ConfigException wrong(String key, String rule) {
        return new ConfigException.BadValue(config.getValue(key).origin(), path + "." + key, rule);
    }
}
