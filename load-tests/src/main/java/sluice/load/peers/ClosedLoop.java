package sluice.load.peers;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.Caller;
import sluice.Engine;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;

/**
 * So many requests in flight at all times: whoever completes an order places the next on its own thread. That costs no switch
 * between threads, which the machine would pay for as it would for the side's own work.
 */
final class ClosedLoop implements AutoCloseable {

    static final Caller CALLER = Caller.of("peers");

    /** One turn in so many is timed to know what the driver itself takes. */
    private static final int TIMED = 64;

    /** What takes longer was another thread's turn on the processor. */
    private static final long LONGEST_OWN_NANOS = 20_000;

    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

    private final Engine engine;
    private final WantedOrder[] orders;
    private final Tally tally;
    private final List<Lane> lanes;
    private final CountDownLatch running;
    private volatile boolean stopping;

    /** @param orders asked for in turn, again and again; each lane begins elsewhere */
    ClosedLoop(Engine engine, List<WantedOrder> orders, int inFlight, Tally tally) {
        this.engine = engine;
        this.orders = orders.toArray(WantedOrder[]::new);
        this.tally = tally;
        this.running = new CountDownLatch(inFlight);
        this.lanes = IntStream.range(0, inFlight)
                .mapToObj(lane -> new Lane((int) ((long) lane * this.orders.length / inFlight)))
                .toList();
    }

    /** Begins, and returns at once. */
    void start() {
        Thread.ofPlatform().name("peers-start").start(() -> lanes.forEach(Lane::go));
    }

    /** Sends no more and returns once everything that was sent is answered. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (!running.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(running.getCount() + " orders were never answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One of the requests in flight. Its fields are handed from thread to thread by the stages that it waits for. */
    private final class Lane implements BiConsumer<@Nullable Outcome<Order, PlacementRejection>, @Nullable Throwable> {

        private int next;
        private int turn;
        private long sentNanos;

        Lane(int first) {
            this.next = first;
        }

        void go() {
            go(System.nanoTime());
        }

        /** Places orders until one is not answered at once. */
        private void go(long fromNanos) {
            long began = fromNanos;
            while (!stopping) {
                var order = orders[next];
                next = next + 1 == orders.length ? 0 : next + 1;
                turn++;
                sentNanos = turn % TIMED == 0 ? timed(began) : began;
                var answer = engine.place(order, CALLER).toCompletableFuture();
                if (!answer.isDone()) {
                    var unused = answer.whenComplete(this);
                    return;
                }
                began = System.nanoTime();
                if (!take(answer.resultNow(), null, began)) {
                    return;
                }
            }
            running.countDown();
        }

        private long timed(long began) {
            long now = System.nanoTime();
            tally.clientTook(Math.min(now - began, LONGEST_OWN_NANOS) * TIMED);
            return now;
        }

        @Override
        public void accept(@Nullable Outcome<Order, PlacementRejection> outcome, @Nullable Throwable failure) {
            long now = System.nanoTime();
            if (take(outcome, failure, now)) {
                go(now);
            }
        }

        /** Whether to go on at once. */
        private boolean take(
                @Nullable Outcome<Order, PlacementRejection> outcome, @Nullable Throwable failure, long now) {
            if (outcome != null && tally.take(outcome, now - sentNanos, turn)) {
                return true;
            }
            if (failure != null) {
                tally.take(failure);
            }
            SOON.execute(this::go);
            return false;
        }
    }
}
