package sluice.load.peers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.load.peers.ScenarioResult.SweepPoint;

/** What is measured in one scenario, one after the other. All that a plan's lengths are spent on is spent here. */
final class Course {

    private static final double OPEN_LOOP_SHARE = 0.8;
    private static final int WARM_UP_CONCURRENCY = 16;

    private final Scenario scenario;
    private final Plan plan;

    Course(Scenario scenario, Plan plan) {
        this.scenario = scenario;
        this.plan = plan;
    }

    /**
     * What was found.
     *
     * @param probes what the function did at each concurrency, orders a second
     */
    record Measured(Figures engine, Figures function, Map<Integer, Double> probes, List<SweepPoint> sweep) {}

    /** Engine against function, which is measured at the concurrency that is its best. */
    Measured pairs(Contender engine, Contender function) throws SQLException, InterruptedException {
        engine.warmUp(scenario.inFlight(), 1);
        function.warmUp(scenario.inFlightOfFunction(WARM_UP_CONCURRENCY), WARM_UP_CONCURRENCY);
        var probes = function.probes(scenario.concurrencies(), scenario::inFlightOfFunction);
        int concurrency = Contender.best(probes);
        int inFlight = scenario.inFlightOfFunction(concurrency);
        inTurn(engine, function, inFlight, concurrency);
        if (scenario.hasOpenLoop() && !plan.openLoop().isZero()) {
            engine.openLoop(OPEN_LOOP_SHARE, 1);
            function.openLoop(OPEN_LOOP_SHARE, concurrency);
        }
        var sweep = scenario.hasSweep() ? sweep(engine, function, concurrency) : List.<SweepPoint>of();
        return new Measured(
                engine.figures(scenario.inFlight(), null), function.figures(inFlight, concurrency), probes, sweep);
    }

    /** A B, B A, A B, …: what slowly changes on the machine tells on both alike. */
    private void inTurn(Contender engine, Contender function, int inFlight, int concurrency)
            throws SQLException, InterruptedException {
        for (int pair = 0; pair < plan.pairs(); pair++) {
            if (pair % 2 == 0) {
                engine.round(scenario.inFlight(), 1, plan.round());
                function.round(inFlight, concurrency, plan.round());
            } else {
                function.round(inFlight, concurrency, plan.round());
                engine.round(scenario.inFlight(), 1, plan.round());
            }
            engine.count();
            function.count();
        }
    }

    /** The function's requests wait for a connection where there are more of them than it does well with. */
    private List<SweepPoint> sweep(Contender engine, Contender function, int concurrency)
            throws SQLException, InterruptedException {
        var points = new ArrayList<SweepPoint>();
        for (int inFlight : plan.sweep()) {
            points.add(new SweepPoint(
                    inFlight, engine.point(inFlight, 1), function.point(inFlight, Math.min(inFlight, concurrency))));
        }
        return points;
    }

    /**
     * Another opponent.
     *
     * @param concurrencies to try and take the best of; none where there is nothing to choose
     */
    Figures alone(Contender opponent, List<Integer> concurrencies) throws SQLException, InterruptedException {
        int inFlight = scenario.inFlight();
        opponent.warmUp(inFlight, concurrencies.isEmpty() ? 1 : concurrencies.getLast());
        @Nullable
        Integer chosen = concurrencies.isEmpty()
                ? null
                : Contender.best(opponent.probes(concurrencies, concurrency -> inFlight));
        opponent.round(inFlight, chosen == null ? 1 : chosen, plan.other());
        return opponent.figures(inFlight, chosen);
    }
}
