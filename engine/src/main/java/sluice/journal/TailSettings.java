package sluice.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How tails are read: {@code sluice.engine.tail}.
 *
 * @param pollInterval how long to wait where nothing is new
 * @param pageSize the most rows read at once and handled in one transaction
 * @param minBackoff before the first restart after a failure
 * @param maxBackoff before later ones
 * @param sampleInterval between two measurements of the lag
 * @param lagLimit the lag beyond which a tail that admission depends on closes it
 */
public record TailSettings(
        Duration pollInterval,
        int pageSize,
        Duration minBackoff,
        Duration maxBackoff,
        Duration sampleInterval,
        Duration lagLimit) {

    /** @throws ConfigException that names the key if a value is missing or wrong */
    public static TailSettings of(Config root) {
        var tail = root.getConfig("sluice.engine.tail");
        return new TailSettings(
                positive(tail, "poll-interval"),
                pageSize(tail),
                positive(tail, "min-backoff"),
                positive(tail, "max-backoff"),
                positive(tail, "sample-interval"),
                positive(tail, "lag-limit"));
    }

    private static Duration positive(Config tail, String key) {
        var value = tail.getDuration(key);
        if (!value.isPositive()) {
            throw new ConfigException.BadValue(
                    tail.getValue(key).origin(), "sluice.engine.tail." + key, "must be positive");
        }
        return value;
    }

    private static int pageSize(Config tail) {
        int size = tail.getInt("page-size");
        if (size < 1 || size > 10_000) {
            throw new ConfigException.BadValue(
                    tail.getValue("page-size").origin(), "sluice.engine.tail.page-size", "must be from 1 to 10000");
        }
        return size;
    }

    /** The same, looking more or less often. */
    public TailSettings withPollInterval(Duration interval) {
        return new TailSettings(interval, pageSize, minBackoff, maxBackoff, sampleInterval, lagLimit);
    }

    /** The same with other pages. */
    public TailSettings withPageSize(int size) {
        return new TailSettings(pollInterval, size, minBackoff, maxBackoff, sampleInterval, lagLimit);
    }
}
