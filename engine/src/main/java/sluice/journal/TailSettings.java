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
        var tail = new CheckedConfig(root, "sluice.engine.tail");
        return new TailSettings(
                tail.positive("poll-interval"),
                tail.between("page-size", 1, 10_000),
                tail.positive("min-backoff"),
                tail.positive("max-backoff"),
                tail.positive("sample-interval"),
                tail.positive("lag-limit"));
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
