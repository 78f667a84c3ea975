package sluice.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTest {

    /** Computed apart, bit by bit from the polynomial; 123456789 is the check value of CRC-32C, 0xE3069283. */
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "123456789, 643",
        "tee-black-m, 842",
        "acme, 454",
        "x|API|web-991, 96",
        "Größe M, 910",
        "k|0000000000000000000000, 46",
    })
    void theSlotOfAName_isForEver(String name, int slot) {
        assertEquals(new Slot(slot), Slot.of(name));
    }

    @Test
    void names_useEverySlot() {
        var used = new BitSet(Slot.COUNT);
        for (int number = 0; number < 20_000; number++) {
            used.set(Slot.of("sku-" + number).number());
        }
        assertEquals(Slot.COUNT, used.cardinality());
    }

    @Test
    void aRandomSlot_isASlot() {
        for (int count = 0; count < 10_000; count++) {
            int number = Slot.random().number();
            assertTrue(number >= 0 && number < Slot.COUNT);
        }
    }

    @Test
    void aSlot_outOfRange_cannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new Slot(-1));
        assertThrows(IllegalArgumentException.class, () -> new Slot(1024));
    }
}
