package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's shell blocks as they are printed, in one shell, against a server process, and compares what they print. */
class ReadmeWalkThroughTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String MARK = "--- end of block ---";

    /** A block to run, and the lines that it is said to print, where … stands for anything. */
    private record Step(String commands, List<String> printed) {}

    @Test
    void theWalkThrough_printsWhatItSays(@TempDir Path directory) throws IOException, InterruptedException {
        var steps = steps(Files.readString(README));
        assertTrue(steps.size() >= 7, "the README has its walk-through");
        var variables = new HashMap<>(TestApi.variables(directory.resolve("data")));
        var managementPort = Integer.toString(freePort());
        variables.put("SLUICE_MANAGEMENT_PORT", managementPort);
        try (var server = ServerProcess.start(variables)) {
            var printed = run(steps, server.url(), managementPort, directory);
            assertEquals(steps.size(), printed.size(), "every block ran: " + printed);
            for (int index = 0; index < steps.size(); index++) {
                assertPrinted(steps.get(index), printed.get(index));
            }
        }
    }

    private static List<Step> steps(String readme) {
        var steps = new ArrayList<Step>();
        var blocks = BLOCK.matcher(readme);
        while (blocks.find()) {
            if (blocks.group(1).equals("sh")) {
                steps.add(new Step(blocks.group(2), List.of()));
            } else if (blocks.group(1).equals("text") && !steps.isEmpty()) {
                steps.add(new Step(
                        steps.removeLast().commands(), blocks.group(2).lines().toList()));
            }
        }
        return steps;
    }

    /** A port that nobody listens on, below those that the system gives to outgoing connections. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // another, then
            }
        }
    }

    private static List<String> run(List<Step> steps, String url, String managementPort, Path directory)
            throws IOException, InterruptedException {
        var script = new StringBuilder();
        steps.forEach(step ->
                script.append(step.commands()).append("echo '").append(MARK).append("'\n"));
        var builder = new ProcessBuilder("bash", "-c", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("SLUICE_URL", url);
        builder.environment().put("SLUICE_MANAGEMENT_URL", "http://127.0.0.1:" + managementPort);
        builder.environment().put("SLUICE_KEY", TestApi.KEY);
        var shell = builder.start();
        var output = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(shell.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, shell.exitValue(), output);
        var parts = new ArrayList<>(List.of(output.split(Pattern.quote(MARK + "\n"), -1)));
        assertEquals("", parts.removeLast());
        return parts;
    }

    /** Every printed line must match the README's line at its place, piece by piece. */
    private static void assertPrinted(Step step, String output) {
        var lines = output.lines().filter(line -> !line.isBlank()).toList();
        assertEquals(step.printed().size(), lines.size(), step.commands() + "printed\n" + output);
        for (int index = 0; index < lines.size(); index++) {
            var line = lines.get(index);
            var expected = step.printed().get(index);
            int from = 0;
            for (var piece : expected.split("…", -1)) {
                int found = line.indexOf(piece, from);
                assertFalse(found < 0, "the README says\n" + expected + "\nbut it printed\n" + line);
                from = found + piece.length();
            }
            assertEquals(line.length(), from, "the README says\n" + expected + "\nbut it printed\n" + line);
        }
    }
}
