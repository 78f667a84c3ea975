package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.load.scenario.TwoWriters;

@Command(
        name = "two-writers",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Drives two nodes that are no cluster, on one database, at the same SKU: never more sold than"
                + " received.")
final class TwoWritersCommand extends ScenarioCommand {

    @Option(names = "--units", defaultValue = "500", description = "received at first; more are received meanwhile")
    private int units;

    @Option(names = "--buyers", defaultValue = "3000", description = "orders of one unit each")
    private int buyers;

    @Option(names = "--connections", defaultValue = "32", description = "requests in flight")
    private int connections;

    @Option(names = "--data-dir", description = "of the first node; default: a temporary one")
    private @Nullable Path dataDirectory;

    TwoWritersCommand(PrintStream out) {
        super("two-writers", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var directory = dataDirectory == null ? Files.createTempDirectory("sluice-two-writers-") : dataDirectory;
        return new TwoWriters(new TwoWriters.Options(units, buyers, connections), run, directory).run();
    }
}
