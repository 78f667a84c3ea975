package sluice.load.scenario;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sluice.load.client.Target;
import sluice.load.judge.Reconciliation;

/** What a scenario is played on: targets, and the database behind them where it is known. */
public interface Stage extends AutoCloseable {

    /** How long what is under way when the clients have left may take to settle. */
    Duration SETTLES_WITHIN = Duration.ofSeconds(60);

    List<Target> targets();

    /** The JDBC URL of the database behind all targets. */
    Optional<String> databaseUrl();

    /** Stops what this stage runs, starts it again and returns true; or does nothing, where that was not asked for. */
    boolean restart() throws InterruptedException;

    @Override
    void close();

    default List<String> names() {
        return targets().stream().map(Target::name).toList();
    }

    /** Judges the books, and adds to the report what is found. */
    default void judge(Path logs, Report report) throws InterruptedException {
        if (databaseUrl().isEmpty()) {
            report.fact("books", "not judged: no database was named");
            return;
        }
        try {
            report.judged(
                    new Reconciliation(databaseUrl().get(), List.of(logs), SETTLES_WITHIN, Reconciliation.ONE_CLOCK)
                            .judge());
        } catch (SQLException e) {
            report.problem("the books could not be read: " + e.getMessage());
        }
    }
}
