package sluice.load.peers;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One side in one scenario: its rounds, and whether its books balance. */
final class Contender {

    private static final int READ_BACK = 1_500;
    private static final long SEED = 7;

    /** What a step of the warm-up must do of the best before it, or the side is warm. */
    private static final double FASTER = 1.03;

    private final Side side;
    private final Driver driver;
    private final Scenario scenario;
    private final Plan plan;
    private final Conditions conditions;
    private final PrintStream out;
    private final List<Round> rounds = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long rowsBefore;
    private Figures.@Nullable OpenLoopFigures openLoop;

    /** @param conditions told how its server is set and how long it warmed up */
    Contender(Side side, Driver driver, Scenario scenario, Plan plan, Conditions conditions, PrintStream out) {
        this.side = side;
        this.driver = driver;
        this.scenario = scenario;
        this.plan = plan;
        this.conditions = conditions;
        this.out = out;
    }

    void prepare() throws SQLException {
        conditions.tell(side);
        side.prepare(scenario.workload());
        rowsBefore = side.rows();
    }

    /**
     * Goes on in steps until one is no more than 3 % faster than the best before it, or as long as the plan allows. The compiler of
     * an engine takes up to a minute, and one that was measured before would show two thirds of what it can do.
     */
    void warmUp(int inFlight, int concurrency) throws SQLException, InterruptedException {
        double best = warmUpStep(inFlight, concurrency);
        var took = plan.warmUpStep();
        boolean faster;
        do {
            double rate = warmUpStep(inFlight, concurrency);
            took = took.plus(plan.warmUpStep());
            faster = rate > best * FASTER;
            best = Math.max(best, rate);
        } while (faster && took.plus(plan.warmUpStep()).compareTo(plan.warmUp()) <= 0);
        side.rest();
        conditions.warmedUp(scenario, side, took);
    }

    private double warmUpStep(int inFlight, int concurrency) throws SQLException, InterruptedException {
        var round = driver.closed(inFlight, concurrency, Duration.ZERO, plan.warmUpStep());
        say("warm-up", round);
        return round.answeredPerSecond();
    }

    /** What it does at each concurrency, orders a second. */
    Map<Integer, Double> probes(List<Integer> concurrencies, IntUnaryOperator inFlight)
            throws SQLException, InterruptedException {
        var probes = new LinkedHashMap<Integer, Double>();
        for (int concurrency : concurrencies) {
            var round = driver.closed(inFlight.applyAsInt(concurrency), concurrency, plan.leadIn(), plan.probe());
            say("probe of " + concurrency, round);
            probes.put(concurrency, Figures.rounded(round.answeredPerSecond()));
        }
        return probes;
    }

    static int best(Map<Integer, Double> probes) {
        return Collections.max(probes.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    void round(int inFlight, int concurrency, Duration length) throws SQLException, InterruptedException {
        var round = driver.closed(inFlight, concurrency, plan.leadIn(), length);
        side.rest();
        say("round", round);
        rounds.add(round);
    }

    /** At a share of the rate that it showed in its rounds. */
    void openLoop(double share, int concurrency) throws SQLException, InterruptedException {
        double highest = Figures.of(rounds, 0, 1, null).perSecond();
        var round = driver.open(highest * share, concurrency, plan.leadIn(), plan.openLoop());
        side.rest();
        say("open loop", round);
        openLoop = Figures.OpenLoopFigures.of(highest * share, round);
    }

    ScenarioResult.Point point(int inFlight, int concurrency) throws SQLException, InterruptedException {
        var round = driver.closed(inFlight, concurrency, plan.leadIn(), plan.sweepPoint());
        side.rest();
        say("at " + inFlight, round);
        return ScenarioResult.Point.of(round);
    }

    /** Holds the orders in its books against those it acknowledged. */
    void count() throws SQLException {
        var counts = driver.totals().counts();
        long orders = side.orders();
        if (orders < counts.accepted() || orders > counts.accepted() + counts.unknown()) {
            fault("%,d orders in the books, %,d acknowledged and %,d of unknown outcome"
                    .formatted(orders, counts.accepted(), counts.unknown()));
        }
        if (scenario.isSoldOut() && side.rows() != rowsBefore) {
            fault(side.rows() - rowsBefore + " rows were written for orders that were refused");
        }
    }

    /** Judges its books, stops it and its database, starts both again, and reads some of what it acknowledged. */
    void judge() throws SQLException, InterruptedException {
        count();
        long began = System.nanoTime();
        side.judge(scenario.workload()).forEach(this::fault);
        long judged = System.nanoTime();
        var sample = new ArrayList<>(driver.totals().sample());
        if (!sample.isEmpty()) {
            Collections.shuffle(sample, new Random(SEED));
            var asked = sample.subList(0, Math.min(READ_BACK, sample.size()));
            side.restart();
            int known = side.known(asked).size();
            if (known < asked.size()) {
                fault("%,d of %,d acknowledged orders are not there after a restart"
                        .formatted(asked.size() - known, asked.size()));
            }
        }
        out.printf(
                Locale.ROOT,
                "  %-10s %,d orders judged in %.1f s, %d read back after a restart in %.1f s%n",
                side.name(),
                driver.totals().counts().accepted(),
                (judged - began) / 1e9,
                Math.min(READ_BACK, sample.size()),
                (System.nanoTime() - judged) / 1e9);
    }

    Figures figures(int inFlight, @Nullable Integer concurrency) throws SQLException {
        var counts = driver.totals().counts();
        long orders = Math.max(1, scenario.isSoldOut() ? counts.refused() : counts.accepted());
        var figures = Figures.of(rounds, (double) (side.rows() - rowsBefore) / orders, inFlight, concurrency);
        return openLoop == null ? figures : figures.with(openLoop);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    private void fault(String what) {
        out.println("  " + side.name() + ": THE BOOKS DO NOT BALANCE: " + what);
        faults.add(side.name() + ": " + what);
    }

    private void say(String what, Round round) {
        out.printf(
                Locale.ROOT,
                "  %-10s %-12s %,9.0f/s  p50 %8.3f ms  p99 %8.3f ms  CPU %6.1f + %6.1f + %5.1f µs  WAL %5.0f B%s%n",
                side.name(),
                what,
                round.answeredPerSecond(),
                round.millisAt(50),
                round.millisAt(99),
                round.jvmMicros(),
                round.postgresMicros(),
                round.clientMicros(),
                round.walBytes(),
                round.failed() == 0
                        ? ""
                        : "  FAILED " + round.failed() + ": " + driver.totals().lastFailure());
    }
}
