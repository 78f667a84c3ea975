package sluice.load.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.placement.PlacementRejection;
import sluice.value.OrderId;

/** What became of placements, counted from any thread at next to no cost. */
final class Tally {

    private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(120);
    private static final int DIGITS = 3;
    private static final int SAMPLED_CLOSELY = 2_000;
    private static final int CLOSELY = 8;
    private static final int WIDELY = 512;

    private final Recorder latencies = new Recorder(LONGEST_MICROS, DIGITS);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder notDone = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder clientNanos = new LongAdder();
    private final ConcurrentLinkedQueue<OrderId> sample = new ConcurrentLinkedQueue<>();
    private volatile int sampleEvery = CLOSELY;
    private volatile String lastFailure = "";

    /** Counts so far. */
    record Counts(long accepted, long refused, long notDone, long unknown) {

        long answered() {
            return accepted + refused;
        }

        Counts since(Counts before) {
            return new Counts(
                    accepted - before.accepted,
                    refused - before.refused,
                    notDone - before.notDone,
                    unknown - before.unknown);
        }

        Counts plus(Counts other) {
            return new Counts(
                    accepted + other.accepted,
                    refused + other.refused,
                    notDone + other.notDone,
                    unknown + other.unknown);
        }
    }

    /**
     * Takes one answer.
     *
     * @param turn counts up in its caller; some of the orders placed are remembered by it
     * @return whether the order was decided; one that was not is best asked for again after a pause
     */
    boolean take(Outcome<Order, PlacementRejection> outcome, long tookNanos, int turn) {
        latencies.recordValue(Math.clamp(tookNanos / 1_000, 0, LONGEST_MICROS));
        return switch (outcome) {
            case Outcome.Done<Order, PlacementRejection> done -> {
                accepted.increment();
                if (turn % sampleEvery == 0) {
                    remember(done.answer().id());
                }
                yield true;
            }
            case Outcome.Refused<Order, PlacementRejection> no -> {
                refused.increment();
                yield true;
            }
            case Outcome.KeyReused<Order, PlacementRejection> never -> failed(notDone, never.toString());
            case Outcome.VersionMismatch<Order, PlacementRejection> never -> failed(notDone, never.toString());
            case Outcome.NotDone<Order, PlacementRejection>(var why) -> failed(notDone, why);
            case Outcome.Unknown<Order, PlacementRejection>(var why) -> failed(unknown, why);
        };
    }

    /** A bug of the side's: it answered with an exception. */
    void take(Throwable failure) {
        failed(unknown, failure.toString());
    }

    /** What the driver itself did, where it does it on the side's threads; an estimate. */
    void clientTook(long nanos) {
        clientNanos.add(nanos);
    }

    private boolean failed(LongAdder counter, String why) {
        counter.increment();
        lastFailure = why;
        return false;
    }

    private void remember(OrderId id) {
        sample.add(id);
        if (sampleEvery == CLOSELY && sample.size() >= SAMPLED_CLOSELY) { // its size is counted, so not for ever
            sampleEvery = WIDELY;
        }
    }

    Counts counts() {
        return new Counts(accepted.sum(), refused.sum(), notDone.sum(), unknown.sum());
    }

    long clientNanos() {
        return clientNanos.sum();
    }

    /** Latencies in microseconds since this was asked last. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    /** Some of the orders that were acknowledged. */
    List<OrderId> sample() {
        return new ArrayList<>(sample);
    }

    /** Why something was not placed, empty if everything was decided. */
    String lastFailure() {
        return lastFailure;
    }
}
