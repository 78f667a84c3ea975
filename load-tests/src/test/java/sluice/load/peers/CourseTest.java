package sluice.load.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the measuring of a scenario takes, and what it is spent on; nothing is ordered here. */
final class CourseTest {

    /** Leaves three minutes of the eight for building, starting, filling, judging and stopping. */
    private static final Duration QUICK_AT_MOST = Duration.ofMinutes(5);

    private static final Workload LITTLE = new Workload(1, 1, 1, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static FunctionSide side;

    private final Conditions conditions = Conditions.here(List.of());

    @BeforeAll
    static void start() throws Exception {
        side = FunctionSide.start("side", directory, FunctionEngine::new);
        side.prepare(LITTLE);
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    /** Adds up how long it is to drive a side, and finds it as fast as it is told to. */
    private static final class Stopwatch implements Driver {

        private final DoubleSupplier perSecond;
        private final List<Duration> spent = new ArrayList<>();

        Stopwatch(DoubleSupplier perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public Round closed(int inFlight, int concurrency, Duration leadIn, Duration length) {
            spent.add(leadIn.plus(length));
            var latencies = new Histogram(1_000, 3);
            latencies.recordValue(1);
            return new Round(perSecond.getAsDouble(), latencies, 1, 1, 1, 1, 0);
        }

        @Override
        public Round open(double rate, int concurrency, Duration leadIn, Duration length) {
            return closed(1, concurrency, leadIn, length);
        }

        @Override
        public Totals totals() {
            return new Totals();
        }

        Duration whole() {
            return spent.stream().reduce(Duration.ZERO, Duration::plus);
        }
    }

    /** Faster every time, so that no warm-up ends before it must. */
    private static Stopwatch everFaster() {
        double[] rate = {1};
        return new Stopwatch(() -> rate[0] *= 2);
    }

    private static Stopwatch ofRates(double... rates) {
        int[] next = {0};
        return new Stopwatch(() -> rates[next[0]++]);
    }

    private Contender contender(Scenario scenario, Plan plan, Driver driver) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Contender(side, driver, scenario, plan, conditions, nowhere);
    }

    private Duration longest(Scenario scenario, Plan plan) throws Exception {
        var engine = everFaster();
        var function = everFaster();
        var unused = new Course(scenario, plan)
                .pairs(contender(scenario, plan, engine), contender(scenario, plan, function));
        return engine.whole().plus(function.whole());
    }

    @Test
    void theQuickPlan_measuresTheFirstFour_withinItsLimit() throws Exception {
        var whole = Duration.ZERO;
        for (var scenario : Scenario.FIRST_FOUR) {
            whole = whole.plus(longest(scenario, Plan.quick()));
        }
        assertTrue(whole.compareTo(QUICK_AT_MOST) <= 0, whole + " of " + QUICK_AT_MOST);
        assertTrue(Plan.quick().other().isZero(), "the other opponents are played apart from this, and cost much");
    }

    @Test
    void theQuickPlan_tellsWhatItLeavesOut() {
        var leftOut = Plan.quick().leftOut(Scenario.FIRST_FOUR);

        assertTrue(leftOut.contains("the sweep over requests in flight"), leftOut.toString());
        assertTrue(leftOut.contains("the opponents batching and stock-journal"), leftOut.toString());
        assertTrue(leftOut.contains("the scenario sold-out"), leftOut.toString());
        assertEquals(List.of(), Plan.full().leftOut(List.of(Scenario.values())));
    }

    @Test
    void aWarmUp_goesOnUntilAStepIsHardlyFasterThanTheBestBefore() throws Exception {
        assertWarmUpSteps(2, ofRates(100, 103, 200));
        assertWarmUpSteps(3, ofRates(100, 104, 107, 200));
        assertWarmUpSteps(2, ofRates(100, 90, 200));
        assertWarmUpSteps(4, ofRates(100, 200, 300, 308, 400));
    }

    @Test
    void aWarmUp_endsWithThePlansPatience() throws Exception {
        assertWarmUpSteps(12, everFaster());
        assertEquals(Map.of("hot-sku-guest", Map.of("side", 60.0)), conditions.warmUpSeconds());
    }

    private void assertWarmUpSteps(int expected, Stopwatch driver) throws Exception {
        contender(Scenario.HOT_SKU_GUEST, Plan.full(), driver).warmUp(500, 1);
        assertEquals(expected, driver.spent.size());
    }
}
