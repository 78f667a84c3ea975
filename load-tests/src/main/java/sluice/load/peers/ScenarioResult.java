package sluice.load.peers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one scenario.
 *
 * @param ratio engine to function, of what {@code ratioOf} names
 * @param pairs of rounds; none where there is no opponent
 * @param faults what is wrong with the books of either side, for people
 * @param probes what the function did at each concurrency, orders a second
 * @param opponents others, measured once and more shortly
 */
record ScenarioResult(
        String name,
        @Nullable Figures engine,
        @Nullable Figures postgres,
        @Nullable Double ratio,
        String ratioOf,
        int pairs,
        boolean booksBalanced,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> faults,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, Double> probes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Opponent> opponents,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SweepPoint> sweep,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Recovered recovery) {

    /** @param ratio of the engine to it, of the scenario's {@code ratioOf} */
    record Opponent(
            @JsonUnwrapped Figures figures,
            double ratio,
            boolean booksBalanced,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> faults) {}

    /** Both sides at so many requests in flight. */
    record SweepPoint(int inFlight, Point engine, Point postgres) {}

    record Point(double perSecond, double p50Millis, double p99Millis) {

        static Point of(Round round) {
            return new Point(
                    Figures.rounded(round.answeredPerSecond()),
                    Figures.rounded(round.millisAt(50)),
                    Figures.rounded(round.millisAt(99)));
        }
    }

    /**
     * A SKU that was asked for right after its node had started.
     *
     * @param snapshotMillis until the first answer, with the snapshots that the engine took
     * @param replayMillis the same without any
     */
    record Recovered(
            long claims,
            long rows,
            long snapshots,
            double snapshotMillis,
            double replayMillis,
            double replayedClaimsPerSecond) {}

    static ScenarioResult of(Scenario scenario, int pairs, Course.Measured measured, List<String> faults) {
        return new ScenarioResult(
                scenario.title(),
                measured.engine(),
                measured.function(),
                ratio(scenario, measured.engine(), measured.function()),
                ratioOf(scenario),
                pairs,
                faults.isEmpty(),
                faults,
                measured.probes(),
                Map.of(),
                measured.sweep(),
                null);
    }

    /** Of the scenario that has no opponent. */
    static ScenarioResult of(Figures engine, Recovered recovery, List<String> faults) {
        return new ScenarioResult(
                Scenario.RECOVERY.title(),
                engine,
                null,
                null,
                "perSecond",
                0,
                faults.isEmpty(),
                faults,
                Map.of(),
                Map.of(),
                List.of(),
                recovery);
    }

    static double ratio(Scenario scenario, Figures engine, Figures opponent) {
        return Figures.rounded(
                scenario.isOfLatency()
                        ? engine.p50Millis() / opponent.p50Millis()
                        : engine.perSecond() / opponent.perSecond());
    }

    private static String ratioOf(Scenario scenario) {
        return scenario.isOfLatency() ? "p50Millis" : "perSecond";
    }

    ScenarioResult with(Map<String, Opponent> others) {
        return new ScenarioResult(
                name,
                engine,
                postgres,
                ratio,
                ratioOf,
                pairs,
                booksBalanced && others.values().stream().allMatch(Opponent::booksBalanced),
                faults,
                probes,
                others,
                sweep,
                recovery);
    }

    Figures engineFigures() {
        if (engine == null) {
            throw new IllegalStateException("nothing was measured");
        }
        return engine;
    }
}
