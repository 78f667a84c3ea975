package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lives in which one act is simpler. */
final class SimplerAct {

    private SimplerAct() {}

    /** @param index the act's place among the acts */
    static Stream<Life> simpler(Life life, int index) {
        var act = life.acts().get(index);
        var keyless = withKey(act, null);
        return Stream.of(
                        Stream.of(with(
                                life,
                                index,
                                new Act(act.id(), act.atMillis(), act.node(), act.key(), false, act.wish()))),
                        Stream.of(
                                withAll(
                                        life,
                                        other -> Objects.equals(other.key(), act.key()),
                                        other -> withKey(other, null)),
                                with(life, index, keyless)),
                        SimplerWish.simpler(act.wish()).flatMap(wish -> withWish(life, index, wish)),
                        Stream.of(with(life, index, withNode(act, 0))),
                        earlier(life, index))
                .flatMap(lives -> lives)
                .filter(SimplerLife::isSound);
    }

    static Act withNode(Act act, int node) {
        return new Act(act.id(), act.atMillis(), node, act.key(), act.twin(), act.wish());
    }

    private static Act withKey(Act act, @Nullable String key) {
        return new Act(act.id(), act.atMillis(), act.node(), key, act.twin(), act.wish());
    }

    private static Act withWish(Act act, Act.Wish wish) {
        return new Act(act.id(), act.atMillis(), act.node(), act.key(), act.twin(), wish);
    }

    /** For all acts that have this wish, and for this one alone, unless it shares its key: one key, one wish. */
    private static Stream<Life> withWish(Life life, int index, Act.Wish wish) {
        var act = life.acts().get(index);
        var all = withAll(life, other -> other.wish().equals(act.wish()), other -> withWish(other, wish));
        boolean sharesKey = act.key() != null
                && life.acts().stream()
                                .filter(other -> act.key().equals(other.key()))
                                .count()
                        > 1;
        return sharesKey ? Stream.of(all) : Stream.of(all, with(life, index, withWish(act, wish)));
    }

    /** The act earlier, with all that comes later and without. */
    private static Stream<Life> earlier(Life life, int index) {
        var act = life.acts().get(index);
        long least = index == 0 ? 0 : life.acts().get(index - 1).atMillis();
        if (act.wish() instanceof Act.OfOrder of) {
            for (var other : life.acts()) {
                if (other.id() == of.placedBy()) {
                    least = Math.max(least, other.atMillis() + 1);
                }
            }
        }
        return SimplerTimes.earlier(act.atMillis(), least)
                .boxed()
                .flatMap(at -> Stream.of(
                        SimplerTimes.shifted(life, act.atMillis(), act.atMillis() - at),
                        with(life, index, SimplerTimes.at(act, at))));
    }

    private static Life with(Life life, int index, Act act) {
        return SimplerLife.with(life, Simpler.with(life.acts(), index, act), life.faults());
    }

    private static Life withAll(Life life, Predicate<Act> which, UnaryOperator<Act> change) {
        var acts = new ArrayList<>(life.acts());
        acts.replaceAll(act -> which.test(act) ? change.apply(act) : act);
        return SimplerLife.with(life, List.copyOf(acts), life.faults());
    }
}
