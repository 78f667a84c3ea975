package sluice.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -5_000_000_000L; // nanoTime may be anything

    /** A bucket that was emptied, and what is in it a while later. */
    @ParameterizedTest
    @CsvSource({
        "200,       200,        0,             0",
        "200,       200,        4999999,       0",
        "200,       200,        5000000,       1",
        "200,       200,        1000000000,    200",
        "200,       200,        9000000000,    200",
        "1,         1,          999999999,     0",
        "1,         1,          1000000000,    1",
        "3,         10,         333333333,     0",
        "3,         10,         333333334,     1",
        "3,         10,         1000000000,    3",
        "2147483647,2147483647, 1000000000,    2147483647",
        "1,         2147483647, 1000000000,    1",
        "2147483647,1,          1,             1",
        "1,         2147483647, 9000000000000000000, 2147483647",
    })
    void whatFlowsIn(int perSecond, int burst, long elapsedNanos, int left) {
        var bucket = TokenBucket.full(perSecond, burst, START);
        assertTrue(bucket.take(burst, START));
        assertFalse(bucket.take(1, START));
        assertEquals(left, bucket.left(START + elapsedNanos));
    }

    /** How long it takes, and that it takes no less. */
    @ParameterizedTest
    @CsvSource({
        "200, 200, 200, 1,   5000000",
        "200, 200, 150, 100, 250000000",
        "200, 200, 0,   200, 0",
        "3,   10,  10,  1,   333333334",
        "3,   10,  10,  3,   1000000000",
        "1,   100, 100, 100, 100000000000",
        "2147483647, 2147483647, 2147483647, 2147483647, 1000000000",
    })
    void theWait_isTrueToTheNanosecond(int perSecond, int burst, int taken, int wanted, long nanos) {
        var bucket = TokenBucket.full(perSecond, burst, START);
        assertTrue(bucket.take(taken, START));
        assertEquals(nanos, bucket.nanosUntil(wanted, START));
        assertTrue(bucket.left(START + nanos) >= wanted);
        assertTrue(nanos == 0 || bucket(perSecond, burst, taken).left(START + nanos - 1) < wanted);
    }

    private static TokenBucket bucket(int perSecond, int burst, int taken) {
        var bucket = TokenBucket.full(perSecond, burst, START);
        bucket.take(taken, START);
        return bucket;
    }

    @Test
    void whatIsBooked_isRepaidBeforeAnybodyElseGetsAny() {
        var bucket = TokenBucket.full(200, 10, START);
        assertEquals(5_000_000, bucket.book(11, START));
        assertEquals(10_000_000, bucket.book(1, START));
        assertEquals(0, bucket.left(START + 10_000_000));
        assertEquals(5_000_000, bucket.nanosUntil(1, START + 10_000_000));
        assertTrue(bucket.take(1, START + 15_000_000));
    }

    @Test
    void whatComesBack_overflowsAtTheBurst() {
        var bucket = TokenBucket.full(1, 10, START);
        bucket.take(3, START);
        bucket.giveBack(5, START);
        assertEquals(10, bucket.left(START));
    }

    @Test
    void aCharge_owesNoMoreThanTheBurst_andForgivesNothing() {
        var bucket = TokenBucket.full(1, 10, START);
        bucket.charge(1_000_000, START);
        assertEquals(11 * SECOND, bucket.nanosUntil(1, START));
        bucket.book(20, START);
        bucket.charge(5, START);
        assertEquals(31 * SECOND, bucket.nanosUntil(1, START));
    }

    @Test
    void aSuccessor_isAsFullAsItsPredecessorWouldBe() {
        var bucket = TokenBucket.full(2, 10, START);
        bucket.take(10, START);
        var successor = TokenBucket.full(2, 10, START + SECOND);
        successor.fullIn(bucket.nanosUntilFull(START + SECOND), START + SECOND);
        assertEquals(2, successor.left(START + SECOND));
        successor.fullIn(Long.MAX_VALUE, START + SECOND);
        assertEquals(11 * SECOND / 2, successor.nanosUntil(1, START + SECOND));
        successor.fullIn(0, START + SECOND);
        assertEquals(10, successor.left(START + SECOND));
    }

    @Test
    void aShare_isTheNodesPart_andOneTokenAtLeast() {
        var share = TokenBucket.shareOf(200, 1_000, 3, START);
        assertTrue(share.take(66, START));
        assertFalse(share.take(1, START));
        assertEquals(15_000_000, share.nanosUntil(1, START));
        var poor = TokenBucket.shareOf(1, 1, 2, START);
        assertTrue(poor.take(1, START));
        assertEquals(2 * SECOND, poor.nanosUntil(1, START));
    }

    @Test
    void timeThatGoesBack_standsStill() {
        var bucket = TokenBucket.full(1_000, 10, START);
        bucket.take(10, START);
        assertEquals(0, bucket.left(START - SECOND));
        assertEquals(1, bucket.left(START + 1_000_000));
    }

    /** Never more than burst + rate · t in any window, whatever is asked, and never less than that where enough is asked. */
    @Test
    void inAnyWindow_noMoreThanBurstAndRate() {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        System.out.println("TokenBucketTest seed " + seed);
        var random = new Random(seed);
        for (int life = 0; life < 300; life++) {
            int perSecond = 1 + random.nextInt(random.nextBoolean() ? 10 : 5_000);
            int burst = 1 + random.nextInt(random.nextBoolean() ? 5 : 1_000);
            var bucket = TokenBucket.full(perSecond, burst, START);
            var takenAt = new ArrayList<long[]>(); // when, and how many
            long now = START;
            for (int step = 0; step < 300; step++) {
                now += (long) (random.nextDouble() * random.nextDouble() * 3 * SECOND / perSecond);
                int wanted = 1 + random.nextInt(random.nextInt(burst) + 1);
                int left = bucket.left(now);
                long wait = bucket.nanosUntil(wanted, now);
                boolean taken = bucket.take(wanted, now);
                assertEquals(wanted <= left, taken);
                assertEquals(taken, wait == 0);
                if (taken) {
                    takenAt.add(new long[] {now, wanted});
                }
            }
            for (int from = 0; from < takenAt.size(); from++) {
                long passed = 0;
                for (int to = from; to < takenAt.size(); to++) {
                    passed += takenAt.get(to)[1];
                    long spanNanos = takenAt.get(to)[0] - takenAt.get(from)[0];
                    // passed <= burst + rate * t, in whole numbers
                    assertTrue(
                            (passed - burst) * SECOND <= spanNanos * perSecond,
                            perSecond + "/s, burst " + burst + ": " + passed + " in " + spanNanos + " ns");
                }
            }
        }
    }
}
