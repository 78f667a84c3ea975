package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.sim.LifeMakerTest.assertValid;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sluice.order.OrderCommand;
import sluice.sim.Act.OfOrder;
import sluice.sim.Act.Place;
import sluice.sim.Fault.Mishap;
import sluice.sim.Fault.NodeKilled;
import sluice.sim.Fault.OfMessage;

class ShrinkerTest {

    @Test
    void whatDoesNotMatter_isGone() {
        Predicate<Life> fails =
                life -> life.acts().stream().anyMatch(act -> act.key() == null && act.wish() instanceof Place)
                        && life.faults().stream().anyMatch(ShrinkerTest::isLostGrant);
        for (var life : failing(fails)) {
            var small = shrunk(life, fails);
            assertEquals(1, small.acts().size());
            assertEquals(1, small.nodes());
            assertEquals(List.of(0), small.skewMillis());
            assertEquals(1, small.skus().size() + small.accounts().size() + stray(small));
            var act = small.acts().getFirst();
            assertEquals(new Act(1, 0, 0, null, false, act.wish()), act);
            assertTrue(
                    act.wish() instanceof Place(var order)
                            && order.lines().size() == 1
                            && order.lines().getFirst().quantity().units() == 1
                            && order.account() == null
                            && order.externalId() == null,
                    () -> LifeText.of(small));
            assertEquals(List.of(new OfMessage(Fault.Message.GRANT, 1, Mishap.DROPPED, 0)), small.faults());
        }
    }

    /** Orders of a SKU that was never there need none. */
    private static int stray(Life life) {
        return life.skus().isEmpty() ? 1 : 0;
    }

    private static boolean isLostGrant(Fault fault) {
        return fault instanceof OfMessage(var message, var nth, var mishap, var delay)
                && message == Fault.Message.GRANT
                && mishap == Mishap.DROPPED;
    }

    @Test
    void aPlacement_staysWithWhatIsAskedOfItsOrder() {
        Predicate<Life> fails = life -> life.acts().stream()
                        .filter(act -> act.wish() instanceof OfOrder(var placedBy, var command)
                                && command instanceof OrderCommand.Ship)
                        .count()
                >= 2;
        for (var life : failing(fails)) {
            var small = shrunk(life, fails);
            assertTrue(small.acts().size() <= 4 && small.faults().isEmpty(), () -> LifeText.of(small));
            assertTrue(small.acts().getLast().atMillis() <= 2, () -> LifeText.of(small));
        }
    }

    @Test
    void numbers_areAsSmallAndRoundAsCanBe() {
        Predicate<Life> fails = life -> life.faults().stream()
                .anyMatch(fault ->
                        fault instanceof NodeKilled killed && killed.forMillis() >= 2_345 && killed.atMillis() > 700);
        for (var life : failing(fails)) {
            var small = shrunk(life, fails);
            assertEquals(List.of(), small.acts());
            assertEquals(List.of(), small.skus());
            var killed = (NodeKilled) small.faults().getFirst();
            assertEquals(0, killed.forMillis() % 100, killed.toString());
            assertTrue(killed.forMillis() <= 5_000, killed.toString());
            assertTrue(killed.atMillis() <= 1_000, killed.toString());
            assertEquals(0, killed.node());
        }
    }

    @Test
    void keysThatTwoActsShare_keepOneWish() {
        Predicate<Life> fails = life -> life.acts().stream()
                        .filter(act -> act.key() != null && act.wish() instanceof Place)
                        .count()
                > life.acts().stream()
                        .filter(act -> act.key() != null && act.wish() instanceof Place)
                        .map(Act::key)
                        .distinct()
                        .count();
        for (var life : failing(fails)) {
            var small = shrunk(life, fails);
            assertEquals(2, small.acts().size());
            assertEquals(small.acts().getFirst().wish(), small.acts().getLast().wish());
        }
    }

    @Test
    void aLifeThatDoesNotFail_staysAsItIs() {
        var life = LifeMaker.make(1);
        assertSame(life, Shrinker.shrink(life, any -> false));
    }

    @Test
    void triesAreBounded() {
        var tries = new AtomicInteger();
        Shrinker.shrink(LifeMaker.make(1), life -> tries.incrementAndGet() % 3 == 1, 50);
        assertTrue(tries.get() <= 50, () -> tries + " tries");
    }

    private static Life shrunk(Life life, Predicate<Life> fails) {
        var tries = new AtomicInteger();
        var small = Shrinker.shrink(life, candidate -> {
            assertValid(candidate);
            tries.incrementAndGet();
            return fails.test(candidate);
        });
        assertTrue(tries.get() < 1_000, () -> tries + " tries");
        assertTrue(fails.test(small));
        assertEquals(small, Shrinker.shrink(life, fails));
        return small;
    }

    private static List<Life> failing(Predicate<Life> fails) {
        return LongStream.iterate(1, seed -> seed + 1)
                .mapToObj(LifeMaker::make)
                .filter(fails)
                .limit(20)
                .toList();
    }
}
