package sluice.load.peers;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import sluice.Engine;
import sluice.placement.WantedOrder;

/**
 * So many orders a second from one thread, whatever becomes of them. An order's latency counts from when it was to be sent: one
 * that is sent late because the side held the machine up has waited, too.
 */
final class OpenLoop implements AutoCloseable {

    private static final long PAUSE_NANOS = 250_000;

    private final Engine engine;
    private final List<WantedOrder> orders;
    private final double perSecond;
    private final Tally tally;
    private final AtomicLong inFlight = new AtomicLong();
    private final Thread sender = Thread.ofPlatform().name("peers-sender").unstarted(this::send);
    private volatile boolean stopping;

    OpenLoop(Engine engine, List<WantedOrder> orders, double perSecond, Tally tally) {
        this.engine = engine;
        this.orders = orders;
        this.perSecond = perSecond;
        this.tally = tally;
    }

    /** Begins, and returns at once. */
    void start() {
        sender.start();
    }

    private void send() {
        long began = System.nanoTime();
        int sent = 0;
        while (!stopping) {
            long due = (long) ((System.nanoTime() - began) * perSecond / 1e9);
            for (; sent < due && !stopping; sent++) {
                place(orders.get(sent % orders.size()), began + (long) (sent / perSecond * 1e9), sent);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void place(WantedOrder order, long toBeSentNanos, int turn) {
        inFlight.incrementAndGet();
        var unused = engine.place(order, ClosedLoop.CALLER).whenComplete((outcome, failure) -> {
            if (outcome == null) {
                tally.take(failure);
            } else {
                tally.take(outcome, System.nanoTime() - toBeSentNanos, turn);
            }
            inFlight.decrementAndGet();
        });
    }

    /** Sends no more and returns once everything that was sent is answered. */
    @Override
    public void close() {
        stopping = true;
        try {
            sender.join();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (inFlight.get() > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(inFlight + " orders were never answered");
                }
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
