package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.scenario.Crash;
import sluice.load.scenario.Crash.Kill;
import sluice.load.scenario.Crash.Round;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Kills a node, its PostgreSQL or both in the middle of flash sales, and judges after a restart.")
final class CrashCommand extends ScenarioCommand {

    /** What is killed in a run. */
    enum What {
        node,
        database,
        both,
        all
    }

    @Option(names = "--rounds", defaultValue = "5", description = "at random moments, of each kind of kill")
    private int rounds;

    @Option(names = "--what", defaultValue = "all", description = "${COMPLETION-CANDIDATES}")
    private What what = What.all;

    @Option(
            names = "--points",
            split = ",",
            arity = "0..1",
            defaultValue = "after-claims,birth-sent,before-answer",
            description = "a round more for each point at which the node, and the node with its database, is killed")
    private List<String> points = List.of();

    @Option(names = "--units", defaultValue = "1500", description = "of each round's sale")
    private int units;

    @Option(names = "--buyers", defaultValue = "4000", description = "of each round's sale")
    private int buyers;

    @Option(names = "--connections", defaultValue = "64", description = "requests in flight")
    private int connections;

    @Option(names = "--seed", description = "of the moments; default: a new one, which is printed")
    private @Nullable Long seed;

    @Option(names = "--data-dir", description = "of the node; default: a temporary one")
    private @Nullable Path dataDirectory;

    CrashCommand(PrintStream out) {
        super("crash", out);
    }

    @Override
    Report play(Run run) throws Exception {
        long moments = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        run.out().println("seed " + moments);
        var directory = dataDirectory == null ? Files.createTempDirectory("sluice-crash-") : dataDirectory;
        var options = new Crash.Options(kills(), 1, units, buyers, connections, moments);
        return new Crash(options, run, directory).run();
    }

    private List<Round> kills() {
        var kinds = switch (what) {
            case node -> List.of(Kill.NODE);
            case database -> List.of(Kill.DATABASE);
            case both -> List.of(Kill.BOTH);
            case all -> List.of(Kill.values());
        };
        var kills = new ArrayList<Round>();
        for (var kind : kinds) {
            for (int i = 0; i < rounds; i++) {
                kills.add(new Round(kind, ""));
            }
            if (kind != Kill.DATABASE) { // which is no part of the node that comes to a point
                points.stream().filter(point -> !point.isBlank()).forEach(point -> kills.add(new Round(kind, point)));
            }
        }
        return kills;
    }
}
