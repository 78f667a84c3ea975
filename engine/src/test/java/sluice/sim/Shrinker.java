package sluice.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a life that fails smaller, as long as it still fails: what is left is what it takes. */
final class Shrinker {

    private static final int TRIES = 2_000;

    private final Predicate<Life> fails;
    private Life best;
    private int triesLeft;

    private Shrinker(Life life, Predicate<Life> fails, int tries) {
        this.best = life;
        this.fails = fails;
        this.triesLeft = tries;
    }

    /** A small life that fails; {@code life} itself if it does not. */
    static Life shrink(Life life, Predicate<Life> fails) {
        return shrink(life, fails, TRIES);
    }

    /** @param tries how many lives are lived for it at most */
    static Life shrink(Life life, Predicate<Life> fails, int tries) {
        return fails.test(life) ? new Shrinker(life, fails, tries - 1).shrunk() : life;
    }

    private Life shrunk() {
        Life before;
        do {
            before = best;
            takeAway(life -> life.faults().size(), Shrinker::withoutFaults);
            takeAway(life -> life.acts().size(), Shrinker::withoutActs);
            simplify();
        } while (!best.equals(before) && triesLeft > 0);
        return best;
    }

    /** Whether the life fails too: then it is the best so far. */
    private boolean isBetter(Life life) {
        if (triesLeft == 0 || life.equals(best)) {
            return false;
        }
        triesLeft--;
        if (!fails.test(life)) {
            return false;
        }
        best = life;
        return true;
    }

    /** A life without the parts from one index to before another. */
    @FunctionalInterface
    private interface Cut {

        Life without(Life life, int from, int to);
    }

    /** Takes ever smaller pieces away, the last first, since what comes later depends on what was before. */
    private void takeAway(Function<Life, Integer> size, Cut cut) {
        for (int piece = size.apply(best); piece > 0; piece /= 2) {
            for (int to = size.apply(best); to > 0; to = Math.min(to - piece, size.apply(best))) {
                isBetter(cut.without(best, Math.max(0, to - piece), to));
            }
        }
    }

    private static Life withoutFaults(Life life, int from, int to) {
        var faults = new ArrayList<>(life.faults());
        faults.subList(from, to).clear();
        return SimplerLife.with(life, life.acts(), List.copyOf(faults));
    }

    /** What is asked of an order goes with its placement. */
    private static Life withoutActs(Life life, int from, int to) {
        var gone = new HashSet<Integer>();
        life.acts().subList(from, to).forEach(act -> gone.add(act.id()));
        var acts = life.acts().stream()
                .filter(act -> !gone.contains(act.id())
                        && !(act.wish() instanceof Act.OfOrder of && gone.contains(of.placedBy())))
                .toList();
        return SimplerLife.with(life, acts, life.faults());
    }

    private void simplify() {
        exhaust(SimplerLife::simpler);
        for (int act = 0; act < best.acts().size(); act++) {
            int index = act;
            exhaust(life -> SimplerAct.simpler(life, index));
        }
        for (int fault = 0; fault < best.faults().size(); fault++) {
            int index = fault;
            exhaust(life -> SimplerFault.simpler(life, index));
        }
    }

    /** Takes the first simpler life that fails, until none does. */
    private void exhaust(Function<Life, Stream<Life>> simpler) {
        boolean found;
        do {
            found = simpler.apply(best).anyMatch(this::isBetter);
        } while (found);
    }
}
