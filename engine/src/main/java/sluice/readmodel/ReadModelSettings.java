package sluice.readmodel;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import sluice.journal.CheckedConfig;

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
        var models = new CheckedConfig(root, "sluice.engine.read-models");
        return new ReadModelSettings(
                models.isOn("kept"),
                models.between("order-page-size", 1, 10_000),
                models.between("busy-above-rows-per-second", 0, Integer.MAX_VALUE),
                models.between("busy-rest", 0, 1_000),
                models.positive("max-rest"),
                models.positive("sample-interval"),
                models.between("readers", 1, 1_000),
                models.between("max-waiting", 1, 100_000));
    }
}
