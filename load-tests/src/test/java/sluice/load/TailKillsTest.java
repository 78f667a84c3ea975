package sluice.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.load.scenario.Run;
import sluice.load.webhook.TailKills;

/** Kills that every build survives; {@code tail-kills} makes more. */
final class TailKillsTest {

    @Test
    void twoKills_loseNoEvent_andRepeatNone(@TempDir Path directory) throws Exception {
        long seed = ThreadLocalRandom.current().nextLong(1_000_000);
        System.out.println("seed of the kills: " + seed);
        var text = new ByteArrayOutputStream();
        var run =
                Run.fresh("tail-kills", directory.resolve("out"), new PrintStream(text, true, StandardCharsets.UTF_8));
        var options = new TailKills.Options(2, 40, Duration.ofSeconds(1), 2, seed);

        var report = new TailKills(options, run, directory.resolve("data")).run();

        assertEquals(List.of(), report.problems(), () -> report.text() + text.toString(StandardCharsets.UTF_8));
        System.out.print(report.text());
    }
}
