package sluice.load;

import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.capacity.FlatCost;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "flat-cost",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Places orders in process on a database with few orders and on one with many, in turn: it must not"
                        + " get slower.")
final class FlatCostCommand extends ScenarioCommand {

    @Option(names = "--few", defaultValue = "100000", description = "orders in the short journal")
    private long few;

    @Option(
            names = "--many",
            defaultValue = "10000000",
            description = "orders in the long one; 1,000,000 take up about 1 GB")
    private long many;

    @Option(names = "--skus", defaultValue = "1", description = "SKUs, in turn")
    private int skus;

    @Option(names = "--accounts", defaultValue = "10000", description = "accounts, in turn, all with credit")
    private int accounts;

    @Option(names = "--without-keys", description = "orders without idempotency keys, and so without references")
    private boolean withoutKeys;

    @Option(names = "--in-flight", defaultValue = "500", description = "requests in flight")
    private int inFlight;

    @Option(
            names = "--warm-up",
            defaultValue = "30s",
            converter = Durations.class,
            description = "for each engine, before anything counts")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--each",
            defaultValue = "10s",
            converter = Durations.class,
            description = "how long one measurement takes")
    private Duration each = Duration.ZERO;

    @Option(names = "--turns", defaultValue = "3", description = "how often few, many, many, few are measured")
    private int turns;

    FlatCostCommand(PrintStream out) {
        super("flat-cost", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var options = new FlatCost.Options(few, many, skus, accounts, !withoutKeys, inFlight, warmUp, each, turns);
        try (var directory = TemporaryDirectory.create()) {
            return new FlatCost(options, run).run(directory.path());
        }
    }
}
