package sluice.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DutyCycleTest {

    private static final ReadModelSettings SETTINGS =
            new ReadModelSettings(true, 1_000, 2_000, 19, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1);
    private static final Duration WORK = Duration.ofMillis(30);

    private double rowsPerSecond;
    private final DutyCycle pace = new DutyCycle(() -> rowsPerSecond, SETTINGS);

    @Test
    void whileTheJournalIsQuiet_aTailNeverRests() {
        rowsPerSecond = 2_000;
        assertEquals(Duration.ZERO, pace.pauseAfter(WORK));
    }

    @Test
    void whileTheJournalGrowsFast_aTailRestsForAMultipleOfItsWork() {
        rowsPerSecond = 2_001;
        assertEquals(WORK.multipliedBy(19), pace.pauseAfter(WORK));
    }

    @Test
    void aRest_isBounded() {
        rowsPerSecond = 100_000;
        assertEquals(Duration.ofSeconds(1), pace.pauseAfter(Duration.ofMillis(60)));
        assertEquals(Duration.ofSeconds(1), pace.pauseAfter(Duration.ofHours(1)));
    }

    @Test
    void loadThatEnds_endsTheRests() {
        rowsPerSecond = 100_000;
        pace.pauseAfter(WORK);
        rowsPerSecond = 0;
        assertEquals(Duration.ZERO, pace.pauseAfter(WORK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-page-size = 0",
                "order-page-size = 10001",
                "busy-above-rows-per-second = -1",
                "busy-rest = -1",
                "max-rest = 0s",
                "sample-interval = 0s",
                "readers = 0",
                "max-waiting = 0"
            })
    void wrongSettings_areRefusedByName(String wrong) {
        var config =
                ConfigFactory.parseString("sluice.engine.read-models." + wrong).withFallback(ConfigFactory.load());
        var refused = Assertions.assertThrows(ConfigException.class, () -> ReadModelSettings.of(config));
        var key = "sluice.engine.read-models." + wrong.substring(0, wrong.indexOf(' '));
        Assertions.assertTrue(refused.toString().contains(key), refused::toString);
    }
}
