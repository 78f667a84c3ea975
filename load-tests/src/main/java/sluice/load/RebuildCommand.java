package sluice.load;

import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.capacity.RebuildRun;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Makes every read model anew from a journal of many orders, while an engine in process takes more.")
final class RebuildCommand extends ScenarioCommand {

    @Option(names = "--orders", defaultValue = "1000000", description = "orders in the journal, three rows each")
    private long orders;

    @Option(names = "--in-flight", defaultValue = "2", description = "requests in flight meanwhile")
    private int inFlight;

    @Option(
            names = "--within",
            defaultValue = "2m",
            converter = Durations.class,
            description = "for all models together")
    private Duration within = Duration.ZERO;

    @Option(
            names = "--judge",
            description = "compares every row with a fold of the journal; takes 1 kB of memory an order")
    private boolean judge;

    RebuildCommand(PrintStream out) {
        super("rebuild", out);
    }

    @Override
    Report play(Run run) throws Exception {
        try (var directory = TemporaryDirectory.create()) {
            return new RebuildRun(new RebuildRun.Options(orders, inFlight, within, judge), run).run(directory.path());
        }
    }
}
