package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.capacity.SlowClients;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "slow-clients",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Has slowhttptest open thousands of connections that send, or read, next to nothing: a client"
                + " that is not slow must be served nearly as fast as before, and the slow ones be cut off.")
final class SlowClientsCommand extends ScenarioCommand {

    @Option(names = "--rate", defaultValue = "200", description = "orders a second of the client that is not slow")
    private double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "30s",
            converter = Durations.class,
            description = "with orders alone, and then with an attack, before anything counts")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--for",
            defaultValue = "60s",
            converter = Durations.class,
            description = "how long each attack, and the stretch without one before it")
    private Duration time = Duration.ZERO;

    @Option(names = "--connections", defaultValue = "4000", description = "connections of each attack")
    private int connections;

    @Option(
            names = "--connections-per-second",
            defaultValue = "200", // as in slowhttptest's own examples
            description = "how fast each attack opens them")
    private int connectionsPerSecond;

    @Option(
            names = "--data-dir",
            description = "data directory of the node's embedded database; default: a temporary one")
    private @Nullable Path dataDirectory;

    SlowClientsCommand(PrintStream out) {
        super("slow-clients", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var directory = dataDirectory == null ? Files.createTempDirectory("sluice-load-") : dataDirectory;
        var options = new SlowClients.Options(rate, warmUp, time, connections, connectionsPerSecond);
        return new SlowClients(options, run).run(directory);
    }
}
