package sluice.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A node in a process of its own. */
final class ServedNode implements AutoCloseable {
    /** A process has the journal that this one was told to use, if it was. */
    private static final String JOURNAL = "pekko.persistence.journal.plugin";

    private final Process process;
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ServedNode(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts one as a child of this process. */
    static ServedNode start(Map<String, String> variables, String... jvmOptions) throws IOException {
        return start(command(jvmOptions), variables);
    }

    /** Starts one as a child of a shell that waits for it. */
    static ServedNode startBelowAShell(Map<String, String> variables) throws IOException {
        return start(List.of("sh", "-c", "'" + String.join("' '", command()) + "' & wait"), variables);
    }

    private static ServedNode start(List<String> command, Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(variables);
        return new ServedNode(builder.start());
    }

    private static List<String> command(String... jvmOptions) {
        var classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(jvmOptions));
        Optional.ofNullable(System.getProperty(JOURNAL))
                .ifPresent(plugin -> command.add("-D" + JOURNAL + "=" + plugin));
        command.addAll(List.of("-cp", classPath, ServedMain.class.getName()));
        return command;
    }

    static Map<String, String> variables(Path dataDirectory) {
        var variables = new HashMap<>(TestNode.variables(dataDirectory));
        variables.remove("SLUICE_BOOTSTRAP_KEY");
        return variables;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(printed::add);
        } catch (IOException | UncheckedIOException e) {
            // The process has ended.
        }
    }

    String awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> !process.isAlive() || printed.stream().anyMatch(line -> line.contains("is ready:")));
        return printed.stream()
                .filter(line -> line.contains("is ready:"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Ended with " + process.exitValue() + " after " + printed));
    }

    /** Everything on its standard output so far. */
    List<String> printed() {
        return new ArrayList<>(printed);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
    }

    void terminate() {
        process.destroy();
    }

    /** Whether it ended in time. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The process of the node that has the directory, itself or below a shell. */
    static ProcessHandle nodeOf(Path dataDirectory) throws IOException {
        var pid = Files.readString(dataDirectory.resolve("node.lock")).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
