package sluice.sim;

import java.util.Set;

/**
 * A mistake that an engineer could make, made in one part of a node and nowhere else. It shows what the simulator is good for: if
 * nobody notices it, a real mistake of its kind would go unnoticed too.
 *
 * @param wrong what is wrong, in one sentence
 * @param breaks the invariant that notices it; where chance decides what it does first, any of several
 * @param focus the trouble that it shows in
 */
record PlantedBug(String name, String wrong, Set<Class<? extends Invariant>> breaks, Focus focus, Parts parts) {

    PlantedBug(String name, String wrong, Class<? extends Invariant> breaks, Focus focus, Parts parts) {
        this(name, wrong, Set.of(breaks), focus, parts);
    }

    PlantedBug(String name, String wrong, Class<? extends Invariant> breaks, Parts parts) {
        this(name, wrong, Set.of(breaks), Focus.ANY, parts);
    }

    PlantedBug(String name, String wrong, Set<Class<? extends Invariant>> breaks, Parts parts) {
        this(name, wrong, breaks, Focus.ANY, parts);
    }

    /** A life in which it may show. */
    Life life(long seed) {
        return focus.life(seed);
    }

    /** Whether it was noticed, and by whom it should be. */
    boolean isNoticed(Verdict verdict) {
        return breaks.stream().anyMatch(verdict::breaks);
    }

    @Override
    public String toString() {
        return name;
    }
}
