package sluice.load.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of one scenario, as short as can be: that figures come of it, and books that balance. */
final class PeersTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aTinyRun_writesFiguresOfBothSidesAndBalancedBooks() throws Exception {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);

        Main.measured(List.of(Scenario.HOT_SKU_CREDIT), Plan.tiny(), out).write(directory);

        var report = new JsonMapper().readTree(directory.resolve("peers.json").toFile());
        var scenario = report.path("scenarios").path(0);
        var text = said.toString(StandardCharsets.UTF_8);
        assertEquals("hot-sku-credit", scenario.path("name").asText());
        assertTrue(scenario.path("booksBalanced").asBoolean(), text);
        assertEquals(1, scenario.path("pairs").asInt());
        assertFigures(scenario.path("engine"), text);
        assertFigures(scenario.path("postgres"), text);
        assertEquals(
                scenario.path("engine").path("perSecond").asDouble()
                        / scenario.path("postgres").path("perSecond").asDouble(),
                scenario.path("ratio").asDouble(),
                0.01);
        assertEquals(3, scenario.path("postgres").path("rowsPerOrder").asDouble(), 0.01, "order, line and audit row");
        for (var side : List.of("engine", "postgres")) {
            var settings = report.path("conditions").path("postgres").path(side);
            assertEquals("on", settings.path("fsync").asText());
            assertEquals("on", settings.path("synchronous_commit").asText());
        }
        var conditions = report.path("conditions");
        assertTrue(conditions.path("leftOut").toString().contains("the scenario sold-out"), conditions.toString());
        for (var side : List.of("engine", "postgres")) {
            var seconds =
                    conditions.path("warmUpSeconds").path("hot-sku-credit").path(side);
            assertEquals(0.6, seconds.asDouble(), "two steps, which is all that this plan has");
        }
        var page = Files.readString(directory.resolve("index.html"));
        assertTrue(page.contains("<svg") && !page.contains("<script"), page);
        assertTrue(page.contains("Seconds of warm-up in hot-sku-credit"), page);
        assertTrue(page.contains("Left out: the sweep"), page);
    }

    private static void assertFigures(JsonNode figures, String text) {
        for (var name : List.of(
                "perSecond", "p50Millis", "p99Millis", "cpuMicrosPerOrder", "walBytesPerOrder", "rowsPerOrder")) {
            assertTrue(figures.path(name).asDouble() > 0, name + " in " + figures + "\n" + text);
        }
        assertTrue(figures.path("latencyMillis").path("99").asDouble() > 0, text);
        assertEquals(0, figures.path("failed").asLong(), text);
        assertTrue(figures.path("openLoop").path("p99Millis").asDouble() > 0, text);
    }
}
