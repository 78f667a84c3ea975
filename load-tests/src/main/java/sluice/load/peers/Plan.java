package sluice.load.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is measured, and for how long. What is none or zero is left out.
 *
 * @param pairs of rounds, engine and opponent in turn
 * @param round how long each is measured
 * @param leadIn at the beginning of every round, not measured
 * @param warmUpStep of each side: steps follow each other until one is hardly faster than the best before it, see
 *     {@link Contender#warmUp}
 * @param warmUp the longest of each side, however fast it still becomes
 * @param probe how long each concurrency of the function's is tried
 * @param openLoop how long each side is measured at a fixed rate
 * @param sweep numbers of requests in flight to measure at, for the plots
 * @param sweepPoint how long each
 * @param other how long each of the other opponents is measured
 * @param claims of the SKU that is recovered
 */
record Plan(
        int pairs,
        Duration round,
        Duration leadIn,
        Duration warmUpStep,
        Duration warmUp,
        Duration probe,
        Duration openLoop,
        List<Integer> sweep,
        Duration sweepPoint,
        Duration other,
        int claims) {

    static Plan full() {
        return new Plan(
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(2_500),
                Duration.ofSeconds(10),
                List.of(1, 4, 16, 64, 256, 1_000),
                Duration.ofSeconds(3),
                Duration.ofSeconds(6),
                1_000_000);
    }

    /**
     * One pair, as long as those of the full plan, for a first look at the ratios. Short enough that the first four scenarios end
     * within eight minutes, with all that is built, started and judged for them.
     */
    static Plan quick() {
        return new Plan(
                1,
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMillis(1_500),
                Duration.ofSeconds(4),
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                1_000_000);
    }

    /** All as short as can be: for a test that asks whether anything comes of it at all. */
    static Plan tiny() {
        var moment = Duration.ofMillis(600);
        return new Plan(
                1,
                moment,
                Duration.ofMillis(100),
                moment.dividedBy(2),
                moment,
                Duration.ofMillis(200),
                moment,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                5_000);
    }

    Plan withPairs(int number) {
        return new Plan(number, round, leadIn, warmUpStep, warmUp, probe, openLoop, sweep, sweepPoint, other, claims);
    }

    /** With rounds of another length, and an open loop that is no longer than they. */
    Plan withRound(Duration length) {
        var open = length.compareTo(openLoop) < 0 ? length : openLoop;
        return new Plan(pairs, length, leadIn, warmUpStep, warmUp, probe, open, sweep, sweepPoint, other, claims);
    }

    /** What this plan leaves out of {@code scenarios}, and of all there are, for people. */
    List<String> leftOut(List<Scenario> scenarios) {
        var leftOut = new ArrayList<String>();
        if (openLoop.isZero()) {
            leftOut.add("the open loop");
        }
        if (sweep.isEmpty()) {
            leftOut.add("the sweep over requests in flight");
        }
        if (other.isZero()) {
            leftOut.add("the opponents batching and stock-journal");
        }
        for (var scenario : Scenario.values()) {
            if (!scenarios.contains(scenario)) {
                leftOut.add("the scenario " + scenario.title());
            }
        }
        return leftOut;
    }
}
