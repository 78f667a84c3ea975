package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.load.webhook.TailKills;

@Command(
        name = "tail-kills",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Kills the nodes of a cluster of two and their database while orders live: no event may be missing,"
                    + " twice or out of order, in the table and at endpoints, and read models must equal the journal.")
final class TailKillsCommand extends ScenarioCommand {

    @Option(names = "--kills", defaultValue = "50", description = "of nodes and of the database, and pauses of nodes")
    private int kills;

    @Option(names = "--rate", defaultValue = "60", description = "changes of orders a second")
    private double rate;

    @Option(
            names = "--longest-pause",
            defaultValue = "5s",
            converter = Durations.class,
            description = "between a recovery and the next kill")
    private Duration longestPause = Duration.ZERO;

    @Option(names = "--endpoints", defaultValue = "3", description = "that are told of every change")
    private int endpoints;

    @Option(names = "--seed", description = "of what is killed and when; default: a new one, which is printed")
    private @Nullable Long seed;

    @Option(names = "--data-dir", description = "of the first node; default: a temporary one")
    private @Nullable Path dataDirectory;

    TailKillsCommand(PrintStream out) {
        super("tail-kills", out);
    }

    @Override
    Report play(Run run) throws Exception {
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        run.out().println("seed " + chosen);
        var directory = dataDirectory == null ? Files.createTempDirectory("sluice-kills-") : dataDirectory;
        var options = new TailKills.Options(kills, rate, longestPause, endpoints, chosen);
        return new TailKills(options, run, directory).run();
    }
}
