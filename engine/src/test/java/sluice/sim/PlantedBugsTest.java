package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every planted bug is noticed on five fresh seeds, by the invariant that it breaks, and is told in a story that is short enough to
 * read. The same lives without the bug break nothing.
 */
class PlantedBugsTest {

    private static final long SEED = Long.getLong("sluice.seed", Simulation.freshSeed());
    private static final int SEEDS = 5;
    private static final long MOST_LIVES = 20_000;
    private static final int CONTROLS = 1_000;
    private static final int MOST_ACTS = 6;
    private static final int MOST_FAULTS = 4;
    private static final int MOST_LINES = 60;
    private static final int MOST_TELLINGS = 40;
    private static final int LONGEST_LINE = 300;

    static {
        System.out.println("PlantedBugsTest seed " + SEED);
    }

    static List<PlantedBug> bugs() {
        return PlantedBugs.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void plantedBug_isNoticedByTheInvariantThatItBreaks_andIsTold(PlantedBug bug) {
        var broken = LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(i -> firstBroken(bug, SEED + i * MOST_LIVES))
                .toList();
        var lives = new long[SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            lives[i] = broken.get(i).life().seed() - (SEED + i * MOST_LIVES) + 1;
        }
        Arrays.sort(lives);
        var invariants =
                bug.breaks().stream().map(Class::getSimpleName).sorted().toList();
        System.out.println(bug + ": " + invariants + ", in the median after " + lives[SEEDS / 2] + " lives");
        tell(bug, broken);
    }

    private static Verdict firstBroken(PlantedBug bug, long firstSeed) {
        var coverage = new Coverage();
        for (long seed = firstSeed; seed < firstSeed + MOST_LIVES; seed++) {
            var verdict = Verdict.of(bug.life(seed), bug.parts(), coverage);
            if (!verdict.holds()) {
                assertTrue(
                        bug.isNoticed(verdict),
                        () -> "it breaks " + verdict.violations() + " in the life of seed "
                                + verdict.life().seed());
                return verdict;
            }
        }
        throw new AssertionError("nobody notices in " + MOST_LIVES + " lives from seed " + firstSeed);
    }

    /** One of them is told, whichever is short enough; if none is, one of the next that are noticed. */
    private static void tell(PlantedBug bug, List<Verdict> broken) {
        var told = new ArrayList<String>();
        var next = new ArrayDeque<>(broken);
        while (told.size() < MOST_TELLINGS) {
            var verdict = next.isEmpty() ? firstBroken(bug, SEED + (SEEDS + told.size()) * MOST_LIVES) : next.remove();
            var small = Shrinker.shrink(
                    verdict.life(), life -> bug.isNoticed(Verdict.of(life, bug.parts(), new Coverage())));
            var lines = new ArrayList<>(LifeText.of(small).lines().toList());
            var story = Verdict.story(small, bug.parts());
            lines.addAll(story);
            told.add(String.join(System.lineSeparator(), lines));
            boolean isShort = small.acts().size() <= MOST_ACTS
                    && small.faults().size() <= MOST_FAULTS
                    && story.size() <= MOST_LINES
                    && lines.stream().allMatch(line -> line.length() <= LONGEST_LINE);
            if (isShort) {
                System.out.println("  " + bug.wrong() + System.lineSeparator() + told.getLast());
                return;
            }
        }
        fail("No story of it is short:" + System.lineSeparator() + String.join(System.lineSeparator(), told));
    }

    @ParameterizedTest
    @EnumSource
    void withoutABug_nothingIsBroken(Focus focus) {
        LongStream.range(SEED, SEED + CONTROLS).parallel().forEach(seed -> {
            var verdict = Verdict.of(focus.life(seed), new Parts(), new Coverage());
            assertTrue(verdict.holds(), () -> Simulation.told(verdict, new Parts()));
        });
    }

    @Test
    void thereAreManyBugs_eachOfAnotherName_forManyInvariants() {
        var names = new HashSet<String>();
        var invariants = new HashSet<Class<? extends Invariant>>();
        var focuses = EnumSet.noneOf(Focus.class);
        for (var bug : PlantedBugs.all()) {
            names.add(bug.name());
            invariants.addAll(bug.breaks());
            focuses.add(bug.focus());
        }
        assertEquals(PlantedBugs.all().size(), names.size());
        assertTrue(names.size() >= 40 && invariants.size() >= 15, () -> names.size() + " break " + invariants);
        assertEquals(EnumSet.allOf(Focus.class), focuses);
    }
}
