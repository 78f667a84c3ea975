package sluice.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The server in a process of its own, as it is served. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Sluice .* is ready: (http://\\S+) .*");

    private final Process process;
    private final String url;
    private final List<String> printed;

    private ServerProcess(Process process, String url, List<String> printed) {
        this.process = process;
        this.url = url;
        this.printed = printed;
    }

    /** Starts it on free ports with its data under {@code data}, and returns when it is ready. */
    static ServerProcess start(Path data) {
        return start(TestApi.variables(data));
    }

    /** As {@link #start(Path)}, with these variables. */
    static ServerProcess start(Map<String, String> variables) {
        var process = launch(variables);
        var printed = new CopyOnWriteArrayList<String>();
        try {
            var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                printed.add(line);
                var ready = READY.matcher(line);
                if (ready.matches()) {
                    drain(reader, printed);
                    return new ServerProcess(process, ready.group(1), printed);
                }
            }
        } catch (IOException broken) {
            process.destroyForcibly();
            throw new UncheckedIOException(broken);
        }
        throw new IllegalStateException("the server ended: " + printed);
    }

    /** Starts a server with these variables, without waiting for it. */
    static Process launch(Map<String, String> variables) {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it lives too briefly to gain by more
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                Main.class.getName());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A process whose output nobody reads stops when the pipe is full. */
    private static void drain(BufferedReader reader, List<String> printed) {
        Thread.ofPlatform().daemon().start(() -> {
            try (var lines = reader.lines()) {
                lines.forEach(printed::add);
            } catch (UncheckedIOException killed) {
                // It prints no more.
            }
        });
    }

    /** What it has printed so far, its log among it. */
    List<String> printed() {
        return List.copyOf(printed);
    }

    /** Kills the process with SIGKILL; its database lives on. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops it as SIGTERM does. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not stop in time");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
