package sluice.sim;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a life.
 *
 * @param violations what was broken, all in one step; empty if nothing was
 * @param struck the faults that struck, by kind
 * @param steps how much happened
 */
record Verdict(Life life, List<Violation> violations, Map<Troubles.Kind, Integer> struck, long steps) {

    boolean holds() {
        return violations.isEmpty();
    }

    /** Whether {@code invariant} is among what was broken. */
    boolean breaks(Class<? extends Invariant> invariant) {
        return violations.stream().anyMatch(one -> one.invariant().equals(invariant.getSimpleName()));
    }

    /** Lives {@code life} with {@code parts}. */
    static Verdict of(Life life, Parts parts, Coverage coverage) {
        return of(life, parts, coverage, null);
    }

    private static Verdict of(Life life, Parts parts, Coverage coverage, @Nullable Story story) {
        var world = new World(life, parts, coverage, story);
        world.live();
        return new Verdict(life, world.judge().violations(), world.troubles.struck(), world.clock.steps());
    }

    /** The same life once more, told line by line. */
    static List<String> story(Life life, Parts parts) {
        var story = new Story();
        var verdict = of(life, parts, new Coverage(), story);
        verdict.violations().forEach(one -> story.add(one.atMicros(), one.invariant() + " is broken: " + one.what()));
        return story.lines();
    }
}
