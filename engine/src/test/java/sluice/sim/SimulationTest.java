package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole lives of clusters under every fault: 100,000 on fresh seeds, or as many as {@code -Dlives} says, from {@code -Dsluice.seed}
 * on, and those that once found something.
 */
class SimulationTest {

    /**
     * Pairs of state and command that the protocol does not bring about, or hardly ever: nothing settles what was never opened, and an
     * order that is there is not asked whether it exists.
     */
    private static final int HARDLY_REACHED = 26;

    private static final long LIVES = Long.getLong("lives", 100_000);

    @Test
    void freshLives_keepEveryInvariant() throws InterruptedException {
        long seed = Long.getLong("sluice.seed", Simulation.freshSeed());
        System.out.println("SimulationTest seed " + seed);
        var report = Simulation.of(seed, LIVES);
        System.out.println(report);
        var broken = report.broken();
        if (broken != null) {
            fail(Simulation.told(broken, new Parts()));
        }
        assertEquals(LIVES, report.lives());
        if (LIVES >= 100_000) {
            assertEquals(EnumSet.allOf(Troubles.Kind.class), report.struck().keySet(), "every kind of fault strikes");
            int missing = report.coverage().missing().size();
            assertTrue(missing <= HARDLY_REACHED, () -> missing + " pairs of state and command were never decided");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("savedLives")
    void lifeThatOnceFoundSomething_keepsEveryInvariant(LifeJson.SavedLife saved) {
        var verdict = Verdict.of(saved.life(), new Parts(), new Coverage());
        assertTrue(verdict.holds(), () -> Simulation.told(verdict, new Parts()));
    }

    static List<LifeJson.SavedLife> savedLives() {
        return LifeJson.saved();
    }

    @Test
    void aLife_isLivedTheSameWayEachTime_andAnotherIsNot() {
        for (long seed = 1; seed <= 200; seed++) {
            var story = Verdict.story(LifeMaker.make(seed), new Parts());
            assertEquals(story, Verdict.story(LifeMaker.make(seed), new Parts()));
            assertNotEquals(story, Verdict.story(LifeMaker.make(seed + 1), new Parts()));
        }
    }
}
