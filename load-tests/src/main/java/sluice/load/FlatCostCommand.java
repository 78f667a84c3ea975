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
                "Places orders in process on a database with few rows in its journal and on one with many, in turn: it"
                        + " must not get slower.")
final class FlatCostCommand extends ScenarioCommand {

    @Option(names = "--few", defaultValue = "100000", description = "rows in the short journal")
    private long few;

    @Option(
            names = "--many",
            defaultValue = "10000000",
            description = "rows in the long one, three to an order; 1,000,000 take up about 450 MB")
    private long many;

    @Option(names = "--skus", defaultValue = "10", description = "SKUs, in turn")
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
            defaultValue = "60s",
            converter = Durations.class,
            description = "how long one measurement takes, which begins with a checkpoint")
    private Duration each = Duration.ZERO;

    @Option(names = "--turns", defaultValue = "2", description = "how often few, many, many, few are measured")
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
