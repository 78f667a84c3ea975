package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.capacity.Overload;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "overload",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Finds a node's highest goodput over HTTP, then offers many times that: it must accept nearly as"
                + " many, refuse the others at once, and keep its memory.")
final class OverloadCommand extends ScenarioCommand {

    @Option(names = "--accounts", defaultValue = "1000", description = "accounts, in turn, all with credit")
    private int accounts;

    @Option(
            names = "--warm-up",
            defaultValue = "40s",
            converter = Durations.class,
            description = "at full rate, before anything counts")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--in-flight",
            defaultValue = "128,512",
            split = ",",
            description = "requests in flight while the peak is looked for")
    private List<Integer> inFlight = List.of();

    @Option(
            names = "--peak-for",
            defaultValue = "10s",
            converter = Durations.class,
            description = "how long each of them")
    private Duration peakFor = Duration.ZERO;

    @Option(names = "--times", defaultValue = "10", description = "the peak, that much is offered")
    private double times;

    @Option(
            names = "--overload-for",
            defaultValue = "60s",
            converter = Durations.class,
            description = "how long it is offered")
    private Duration overloadFor = Duration.ZERO;

    @Option(names = "--connections", defaultValue = "2048", description = "connections over which it is offered")
    private int connections;

    @Option(names = "--depth", defaultValue = "1", description = "the most requests that wait on one connection")
    private int depth;

    @Option(
            names = "--data-dir",
            description = "data directory of the node's embedded database; default: a temporary one")
    private @Nullable Path dataDirectory;

    OverloadCommand(PrintStream out) {
        super("overload", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var options = new Overload.Options(accounts, warmUp, inFlight, peakFor, times, overloadFor, connections, depth);
        var directory = dataDirectory == null ? Files.createTempDirectory("sluice-load-") : dataDirectory;
        return new Overload(options, run).run(directory);
    }
}
