package sluice.readmodel;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How read models are kept and read: {@code sluice.engine.read-models}.
 *
 * @param kept whether they are kept at all
 * @param orderPageSize the most rows of the journal that the orders' tail handles at once
 * @param busyAboveRowsPerSecond the growth of the journal beyond which tails rest between pages
 * @param busyRest how many times as long as its last page took a tail then rests
 * @param maxRest the longest rest
 * @param sampleInterval how often the growth is measured
 * @param readers lists read at once
 * @param maxWaiting lists that may wait to be read
 */
public record ReadModelSettings(
        boolean kept,
        int orderPageSize,
        int busyAboveRowsPerSecond,
        int busyRest,
        Duration maxRest,
        Duration sampleInterval,
        int readers,
        int maxWaiting) {

    /** @throws ConfigException that names the key if a value is missing or wrong */
    public static ReadModelSettings of(Config root) {
        var config = root.getConfig("sluice.engine.read-models");
        return new ReadModelSettings(
                config.getBoolean("kept"),
                between(config, "order-page-size", 1, 10_000),
                between(config, "busy-above-rows-per-second", 0, Integer.MAX_VALUE),
                between(config, "busy-rest", 0, 1_000),
                positive(config, "max-rest"),
                positive(config, "sample-interval"),
                between(config, "readers", 1, 1_000),
                between(config, "max-waiting", 1, 100_000));
    }

    private static int between(Config config, String key, int min, int max) {
        int value = config.getInt(key);
        if (value < min || value > max) {
            throw wrong(config, key, "must be from " + min + " to " + max);
        }
        return value;
    }

    private static Duration positive(Config config, String key) {
        var value = config.getDuration(key);
        if (!value.isPositive()) {
            throw wrong(config, key, "must be positive");
        }
        return value;
    }

    private static ConfigException wrong(Config config, String key, String rule) {
        return new ConfigException.BadValue(config.getValue(key).origin(), "sluice.engine.read-models." + key, rule);
    }
}
