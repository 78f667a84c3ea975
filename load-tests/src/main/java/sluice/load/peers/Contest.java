package sluice.load.peers;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.load.peers.ScenarioResult.Opponent;

/** Engine against function in one scenario: each on a database of its own, in turn on one machine. */
final class Contest {

    private static final Config STOCK_JOURNAL =
            ConfigFactory.parseString("pekko.persistence.journal.plugin = jdbc-journal");
    private static final Config WITH_LISTS = ConfigFactory.parseString("sluice.engine.read-models.kept = on");

    private final Scenario scenario;
    private final Plan plan;
    private final Course course;
    private final Path directory;
    private final Conditions conditions;
    private final PrintStream out;

    /**
     * @param directory of the databases, which are made anew
     * @param conditions told how their servers are set and how long each side warmed up
     */
    Contest(Scenario scenario, Plan plan, Path directory, Conditions conditions, PrintStream out) {
        this.scenario = scenario;
        this.plan = plan;
        this.course = new Course(scenario, plan);
        this.directory = directory;
        this.conditions = conditions;
        this.out = out;
    }

    ScenarioResult play() throws SQLException, IOException, InterruptedException {
        try (var drivers = Drivers.of(scenario)) {
            var result = againstFunction(drivers);
            return scenario.hasOtherOpponents() && !plan.other().isZero()
                    ? result.with(otherOpponents(drivers, result))
                    : result;
        }
    }

    private ScenarioResult againstFunction(Drivers drivers) throws SQLException, InterruptedException {
        try (var engineSide = EngineSide.start("engine", directory.resolve("engine"), settings());
                var functionSide = FunctionSide.start("postgres", directory.resolve("postgres"), FunctionEngine::new)) {
            var engine = contender(engineSide, drivers);
            var function = contender(functionSide, drivers);
            engine.prepare();
            function.prepare();
            var measured = course.pairs(engine, function);
            engine.judge();
            function.judge();
            var faults = new ArrayList<>(engine.faults());
            faults.addAll(function.faults());
            return ScenarioResult.of(scenario, plan.pairs(), measured, faults);
        }
    }

    /** Who serves HTTP keeps lists. */
    private Config settings() {
        return scenario.transport() == Scenario.Transport.IN_PROCESS ? ConfigFactory.empty() : WITH_LISTS;
    }

    private Contender contender(Side side, Drivers drivers) {
        return new Contender(side, drivers.driver(side), scenario, plan, conditions, out);
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
        contender.prepare();
        var figures = course.alone(contender, concurrencies);
        contender.judge();
        return new Opponent(
                figures,
                ScenarioResult.ratio(scenario, result.engineFigures(), figures),
                contender.faults().isEmpty(),
                contender.faults());
    }
}
