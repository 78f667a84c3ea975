package sluice.load.peers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import sluice.load.process.ProcessCpu;

/** Drives sides over HTTP by a process of its own, see {@link HttpClientMain}. */
final class HttpClientProcess implements Drivers {

    static final String KEY = "the-key-of-the-peers-client";

    private static final JsonMapper JSON = new JsonMapper();

    private final Scenario scenario;
    private final int bulk;
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    private HttpClientProcess(Scenario scenario, int bulk, Process process) {
        this.scenario = scenario;
        this.bulk = bulk;
        this.process = process;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param bulk orders in a request */
    static HttpClientProcess start(Scenario scenario, int bulk) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                HttpClientMain.class.getName());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new HttpClientProcess(scenario, bulk, builder.start());
    }

    @Override
    public Driver driver(Side side) {
        return new OverHttp(side, this);
    }

    /** Begins; {@link #await} tells the rest. */
    void begin(URI server, int connections, double ordersPerSecond, Duration leadIn, Duration length)
            throws IOException {
        to.write(JSON.writeValueAsString(new HttpJob(
                server.getPort(),
                KEY,
                connections,
                ordersPerSecond / bulk,
                bulk,
                scenario.workload(),
                leadIn.toMillis(),
                length.toMillis())));
        to.newLine();
        to.flush();
    }

    /** Returns when the client says that what counts has begun or ended. */
    void await(String word) throws IOException {
        var said = line();
        if (!said.equals(word)) {
            throw new IOException("the client's process said " + said);
        }
    }

    HttpAnswers answers() throws IOException {
        var said = line();
        if (!said.startsWith("{")) {
            throw new IOException("the client's process said " + said);
        }
        return JSON.readValue(said, HttpAnswers.class);
    }

    private String line() throws IOException {
        var line = from.readLine();
        if (line == null) {
            throw new IOException("the client's process has ended");
        }
        return line;
    }

    Duration cpu() {
        return ProcessCpu.ofTree(process.toHandle());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
