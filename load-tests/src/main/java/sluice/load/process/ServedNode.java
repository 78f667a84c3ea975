package sluice.load.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A served node as a process of its own, started from this process's class path, that can be killed. */
public final class ServedNode implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(35);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final String MAIN = "sluice.http.Main";

    /** A node has the journal that this process was told to use, if it was. */
    private static final String JOURNAL = "pekko.persistence.journal.plugin";

    /** Options of the JVM for each node, after those that every node has: short runs ask for a quick start. */
    private static final List<String> OPTIONS = Stream.of(
                    System.getProperty("sluice.node-options", "").split(" ", -1))
            .filter(option -> !option.isBlank())
            .toList();

    private final NodePlan plan;
    private final Process process;

    private ServedNode(NodePlan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    /** Starts the process and returns at once; what it prints is appended to the plan's log. */
    public static ServedNode start(NodePlan plan, String... jvmOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseParallelGC", "-XX:+UseTransparentHugePages")); // as mvn -Pserve does
        command.addAll(OPTIONS);
        command.addAll(List.of(jvmOptions));
        var journal = System.getProperty(JOURNAL);
        if (journal != null) {
            command.add("-D" + JOURNAL + "=" + journal);
        }
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), MAIN));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(plan.environment());
        try {
            Files.createDirectories(plan.log().toAbsolutePath().getParent());
            return new ServedNode(plan, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException with the end of its log, if it ends or is not ready within 90 s */
    public ServedNode awaitReady() throws InterruptedException {
        var ready = URI.create("http://127.0.0.1:" + plan.managementPort() + "/ready");
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (!answersOk(client, ready)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the node ended: " + endOfLog());
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the node is not ready: " + endOfLog());
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
        return this;
    }

    /** Whether it says so at this moment. */
    public boolean isReady() throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return process.isAlive()
                    && answersOk(client, URI.create("http://127.0.0.1:" + plan.managementPort() + "/ready"));
        }
    }

    private static boolean answersOk(HttpClient client, URI uri) throws InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public NodePlan plan() {
        return plan;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process with SIGKILL and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Sends the process a signal by its name: {@code STOP}, {@code CONT}. */
    public void signal(String name) throws InterruptedException {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process ends by itself; false if it still runs after {@code patience}. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asks the process to stop with SIGTERM and returns its exit status.
     *
     * @throws IllegalStateException with the end of its log, if it does not end in time
     */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!awaitEnd(STOPS_WITHIN)) {
            throw new IllegalStateException("the node does not stop: " + endOfLog());
        }
        return process.exitValue();
    }

    /** The last lines that the node printed. */
    public String endOfLog() {
        try {
            var lines =
                    Files.readString(plan.log(), StandardCharsets.UTF_8).lines().toList();
            return plan.log() + "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return plan.log() + " cannot be read";
        }
    }

    /** Kills the node if it still runs, and the database that it may have left behind. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        plan.dataDirectory().ifPresent(directory -> new EmbeddedPostgres(directory).kill());
    }
}
