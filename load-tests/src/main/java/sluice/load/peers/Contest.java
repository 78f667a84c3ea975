package sluice.load.peers;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.load.peers.ScenarioResult.Opponent;
import sluice.load.peers.ScenarioResult.SweepPoint;

/** Engine against function in one scenario: each on a database of its own, in turn on one machine. */
final class Contest {

    private static final double OPEN_LOOP_SHARE = 0.8;
    private static final int WARM_UP_CONCURRENCY = 16;
    private static final Config STOCK_JOURNAL =
            ConfigFactory.parseString("pekko.persistence.journal.plugin = jdbc-journal");

    private final Scenario scenario;
    private final Plan plan;
    private final Path directory;
    private final Conditions conditions;
    private final PrintStream out;

    /**
     * @param directory of the databases, which are made anew
     * @param conditions told how their servers are set
     */
    Contest(Scenario scenario, Plan plan, Path directory, Conditions conditions, PrintStream out) {
        this.scenario = scenario;
        this.plan = plan;
        this.directory = directory;
        this.conditions = conditions;
        this.out = out;
    }

    /** @param warmUp of each side */
    ScenarioResult play(Duration warmUp) throws SQLException, IOException, InterruptedException {
        try (var transport = Drivers.of(scenario)) {
            var result = againstFunction(transport, warmUp);
            return result.missing() != null
                            || !scenario.hasOtherOpponents()
                            || plan.other().isZero()
                    ? result
                    : result.with(otherOpponents(transport, result));
        }
    }

    private ScenarioResult againstFunction(Drivers drivers, Duration warmUp)
            throws SQLException, IOException, InterruptedException {
        try (var engineSide = EngineSide.start("engine", directory.resolve("engine"), ConfigFactory.empty());
                var functionSide = FunctionSide.start("postgres", directory.resolve("postgres"), FunctionEngine::new)) {
            var missing = drivers.missing(engineSide);
            if (missing.isPresent()) {
                return ScenarioResult.missing(scenario, missing.get());
            }
            var engine = contender(engineSide, drivers);
            var function = contender(functionSide, drivers);
            conditions.tell(engineSide);
            conditions.tell(functionSide);
            engine.prepare();
            function.prepare();
            engine.warmUp(scenario.inFlight(), 1, warmUp);
            function.warmUp(scenario.inFlightOfFunction(WARM_UP_CONCURRENCY), WARM_UP_CONCURRENCY, warmUp.dividedBy(2));
            var probes = function.probes(scenario.concurrencies(), scenario::inFlightOfFunction);
            int concurrency = Contender.best(probes);
            int inFlight = scenario.inFlightOfFunction(concurrency);
            pairs(engine, function, inFlight, concurrency);
            if (scenario.hasOpenLoop()) {
                engine.openLoop(OPEN_LOOP_SHARE, 1);
                function.openLoop(OPEN_LOOP_SHARE, concurrency);
            }
            var sweep = scenario.hasSweep() ? sweep(engine, function, concurrency) : List.<SweepPoint>of();
            var figures = engine.figures(scenario.inFlight(), null);
            var opponent = function.figures(inFlight, concurrency);
            engine.judge();
            function.judge();
            var faults = new ArrayList<>(engine.faults());
            faults.addAll(function.faults());
            return ScenarioResult.of(scenario, plan.pairs(), figures, opponent, faults, probes, sweep);
        }
    }

    private Contender contender(Side side, Drivers drivers) {
        return new Contender(side, drivers.driver(side), scenario, plan, out);
    }

    /** A B, B A, A B, …: what slowly changes on the machine tells on both alike. */
    private void pairs(Contender engine, Contender function, int inFlight, int concurrency)
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

    private Map<String, Opponent> otherOpponents(Drivers drivers, ScenarioResult result)
            throws SQLException, InterruptedException {
        var opponents = new LinkedHashMap<String, Opponent>();
        try (var side = FunctionSide.start("batching", directory.resolve("batching"), BatchingEngine::new)) {
            opponents.put(side.name(), opponent(contender(side, drivers), BatchingEngine.WORKERS, result));
        }
        try (var side = EngineSide.start("stock-journal", directory.resolve("stock-journal"), STOCK_JOURNAL)) {
            opponents.put(side.name(), opponent(contender(side, drivers), List.of(), result));
        }
        return opponents;
    }

    /** @param concurrencies to try and take the best of; none where there is nothing to choose */
    private Opponent opponent(Contender contender, List<Integer> concurrencies, ScenarioResult result)
            throws SQLException, InterruptedException {
        int inFlight = scenario.inFlight();
        contender.prepare();
        contender.warmUp(inFlight, concurrencies.isEmpty() ? 1 : concurrencies.getLast(), plan.other());
        var chosen = concurrencies.isEmpty()
                ? null
                : Contender.best(contender.probes(concurrencies, concurrency -> inFlight));
        contender.round(inFlight, chosen == null ? 1 : chosen, plan.other());
        var figures = contender.figures(inFlight, chosen);
        contender.judge();
        return new Opponent(
                figures,
                ScenarioResult.ratio(scenario, result.engineFigures(), figures),
                contender.faults().isEmpty(),
                contender.faults());
    }
}
