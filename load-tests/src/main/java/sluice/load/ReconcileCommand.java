package sluice.load;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.judge.ReadModelsJudge;
import sluice.load.judge.Reconciliation;
import sluice.load.process.EmbeddedPostgres;

@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Judges the books from the journal, and from the logs of clients where there are any.")
final class ReconcileCommand implements Callable<Integer> {

    /** Where the books are. */
    static final class Books {
        @Option(names = "--database-url", required = true, description = "JDBC URL, user and password included")
        private @Nullable String databaseUrl;

        @Option(names = "--data-dir", required = true, description = "data directory of a running node")
        private @Nullable Path dataDirectory;

        String url() {
            if (databaseUrl != null) {
                return databaseUrl;
            }
            if (dataDirectory != null) {
                return new EmbeddedPostgres(dataDirectory).url();
            }
            throw new IllegalStateException("one of them is required");
        }
    }

    @ArgGroup(multiplicity = "1")
    private Books books = new Books();

    @Option(names = "--logs", arity = "1..*", description = "directories of clients' logs")
    private List<Path> logs = List.of();

    @Option(
            names = "--settle-within",
            defaultValue = "PT60S",
            converter = Durations.class,
            description = "how long what is under way may take to settle: 60s")
    private Duration settleWithin = Duration.ZERO;

    @Option(
            names = "--clock-skew",
            defaultValue = "PT0.05S",
            converter = Durations.class,
            description = "between clients and nodes; 0s if refusals are not to be held against the books")
    private Duration clockSkew = Duration.ZERO;

    @Option(
            names = "--read-models",
            description = "judges the read models instead, once their tails have caught up: every row of theirs")
    private boolean readModels;

    private final PrintStream out;

    ReconcileCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        var verdict = readModels
                ? ReadModelsJudge.judge(books.url(), settleWithin)
                : new Reconciliation(books.url(), logs, settleWithin, clockSkew).judge();
        out.print(verdict.text());
        return verdict.isBalanced() ? 0 : 1;
    }
}
