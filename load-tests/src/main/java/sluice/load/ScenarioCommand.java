package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

/** What all scenarios share: where reports go, and that a scenario which finds something wrong exits with 1. */
abstract class ScenarioCommand implements Callable<Integer> {

    private static final Path MODULE = Path.of("load-tests");

    @Option(names = "--out", description = "where reports and clients' logs go; default: load-tests/target")
    private @Nullable Path output;

    private final String scenario;
    private final PrintStream out;

    ScenarioCommand(String scenario, PrintStream out) {
        this.scenario = scenario;
        this.out = out;
    }

    abstract Report play(Run run) throws Exception;

    @Override
    public Integer call() throws Exception {
        var run = Run.fresh(scenario, directory(), out);
        out.printf("%s, run %s; clients write to %s%n", scenario, run.id(), run.logs());
        var report = play(run);
        out.print(report.text());
        out.println("  report: " + report.write(directory()));
        return report.problems().isEmpty() ? 0 : 1;
    }

    private Path directory() {
        if (output != null) {
            return output;
        }
        return (Files.isDirectory(MODULE) ? MODULE : Path.of("")).resolve("target");
    }
}
