package sluice.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.load.scenario.Crash;
import sluice.load.scenario.Crash.Kill;
import sluice.load.scenario.Crash.Round;
import sluice.load.scenario.Run;
import sluice.load.scenario.TwoWriters;

/** The faults that every build survives. */
final class FaultsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private Run run(String scenario) {
        return Run.fresh(scenario, directory.resolve("out"), new PrintStream(text, true, StandardCharsets.UTF_8));
    }

    @Test
    void threeKills_loseNothingAndSellNothingTwice() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong(1_000_000);
        System.out.println("seed of the kills: " + seed);
        var rounds =
                List.of(new Round(Kill.NODE, "birth-sent"), new Round(Kill.DATABASE, ""), new Round(Kill.BOTH, ""));

        var options = new Crash.Options(rounds, rounds.size(), 300, 900, 48, seed);

        var report = new Crash(options, run("crash"), directory.resolve("data")).run();

        assertEquals(List.of(), report.problems(), () -> report.text() + text.toString(StandardCharsets.UTF_8));
        System.out.print(report.text());
    }

    @Test
    void twoNodesThatAreNoCluster_neverSellMoreThanWasReceived() throws Exception {
        var report = new TwoWriters(new TwoWriters.Options(100, 300, 16), run("two-writers"), directory.resolve("data"))
                .run();

        assertEquals(List.of(), report.problems(), () -> report.text() + text.toString(StandardCharsets.UTF_8));
        assertTrue(report.facts().containsKey("conflicts logged"));
    }
}
