package sluice.load.peers;

import com.typesafe.config.ConfigFactory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import sluice.Caller;
import sluice.entity.Outcome;
import sluice.load.peers.ScenarioResult.Recovered;
import sluice.load.process.EmbeddedPostgres;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;

/**
 * How long a SKU with very many open claims takes to answer after its node has started: with the snapshots that the engine took of
 * it, and without any, which is a replay of all its rows. No opponent keeps a state that would have to be recovered.
 */
final class Recovery {

    private static final Caller CALLER = Caller.of("peers");
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final String ENTITY = "s|sku-0";

    private final Plan plan;
    private final Path directory;
    private final Conditions conditions;
    private final PrintStream out;

    Recovery(Plan plan, Path directory, Conditions conditions, PrintStream out) {
        this.plan = plan;
        this.directory = directory;
        this.conditions = conditions;
        this.out = out;
    }

    ScenarioResult play() throws SQLException, InterruptedException {
        var scenario = Scenario.RECOVERY;
        try (var side = EngineSide.start("engine", directory.resolve("engine"), ConfigFactory.empty())) {
            var driver = new InProcess(side, scenario);
            var engine = new Contender(side, driver, scenario, plan, conditions, out);
            engine.prepare();
            while (driver.totals().counts().accepted() < plan.claims()) {
                engine.round(scenario.inFlight(), 1, remaining(driver));
            }
            engine.count();
            long claims = driver.totals().counts().accepted();
            long rows = number(side, "event_journal");
            long snapshots = number(side, "snapshot");
            var faults = new ArrayList<>(engine.faults());
            var figures = engine.figures(scenario.inFlight(), null);

            double snapshotMillis = restarted(side, claims, faults);
            forgetSnapshots(side);
            double replayMillis = restarted(side, claims, faults);
            var recovered = new Recovered(
                    claims,
                    rows,
                    snapshots,
                    Figures.rounded(snapshotMillis),
                    Figures.rounded(replayMillis),
                    Figures.rounded(claims * 1_000 / replayMillis));
            out.printf(
                    Locale.ROOT,
                    "  %,d claims in %,d rows: answers after %,.0f ms with %d snapshots, %,.0f ms without (%,.0f"
                            + " claims/s)%n",
                    claims,
                    rows,
                    snapshotMillis,
                    snapshots,
                    replayMillis,
                    recovered.replayedClaimsPerSecond());
            engine.judge();
            faults.addAll(engine.faults());
            return ScenarioResult.of(figures, recovered, faults);
        }
    }

    /** By the rate so far, in rounds that are neither very short nor very long. */
    private Duration remaining(InProcess driver) {
        long left = plan.claims() - driver.totals().counts().accepted();
        return left < plan.claims() / 4 ? plan.leadIn() : plan.round();
    }

    /** How long the SKU takes to answer once its node has started, in milliseconds. */
    private static double restarted(EngineSide side, long claims, List<String> faults) throws InterruptedException {
        side.restart();
        long asked = System.nanoTime();
        while (true) {
            var outcome = side.engine(1)
                    .sku(Scenario.RECOVERY.workload().sku(0), new StockCommand.Read(), CALLER)
                    .toCompletableFuture()
                    .join();
            long answered = System.nanoTime();
            if (outcome instanceof Outcome.Done<?, ?>(StockAnswer.StockView view, var replayed)) {
                if (view.claimed().units() != claims) {
                    faults.add("%d claimed after a restart, of %d"
                            .formatted(view.claimed().units(), claims));
                }
                return (answered - asked) / 1e6;
            }
            if (answered - asked > PATIENCE_NANOS) {
                throw new IllegalStateException("the SKU does not answer: " + outcome);
            }
            Thread.sleep(1);
        }
    }

    private static void forgetSnapshots(EngineSide side) throws SQLException {
        try (var connection = DriverManager.getConnection(new EmbeddedPostgres(side.dataDirectory()).url());
                var statement = connection.prepareStatement("delete from snapshot where persistence_id = ?")) {
            statement.setString(1, ENTITY);
            statement.executeUpdate();
        }
    }

    private static long number(EngineSide side, String table) throws SQLException {
        try (var probe = DatabaseProbe.of(side.dataDirectory())) {
            return probe.number("select count(*) from " + table + " where persistence_id = '" + ENTITY + "'");
        }
    }
}
