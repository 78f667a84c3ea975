package sluice.load.peers;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.TemporaryDirectory;

/** {@code mvn -Ppeers}: measures the engine against its opponents, judges the books of all, and writes a report. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description =
                "Measures the engine against what one would write instead. Exits with 1 if any books do not balance.")
public final class Main implements Callable<Integer> {

    private static final Path MODULE = Path.of("load-tests");

    @Option(names = "--quick", arity = "1", description = "true: one pair of the first four scenarios")
    private boolean quick;

    @Option(names = "--scenarios", split = ",", description = "their names; all (with --quick, four) if not given")
    private List<String> scenarios = List.of("all");

    @Option(names = "--pairs", description = "of rounds; 0: as many as usual")
    private int pairs;

    @Option(names = "--seconds", description = "of each round; 0: as many as usual")
    private int seconds;

    @Option(names = "--out", description = "where the report goes; default: load-tests/target/peers")
    private @Nullable Path output;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    /** Exits with 0 if all books balance, 1 if any do not, 2 if the options are wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main(System.out)).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var plan = plan();
        var report = measured(chosen(), plan, out);
        var directory = output();
        report.write(directory);
        out.println(report.text());
        out.println("report: " + directory.resolve(Report.JSON_NAME) + ", " + directory.resolve(Report.PAGE_NAME));
        return report.booksBalanced() ? 0 : 1;
    }

    private Plan plan() {
        var plan = quick ? Plan.quick() : Plan.full();
        var withPairs = pairs > 0 ? plan.withPairs(pairs) : plan;
        return seconds > 0 ? withPairs.withRound(Duration.ofSeconds(seconds)) : withPairs;
    }

    private List<Scenario> chosen() {
        if (scenarios.equals(List.of("all"))) {
            return quick ? Scenario.FIRST_FOUR : Arrays.asList(Scenario.values());
        }
        return scenarios.stream().map(Scenario::titled).toList();
    }

    private Path output() {
        if (output != null) {
            return output;
        }
        return (Files.isDirectory(MODULE) ? MODULE : Path.of(""))
                .resolve("target")
                .resolve("peers");
    }

    /** Plays the scenarios, one after the other. */
    static Report measured(List<Scenario> scenarios, Plan plan, PrintStream out) throws Exception {
        var report = new Report(Conditions.here(plan.leftOut(scenarios)));
        for (var scenario : scenarios) {
            out.println(scenario.title());
            try (var directory = TemporaryDirectory.create()) {
                report.add(
                        scenario == Scenario.RECOVERY
                                ? new Recovery(plan, directory.path(), report.conditions(), out).play()
                                : new Contest(scenario, plan, directory.path(), report.conditions(), out).play());
            }
        }
        return report;
    }
}
