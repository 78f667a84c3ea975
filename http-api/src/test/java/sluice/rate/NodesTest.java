package sluice.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.key.Rate;

/** Several nodes and one key, in virtual time: what is let through, by whom, and when. */
class NodesTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    /** Floods on all nodes share what there is, evenly, and no more than there is. */
    @ParameterizedTest
    @CsvSource({
        "2, 200,  200,  2000, 30",
        "2, 200,  1,    2000, 30",
        "3, 200,  200,  2000, 30",
        "2, 1,    1,    10,   300",
        "2, 1,    5,    50,   300",
        "2, 7,    3,    300,  60",
        "2, 5000, 5000, 6000, 10",
        "5, 50,   100,  500,  60",
        "1, 200,  200,  2000, 30",
    })
    void floods_shareTheRate(int nodes, int perSecond, int burst, int perNodeSecond, int seconds) {
        var world = new World(nodes, new Rate(perSecond, burst, 100), random());
        for (int node = 0; node < nodes; node++) {
            world.client(node, perNodeSecond, 0, seconds * SECOND);
        }
        world.run(seconds * SECOND);
        System.out.println(nodes + " nodes at " + perNodeSecond + "/s, " + perSecond + "/s burst " + burst + " for "
                + seconds + " s: " + world.figures());
        world.assertNeverTooMuch();
        long mostEver = burst + (long) perSecond * seconds;
        assertTrue(world.passed() <= mostEver, world.passed() + " of " + mostEver);
        assertTrue(world.passed() >= burst + 0.95 * perSecond * (seconds - 1), world.passed() + " of " + mostEver);
        for (int node = 0; node < nodes; node++) {
            double fair = (double) perSecond * seconds / nodes;
            assertTrue(world.passed(node) >= 0.8 * fair - burst, "node " + node + ": " + world.passed(node));
        }
    }

    /** One that asks now and then, and comes again when it was told to, is not starved by one that floods. */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void whoComesWhenTold_isNotStarvedByAFlood(int patient) {
        var world = new World(2, new Rate(1, 1, 100), random());
        world.client(1 - patient, 100, 0, 120 * SECOND);
        world.obedientClient(patient, 0, 120 * SECOND);
        world.run(120 * SECOND);
        System.out.println("an obedient client on node " + patient + ": " + world.figures());
        world.assertNeverTooMuch();
        assertTrue(world.passed(patient) >= 30, world.figures());
        assertTrue(world.passed(1 - patient) >= 30, world.figures());
    }

    /** The whole burst can be used on any one node, at once. */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void theBurst_canBeUsedOnOneNode(int node) {
        var world = new World(2, new Rate(1, 500, 100), random());
        for (int i = 0; i < 600; i++) {
            world.request(node, i * 1_000L);
        }
        world.run(SECOND / 2);
        assertEquals(500, world.passed(node));
        assertEquals(100, world.refused());
    }

    /** What a node asked for ahead and did not use comes back, and can be used on another. */
    @Test
    void whatIsNotUsed_comesBack() {
        var world = new World(2, new Rate(1, 500, 100), random());
        for (int i = 0; i < 50; i++) {
            world.request(1, i * MILLI);
        }
        world.run(SECOND);
        for (int i = 0; i < 500; i++) {
            world.request(0, 5 * SECOND + 100 * MILLI + i * 1_000L);
        }
        world.run(6 * SECOND);
        assertEquals(50, world.passed(1));
        assertEquals(455, world.passed(0), "450, and 5 seconds");
    }

    /** Most requests find a token that was asked for ahead. */
    @Test
    void belowTheRate_nextToNothingWaits_andNothingIsRefused() {
        var world = new World(2, new Rate(5_000, 5_000, 100), random());
        world.client(1, 1_000, 0, 20 * SECOND);
        world.run(20 * SECOND);
        System.out.println("below the rate: " + world.figures());
        assertEquals(0, world.refused());
        assertTrue(world.waited() < world.passed() / 50, world.figures());
        assertTrue(world.asked() < world.passed() / 20, world.figures());
    }

    /** On the owner's node nothing ever waits. */
    @Test
    void onTheOwnersNode_nothingWaits() {
        var world = new World(1, new Rate(200, 200, 100), random());
        world.client(0, 2_000, 0, 10 * SECOND);
        world.run(10 * SECOND);
        assertEquals(0, world.waited());
        assertEquals(0, world.asked());
    }

    /** Without an owner each node lets through its part, and the next owner is told of it. */
    @Test
    void withoutAnOwner_nodesLetThroughTheirParts_andTheNextOwnerIsTold() {
        var world = new World(2, new Rate(200, 200, 100), random());
        world.client(0, 1_000, 0, 40 * SECOND);
        world.client(1, 1_000, 0, 40 * SECOND);
        world.run(5 * SECOND);
        world.loseOwner();
        world.run(15 * SECOND);
        System.out.println("10 s without an owner: " + world.figures());
        long meanwhile = world.passedSince(6 * SECOND);
        assertTrue(meanwhile <= 200 * 9 * 1.1, "passed " + meanwhile);
        assertTrue(meanwhile >= 200 * 9 * 0.9, "passed " + meanwhile);
        world.newOwner(1);
        world.run(40 * SECOND);
        System.out.println("with a new one: " + world.figures());
        // a second owner that began full, and was told: a moment's worth at most
        long ever = 200 + 200L * 40;
        assertTrue(world.passed() <= ever + 200, world.passed() + " of " + ever);
        assertTrue(world.passedSince(20 * SECOND) <= 200 * 20 * 1.1, "since " + world.passedSince(20 * SECOND));
        assertTrue(world.passedSince(20 * SECOND) >= 200 * 20 * 0.9, "since " + world.passedSince(20 * SECOND));
    }

    /** After the wait that a refused request is told, it passes, if nobody else asks. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0, 100", "1, 1", "1, 100"})
    void theWait_isTrue(int node, int cost) {
        var random = random();
        for (int i = 0; i < 50; i++) {
            var rate = new Rate(1 + random.nextInt(500), 100 + random.nextInt(500), 100);
            var world = new World(2, rate, random);
            for (int used = 0; used < rate.burst() / 10 + 3; used++) {
                world.request(node, 10, used * 100_000L);
            }
            var refused = world.verdict(node, cost, SECOND);
            if (refused.passed()) {
                continue;
            }
            var again = world.verdict(node, cost, world.now() + refused.waitNanos());
            assertTrue(again.passed(), rate + " on " + node + ": " + refused + ", then " + again);
        }
    }

    /** Whatever is asked, lost or late: never too much, and nothing waits for ever. */
    @Test
    void whateverHappens_neverTooMuch() {
        var random = random();
        for (int life = 0; life < 40; life++) {
            int nodes = 1 + random.nextInt(4);
            var world = new World(nodes, new Rate(1 + random.nextInt(400), 1 + random.nextInt(300), 100), random);
            for (int node = 0; node < nodes; node++) {
                long from = random.nextInt(5_000) * MILLI;
                world.client(node, 1 + random.nextInt(1_000), from, from + random.nextInt(10_000) * MILLI);
            }
            world.run(20 * SECOND);
            world.assertNeverTooMuch();
            assertFalse(world.somebodyWaits());
        }
    }

    private static Random random() {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        System.out.println("NodesTest seed " + seed);
        return new Random(seed);
    }
}
