package sluice.event;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import sluice.Observing;

/**
 * How outgoing events are made, kept and read: {@code sluice.events}.
 *
 * @param kept whether they are made at all
 * @param keep how long an event is kept from when it was recorded
 * @param sweepInterval how often what is older is deleted
 * @param signalInterval how often a node looks for new events while anybody waits for them
 * @param recent the most events that a node has in memory
 * @param recentBytes what they take at most
 * @param readers pages read from the table at once
 */
record EventSettings(
        boolean kept,
        Observing observing,
        Duration keep,
        Duration sweepInterval,
        Duration signalInterval,
        int recent,
        long recentBytes,
        int readers) {

    /** @throws ConfigException that names the key if a value is missing or wrong */
    static EventSettings of(Config root) {
        var config = root.getConfig("sluice.events");
        return new EventSettings(
                config.getBoolean("kept"),
                new Observing(
                        positive(config, "poll-interval"),
                        between(config, "page-size", 1, 10_000),
                        between(config, "busy-above-rows-per-second", 0, Integer.MAX_VALUE),
                        between(config, "busy-rest", 0, 1_000),
                        positive(config, "max-rest")),
                positive(config, "keep"),
                positive(config, "sweep-interval"),
                positive(config, "signal-interval"),
                between(config, "recent", 1, 1_000_000),
                config.getBytes("recent-bytes"),
                between(config, "readers", 1, 100));
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
        return new ConfigException.BadValue(config.getValue(key).origin(), "sluice.events." + key, rule);
    }
}
