package sluice.load.gatling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.load.gatling.GatlingRun.Play;

final class FlashSaleSimulationTest {

    private static final int NO_MATTER_HOW_SLOW_MILLIS = 60_000; // a build machine says nothing about latency

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path output;

    @Test
    void aShortFlashSale_passesAndIsReported() throws Exception {
        int status = GatlingRun.run(
                Play.FLASH_SALE, 10, Duration.ZERO, Duration.ofSeconds(3), NO_MATTER_HOW_SLOW_MILLIS, output);

        assertEquals(0, status);
        try (var files = Files.walk(output)) {
            assertTrue(files.anyMatch(file -> file.endsWith("index.html")), "Gatling's report");
        }
    }
}
