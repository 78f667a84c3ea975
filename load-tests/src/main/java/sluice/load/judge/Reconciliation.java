package sluice.load.judge;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.load.client.AttemptLog;
import sluice.load.client.SetUpLog;

/**
 * The judging of one database against the logs of clients.
 *
 * @param databaseUrl of JDBC
 * @param logs directories of clients' logs
 * @param settleWithin how long what is still under way may take to settle
 * @param clock how far apart the clocks of clients and nodes may be; zero if refusals are not to be justified
 */
public record Reconciliation(String databaseUrl, List<Path> logs, Duration settleWithin, Duration clock) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Clients and nodes on one machine. */
    public static final Duration ONE_CLOCK = Duration.ofMillis(50);

    /** Judges until the books balance, are wrong for good, or had the time to settle. */
    public Verdict judge() throws SQLException, InterruptedException {
        var attempts = new ArrayList<AttemptLog.Entry>();
        var setUp = new ArrayList<SetUpLog.Entry>();
        for (var directory : logs) {
            attempts.addAll(AttemptLog.read(directory));
            setUp.addAll(SetUpLog.read(directory));
        }
        var journal = new Journal(databaseUrl);
        long deadline = System.nanoTime() + settleWithin.toNanos();
        while (true) {
            var judge = new Judge();
            journal.show(judge);
            judge.clients(attempts, setUp, clock);
            var verdict = judge.verdict();
            if (!verdict.mayStillSettle() || System.nanoTime() > deadline) {
                return verdict;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
