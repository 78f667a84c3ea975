package sluice.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import sluice.node.ClockGate.Membership;

class ClockGateTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final Duration CONFIRMED = Duration.ofSeconds(11);

    private final AtomicLong now = new AtomicLong(1_000);
    private final AtomicReference<Membership> membership = new AtomicReference<>(new Membership(true, 3, true));
    private final ClockGate gate = new ClockGate(TICK, LATE, CONFIRMED, now::get, membership::get);

    @Test
    void steadyClock_staysOpen() {
        for (var i = 0; i < 100; i++) {
            pass(TICK);
            gate.tick();
            assertTrue(isOpen());
        }
    }

    @Test
    void tickThreeSecondsLate_isNotYetLate() {
        pass(LATE);
        gate.tick();
        assertTrue(isOpen());
    }

    @Test
    void standstill_closesBeforeTheNextTick() {
        pass(LATE.plusSeconds(1));
        assertFalse(isOpen());
    }

    @Test
    void standstill_inAClusterOfOne_opensWithTheNextTick() {
        membership.set(new Membership(true, 1, true));
        pass(Duration.ofSeconds(40));
        assertFalse(isOpen());
        gate.tick();
        assertTrue(isOpen());
    }

    @Test
    void standstill_inACluster_opensOnlyAfterTheOthersWouldHaveRemovedIt() {
        pass(LATE.plusSeconds(1));
        gate.tick();
        tickFor(CONFIRMED.minus(TICK));
        assertFalse(isOpen());
        tickFor(TICK);
        assertTrue(isOpen());
    }

    @Test
    void standstill_isNotConfirmedWhileAnotherMemberIsUnreachable() {
        pass(LATE.plusSeconds(1));
        membership.set(new Membership(true, 3, false));
        gate.tick();
        tickFor(CONFIRMED.multipliedBy(2));
        assertFalse(isOpen());
        membership.set(new Membership(true, 2, true)); // the others have decided
        tickFor(CONFIRMED.minus(TICK));
        assertFalse(isOpen());
        tickFor(TICK.multipliedBy(2));
        assertTrue(isOpen());
    }

    @Test
    void standstill_ofANodeThatWasDowned_neverOpens() {
        pass(Duration.ofSeconds(40));
        membership.set(new Membership(false, 1, true));
        gate.tick();
        tickFor(CONFIRMED.multipliedBy(3));
        assertFalse(isOpen());
    }

    private void tickFor(Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
            pass(TICK);
            gate.tick();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private boolean isOpen() {
        return gate.refusal().isEmpty();
    }
}
