package sluice.load;

import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.capacity.TailCost;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "tail-cost",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Places orders with and without read models, events and webhooks, in turn: with them at least 0.7 of"
                        + " the rate without; and tells how long the tails take when the orders end.")
final class TailCostCommand extends ScenarioCommand {

    @Option(names = "--endpoints", defaultValue = "3", description = "that want every event")
    private int endpoints;

    @Option(names = "--in-flight", defaultValue = "500", description = "requests that wait for their answers")
    private int inFlight;

    @Option(
            names = "--warm-up",
            defaultValue = "20s",
            converter = Durations.class,
            description = "of each, before anything counts")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--for",
            defaultValue = "6s",
            converter = Durations.class,
            description = "how long each measurement")
    private Duration each = Duration.ZERO;

    @Option(names = "--turns", defaultValue = "2", description = "each without, with, with, without")
    private int turns;

    @Option(
            names = "--catch-up",
            defaultValue = "15m",
            converter = Durations.class,
            description = "how long tails and deliveries may take after each")
    private Duration catchUp = Duration.ZERO;

    TailCostCommand(PrintStream out) {
        super("tail-cost", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var options = new TailCost.Options(endpoints, inFlight, warmUp, each, turns, catchUp);
        try (var directory = TemporaryDirectory.create()) {
            return new TailCost(options, run).run(directory.path());
        }
    }
}
