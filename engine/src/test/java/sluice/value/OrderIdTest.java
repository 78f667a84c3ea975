package sluice.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.entity.Wire;

class OrderIdTest {

    @Test
    void aFreshId_isATimeOrderedUuid_inItsSlot() {
        var seen = new HashSet<OrderId>();
        for (int number = 0; number < Slot.COUNT; number++) {
            var slot = new Slot(number);
            long before = System.currentTimeMillis();
            var id = OrderId.next(slot);
            long made = id.value().getMostSignificantBits() >>> 16;
            assertEquals(slot, id.slot());
            assertEquals(7, id.value().version());
            assertEquals(2, id.value().variant());
            assertTrue(before <= made && made <= System.currentTimeMillis(), id::toString);
            assertTrue(seen.add(id));
        }
    }

    @Test
    void idsOfOneSlot_neverRepeat() {
        var seen = new HashSet<OrderId>();
        for (int count = 0; count < 100_000; count++) {
            assertTrue(seen.add(OrderId.next(new Slot(7))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "019a0000-0000-7000-8000-000000000000, 0",
        "019a0000-0000-7003-8000-000000000000, 0",
        "019a0000-0000-7004-8000-000000000000, 1",
        "019a0000-0000-7abc-8000-000000000000, 687",
        "019a0000-0000-7fff-8000-000000000000, 1023",
    })
    void theSlotOfAnId_isForEver(String id, int slot) {
        assertEquals(slot, OrderId.parse(id).orElseThrow().slot().number());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "42",
                "019a0000-0000-4000-8000-000000000000", // another version
                "019A0000-0000-7000-8000-000000000000", // not the canonical spelling
                "19a0000-0000-7000-8000-000000000000",
                "019a0000-0000-7000-8000-0000000000000",
                "{019a0000-0000-7000-8000-000000000000}",
                "019a0000000070008000000000000000",
                "019a0000-0000-7000-8000-00000000000/"
            })
    void whatIsNotTheIdOfAnOrder_isNotRead(String text) {
        assertEquals(Optional.empty(), OrderId.parse(text));
    }

    @Test
    void anId_isReadAsItWasWritten() {
        var id = new OrderId(UUID.fromString("019a0000-0000-7abc-8000-00000000002a"));
        assertEquals(Optional.of(id), OrderId.parse(id.toString()));
        assertEquals(id, Wire.overTheWire(id, OrderId.class));
    }
}
