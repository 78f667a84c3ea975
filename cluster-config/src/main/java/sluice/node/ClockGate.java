package sluice.node;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.Admission;

/**
 * Closes a node that stood still: a process that was stopped and continued may have lost its place in the cluster without
 * knowing, and its reads and refusals are not fenced by the journal's key. It opens when the node, for as long as the others need
 * to remove a silent one, is up and sees every other member; in a cluster of one at once.
 */
final class ClockGate implements Admission, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClockGate.class);
    private static final Optional<String> CLOSED =
            Optional.of("this node stood still, and waits until it is confirmed a member of its cluster");

    private final Duration tick;
    private final Duration lateAfter;
    private final Duration confirmAfter;
    private final LongSupplier nanoClock;
    private final Supplier<Membership> membership;
    private final Thread ticker;
    private volatile long lastTickNanos;
    private volatile boolean suspect;
    private long suspectSinceNanos;

    /** @param allReachable whether this node hears every other member */
    record Membership(boolean selfUp, int members, boolean allReachable) {}

    ClockGate(
            Duration tick,
            Duration lateAfter,
            Duration confirmAfter,
            LongSupplier nanoClock,
            Supplier<Membership> membership) {
        this.tick = tick;
        this.lateAfter = lateAfter;
        this.confirmAfter = confirmAfter;
        this.nanoClock = nanoClock;
        this.membership = membership;
        this.lastTickNanos = nanoClock.getAsLong();
        this.ticker = Thread.ofPlatform().daemon().name("clock-gate").unstarted(this::tickForEver);
    }

    static ClockGate watch(NodeSettings settings, Supplier<Membership> membership) {
        var gate = new ClockGate(
                settings.clockTick(),
                settings.clockLateAfter(),
                settings.cluster().downedAfter(),
                steadyNanos(),
                membership);
        gate.ticker.start();
        return gate;
    }

    /** Also counts while the machine sleeps, where {@code System.nanoTime} may stand still: the larger advance of two clocks. */
    private static LongSupplier steadyNanos() {
        return new LongSupplier() {
            private long nanos = System.nanoTime();
            private long wallMillis = System.currentTimeMillis();
            private long steady;

            @Override
            public synchronized long getAsLong() {
                var nowNanos = System.nanoTime();
                var nowMillis = System.currentTimeMillis();
                steady += Math.max(
                        nowNanos - nanos,
                        Duration.ofMillis(nowMillis - wallMillis).toNanos());
                nanos = nowNanos;
                wallMillis = nowMillis;
                return steady;
            }
        };
    }

    /** Looks at the clock itself, since after a standstill a request may come before the next tick. */
    @Override
    public Optional<String> refusal() {
        return suspect || isLate(nanoClock.getAsLong()) ? CLOSED : Optional.empty();
    }

    private boolean isLate(long nowNanos) {
        return nowNanos - lastTickNanos > lateAfter.plus(tick).toNanos();
    }

    void tick() {
        var now = nanoClock.getAsLong();
        if (isLate(now)) {
            log.warn("Taking no work: the clock is {} ms late", (now - lastTickNanos) / 1_000_000 - tick.toMillis());
            suspectSinceNanos = now;
            suspect = true; // before the tick is noted, or a request in between would pass
        }
        lastTickNanos = now;
        if (suspect) {
            var seen = membership.get();
            var alone = seen.members() == 1;
            if (!seen.selfUp() || !(alone || seen.allReachable())) {
                suspectSinceNanos = now; // the wait begins when nothing is in doubt
            } else if (alone || now - suspectSinceNanos >= confirmAfter.toNanos()) {
                log.info("Confirmed a member of the cluster");
                suspect = false;
            }
        }
    }

    private void tickForEver() {
        while (!Thread.currentThread().isInterrupted()) {
            tick();
            try {
                Thread.sleep(tick);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
    }
}
