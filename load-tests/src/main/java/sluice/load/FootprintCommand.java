package sluice.load;

import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.capacity.Footprint;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "footprint",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measures what orders, claims, SKUs and accounts take up in the heap of an engine in this process, and"
                        + " in the write-ahead log.")
final class FootprintCommand extends ScenarioCommand {

    @Option(names = "--claims", defaultValue = "1000000", description = "open claims on one SKU")
    private int claims;

    @Option(
            names = "--entities",
            defaultValue = "100000",
            description = "SKUs, and as many accounts, in memory at once")
    private int entities;

    @Option(names = "--orders", defaultValue = "1000000", description = "orders over which bytes and rows are averaged")
    private int orders;

    @Option(names = "--keys", description = "give these orders idempotency keys, each of which is a row of its own")
    private boolean keys;

    @Option(names = "--in-flight", defaultValue = "500", description = "requests in flight")
    private int inFlight;

    FootprintCommand(PrintStream out) {
        super("footprint", out);
    }

    @Override
    Report play(Run run) throws Exception {
        try (var directory = TemporaryDirectory.create()) {
            return new Footprint(new Footprint.Options(claims, entities, orders, keys, inFlight), run)
                    .run(directory.path());
        }
    }
}
