package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sluice.value.OrderId;

class EarmarksTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant OVER = START.plus(Earmarks.EFFECT_MEMORY).plusMillis(1);

    private static OrderId order(long number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, number));
    }

    private static String hashOf(Earmarks earmarks) {
        var hash = new CanonicalHash();
        earmarks.addTo(hash);
        return hash.hex();
    }

    @Test
    void closings_areForgotten_inTheOrderTheyClosed() {
        var earmarks = new Earmarks();
        for (int number = 0; number < 1_000; number++) {
            earmarks.settle(order(number), 2, 0, true, START.plusMillis(number));
        }
        for (int number = 0; number < 1_000; number++) {
            assertTrue(earmarks.knows(order(number)));
            earmarks.forgetAt(OVER.plusMillis(number));
            assertFalse(earmarks.knows(order(number)));
        }
        assertFalse(earmarks.hasOpen());
    }

    @Test
    void aClosing_recordedByAClockThatIsBehind_waitsForThoseBeforeIt() {
        var earmarks = new Earmarks();
        earmarks.settle(order(1), 2, 0, true, START.plusSeconds(10));
        earmarks.settle(order(2), 2, 0, true, START);
        earmarks.forgetAt(OVER.plusSeconds(9));
        assertTrue(earmarks.knows(order(2)));
        earmarks.forgetAt(OVER.plusSeconds(10));
        assertFalse(earmarks.knows(order(1)));
        assertFalse(earmarks.knows(order(2)));
    }

    @Test
    void aClosing_recordedByAClockThatIsBehind_isForgottenAtTheSameTime_alsoAfterASnapshot() {
        var earmarks = new Earmarks();
        earmarks.settle(order(1), 2, 0, true, START.plusSeconds(10));
        earmarks.settle(order(2), 2, 0, true, START);
        earmarks.settle(order(1), 3, 0, true, START.plusSeconds(20)); // of which only the later closing is kept
        var again = Earmarks.of(earmarks.snapshot());
        for (int second = 0; second < 22; second++) {
            var at = OVER.plusSeconds(second);
            List.of(earmarks, again).forEach(one -> one.forgetAt(at));
            assertEquals(hashOf(earmarks), hashOf(again), "after " + second + " s");
        }
    }

    @Test
    void aMillionEntries_areRestoredInLinearTime() {
        var earmarks = new Earmarks();
        for (int number = 0; number < 1_000_000; number++) {
            earmarks.open(order(number), 1, START);
        }
        var snapshot = earmarks.snapshot();

        // Where room is not made beforehand, the time grows with the square of the number.
        var again = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Earmarks.of(snapshot));

        assertEquals(1_000_000, again.total());
    }

    @Test
    void anOrderForgotten_mayOpenAgain() {
        var earmarks = new Earmarks();
        earmarks.settle(order(1), 2, 0, true, START);
        earmarks.forgetAt(OVER);
        earmarks.open(order(1), 5, OVER);
        earmarks.forgetAt(OVER.plus(Duration.ofDays(9)));
        assertEquals(5, earmarks.amountOf(order(1)));
    }

    @Test
    void aSnapshot_survivesTheWire_andMakesTheSameAgain() throws IOException {
        var earmarks = new Earmarks();
        for (int number = 0; number < 50; number++) {
            earmarks.open(order(number), number, START.plusMillis(number));
        }
        earmarks.settle(order(7), 3, 2, false, START.plusSeconds(1));
        earmarks.settle(order(8), 3, 8, false, START.plusSeconds(2));
        earmarks.settle(order(9), 4, 1, true, START.plusSeconds(3));
        earmarks.settle(order(8), 5, 0, true, START.plusSeconds(4));
        earmarks.release(order(11));
        earmarks.vouch(order(12));

        var mapper = new CBORMapper();
        var read = mapper.readValue(mapper.writeValueAsBytes(earmarks.snapshot()), EarmarksSnapshot.class);
        var again = Earmarks.of(read);
        assertEquals(earmarks.snapshot().closed(), read.closed());
        assertEquals(hashOf(earmarks), hashOf(again));
        assertEquals(earmarks.total(), again.total());
        assertEquals(again.recountedTotal(), again.total());
        assertEquals(earmarks.unvouchedTotal(), again.unvouchedTotal());
        assertEquals(earmarks.unvouchedBefore(OVER), again.unvouchedBefore(OVER));
        for (int second = 0; second < 6; second++) {
            var at = OVER.plusSeconds(second);
            List.of(earmarks, again).forEach(one -> one.forgetAt(at));
            assertEquals(hashOf(earmarks), hashOf(again), "after " + second + " s");
        }
        assertFalse(again.knows(order(8)));
    }

    @Test
    void amountsThatContradictTheBooks_throw() {
        var earmarks = new Earmarks();
        earmarks.open(order(1), 5, START);
        assertThrows(IllegalStateException.class, () -> earmarks.settle(order(1), 1, 6, false, START));
        assertThrows(IllegalStateException.class, () -> earmarks.settle(order(1), 0, 1, false, START));
        assertThrows(IllegalStateException.class, () -> earmarks.release(order(2)));
    }
}
