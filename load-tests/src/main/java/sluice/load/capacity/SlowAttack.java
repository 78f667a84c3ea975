package sluice.load.capacity;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code slowhttptest} as a process: clients that open thousands of connections and then send, or read, next to nothing.
 *
 * <p>It writes a line a second about its connections, as CSV: the second, closed, pending, connected, whether a probe was answered. What
 * it takes for connected may be closed already: one that reads slowly comes late to the end of what it was sent.
 *
 * <p>It runs at the lowest priority: an attacker has machines of his own, and does not take the processor from those whom he attacks.
 */
final class SlowAttack implements AutoCloseable {

    private static final int CLOSED = 1;
    private static final int CONNECTED = 3;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30); // after its time

    private final Process process;
    private final Path csv;

    /** What the slow clients are slow at. */
    enum Mode {
        HEADERS("-H"),
        BODY("-B -s 8192 -t POST"),
        READ("-X -k 10 -w 1 -y 16 -n 5 -z 5");

        private final String options;

        Mode(String options) {
            this.options = options;
        }
    }

    private SlowAttack(Process process, Path csv) {
        this.process = process;
        this.csv = csv;
    }

    /** Begins it; it ends by itself after {@code time}. */
    static SlowAttack begin(Mode mode, URI url, int connections, int connectionsPerSecond, Duration time, Path logs)
            throws IOException {
        var prefix = logs.resolve("slow-" + mode).toAbsolutePath();
        var command = new ArrayList<String>(List.of("nice", "-n", "19", "slowhttptest"));
        command.addAll(List.of(mode.options.split(" ", -1)));
        command.addAll(List.of("-c", Integer.toString(connections), "-r", Integer.toString(connectionsPerSecond)));
        command.addAll(List.of("-i", "5", "-l", Long.toString(time.toSeconds()), "-p", "5"));
        command.addAll(List.of("-g", "-o", prefix.toString(), "-u", url.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(Path.of(prefix + ".log").toFile());
        try {
            return new SlowAttack(builder.start(), Path.of(prefix + ".csv"));
        } catch (IOException missing) {
            throw new IOException("slowhttptest cannot be run; .ci/slow installs it", missing);
        }
    }

    /**
     * What it came to.
     *
     * @param opened connections, in all
     * @param atOnce of them, at most
     */
    record Connected(int opened, int atOnce) {}

    /**
     * Waits for its end.
     *
     * @throws IOException if it does not end, or has told nothing
     */
    Connected end() throws IOException, InterruptedException {
        if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("slowhttptest does not end");
        }
        int opened = 0;
        int atOnce = 0;
        for (var line : Files.readAllLines(csv)) {
            var fields = line.replace("\"", "").split(",", -1);
            if (fields.length > CONNECTED && fields[0].chars().allMatch(Character::isDigit)) {
                int connected = Integer.parseInt(fields[CONNECTED].strip());
                atOnce = Math.max(atOnce, connected);
                opened = Math.max(opened, connected + Integer.parseInt(fields[CLOSED].strip()));
            }
        }
        return new Connected(opened, atOnce);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
