package sluice.load.peers;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured, and for how long.
 *
 * @param pairs of rounds, engine and opponent in turn
 * @param round how long each is measured
 * @param leadIn at the beginning of every round, not measured
 * @param firstWarmUp of each side before the first scenario of a kind; the compiler takes its time
 * @param warmUp of each side before the others
 * @param probe how long each concurrency of the function's is tried
 * @param sweep numbers of requests in flight to measure at, for the plots; none leaves them out
 * @param sweepPoint how long each
 * @param other how long each of the other opponents is measured; zero leaves them out
 * @param claims of the SKU that is recovered
 */
record Plan(
        int pairs,
        Duration round,
        Duration leadIn,
        Duration firstWarmUp,
        Duration warmUp,
        Duration probe,
        List<Integer> sweep,
        Duration sweepPoint,
        Duration other,
        int claims) {

    static Plan full() {
        return new Plan(
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(8),
                Duration.ofMillis(2_500),
                List.of(1, 4, 16, 64, 256, 1_000),
                Duration.ofSeconds(3),
                Duration.ofSeconds(6),
                1_000_000);
    }

    /** One pair, and all else shorter: to see that it works and roughly where one stands. */
    static Plan quick() {
        return new Plan(
                1,
                Duration.ofSeconds(8),
                Duration.ofMillis(500),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofMillis(1_500),
                List.of(1, 4, 16, 64, 256, 1_000),
                Duration.ofMillis(1_200),
                Duration.ofSeconds(4),
                1_000_000);
    }

    /** All as short as can be: for a test that asks whether anything comes of it at all. */
    static Plan tiny() {
        var moment = Duration.ofMillis(600);
        return new Plan(
                1,
                moment,
                Duration.ofMillis(100),
                moment,
                moment,
                Duration.ofMillis(200),
                List.of(),
                moment,
                Duration.ZERO,
                5_000);
    }

    Plan withPairs(int number) {
        return new Plan(number, round, leadIn, firstWarmUp, warmUp, probe, sweep, sweepPoint, other, claims);
    }

    Plan withRound(Duration length) {
        return new Plan(pairs, length, leadIn, firstWarmUp, warmUp, probe, sweep, sweepPoint, other, claims);
    }
}
