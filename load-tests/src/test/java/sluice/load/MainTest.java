package sluice.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private int load(String... arguments) {
        return Main.run(new PrintStream(text, true, StandardCharsets.UTF_8), arguments);
    }

    @Test
    void scenarioWithoutATarget_isAMistakeOfTheCaller() {
        assertEquals(2, load("flash-sale", "--out", directory.toString()));
        assertEquals(2, load("reconcile"));
        assertEquals(2, load("unheard-of"));
    }

    @Test
    void flashSaleInProcess_sellsExactlyAndBalancesAfterARestart() throws Exception {
        int status = load(
                "flash-sale",
                "--in-process",
                "--restart",
                "--data-dir",
                directory.resolve("data").toString(),
                "--out",
                directory.toString(),
                "--units",
                "40",
                "--buyers",
                "400",
                "--connections",
                "16",
                "--accounts",
                "8");

        assertEquals(0, status, () -> text.toString(StandardCharsets.UTF_8));
        assertTrue(Files.readString(directory.resolve("flash-sale.json")).contains("\"accepted\" : 40"));
    }

    @Test
    void rebuild_makesEveryReadModelAnew_fromTheWholeJournal() {
        int status = load("rebuild", "--orders", "2000", "--judge", "--out", directory.toString());

        assertEquals(0, status, () -> text.toString(StandardCharsets.UTF_8));
    }
}
