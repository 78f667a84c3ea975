package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.value.Slot;

class AnySlotTest {

    @Test
    void ordersInARow_goToOneSlot_andManyToMany() {
        var slots = new AnySlot(slot -> true);
        var firstRow = Stream.generate(slots::next).limit(64).distinct().count();
        var all = new HashSet<Slot>();
        for (int order = 0; order < 64 * 4_000; order++) {
            all.add(slots.next());
        }
        assertEquals(1, firstRow);
        assertTrue(all.size() > 900, () -> "only " + all.size() + " of " + Slot.COUNT + " slots in 4,000 draws");
    }

    @Test
    void slotsThatAreHere_arePreferred() {
        var slots = new AnySlot(slot -> slot.number() % 2 == 0);
        int here = 0;
        for (int order = 0; order < 64 * 1_000; order++) {
            here += slots.next().number() % 2 == 0 ? 1 : 0;
        }
        assertTrue(here > 64 * 950, here + " of 64,000 orders"); // all but one in 256 draws, on average
    }

    @Test
    void whereNoneIsHere_anySlotWillDo() {
        var slots = new AnySlot(slot -> false);
        assertTrue(slots.next().number() < Slot.COUNT);
    }
}
