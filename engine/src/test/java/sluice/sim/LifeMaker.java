package sluice.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes random lives: small stock that many want, clients that try again, and trouble while they do. */
final class LifeMaker {

    private static final List<Integer> SPANS_MILLIS = List.of(1_000, 4_000, 10_000, 14_500);
    private static final List<Integer> SNAPSHOT_ROWS = List.of(1, 2, 3, 5, 8, 20, 200);

    private final LifeDice dice;
    private final Stage stage;
    private final WishMaker wishes;
    private final int nodes;
    private final List<Act> acts = new ArrayList<>();

    private LifeMaker(LifeDice dice) {
        this.dice = dice;
        nodes = dice.percent(80) ? 3 : 2;
        stage = Stage.set(dice);
        wishes = new WishMaker(dice, stage);
    }

    /** The life of {@code seed}, always the same. */
    static Life make(long seed) {
        return new LifeMaker(new LifeDice(seed)).life(seed);
    }

    private Life life(long seed) {
        var skews = skews();
        makeActs();
        var faults = new FaultMaker(dice, stage, nodes, acts).make();
        return new Life(
                seed,
                skews,
                dice.pick(SNAPSHOT_ROWS),
                stage.stocked(),
                stage.opened(),
                List.copyOf(acts),
                List.copyOf(faults));
    }

    private List<Integer> skews() {
        var skews = new ArrayList<Integer>();
        int most = dice.percent(10) ? 2_000 : dice.percent(20) ? 0 : 50;
        for (int node = 0; node < nodes; node++) {
            skews.add(dice.between(-most, most));
        }
        return List.copyOf(skews);
    }

    private void makeActs() {
        int readsLeft = dice.between(0, 2);
        var times = times(dice.between(8, 14) + readsLeft);
        for (int index = 0; index < times.length; index++) {
            long at = times[index];
            if (readsLeft > 0 && dice.between(index, times.length - 1) < index + readsLeft) {
                readsLeft--;
                add(at, null, false, wishes.read(at));
            } else {
                change(at);
            }
        }
    }

    /** By time; some come at once. */
    private long[] times(int count) {
        int span = dice.pick(SPANS_MILLIS);
        var times = new long[count];
        for (int index = 0; index < count; index++) {
            times[index] =
                    index > 0 && dice.percent(35) ? times[index - 1] + dice.pick(0, 0, 1, 20) : dice.between(0, span);
        }
        Arrays.sort(times);
        return times;
    }

    private void change(long at) {
        if (acts.isEmpty() && dice.percent(10)) {
            add(at, null, false, wishes.takePriceAway());
        } else if (acts.isEmpty() || !dice.percent(8) || !tryAgain(at)) {
            var wish = wishes.change(at, acts.size() + 1);
            add(at, dice.percent(75) ? "k" + (acts.size() + 1) : null, dice.percent(6), wish);
        }
    }

    /** A client asks a second time for what it asked already, if that has a name to know it by. */
    private boolean tryAgain(long at) {
        var again = dice.pick(acts);
        boolean hasName =
                again.key() != null || (again.wish() instanceof Act.Place(var order) && order.externalId() != null);
        if (!hasName) {
            return false;
        }
        add(at, again.key(), false, again.wish());
        return true;
    }

    private void add(long at, @Nullable String key, boolean twin, Act.Wish wish) {
        acts.add(new Act(acts.size() + 1, at, dice.between(0, nodes - 1), key, twin, wish));
    }
}
