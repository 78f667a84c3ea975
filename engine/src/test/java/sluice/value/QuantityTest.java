package sluice.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.entity.Wire;

class QuantityTest {

    private static final Quantity MOST = Quantity.of(Quantity.MAX_UNITS);

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Quantity.MAX_UNITS + 1, Long.MAX_VALUE})
    void aQuantity_outOfRange_cannotBeMade(long units) {
        assertThrows(IllegalArgumentException.class, () -> Quantity.of(units));
    }

    @Test
    void arithmetic_staysInRange() {
        assertEquals(Quantity.of(5), Quantity.of(2).plus(Quantity.of(3)));
        assertEquals(Quantity.ZERO, Quantity.of(2).minus(Quantity.of(2)));
        assertThrows(IllegalArgumentException.class, () -> MOST.plus(Quantity.of(1)));
        assertThrows(IllegalArgumentException.class, () -> Quantity.of(2).minus(Quantity.of(3)));
    }

    @Test
    void quantities_compare() {
        assertTrue(Quantity.of(3).exceeds(Quantity.of(2)));
        assertFalse(Quantity.of(2).exceeds(Quantity.of(2)));
        assertTrue(Quantity.of(2).compareTo(MOST) < 0);
        assertTrue(Quantity.of(0).isZero());
        assertFalse(MOST.isZero());
    }

    @Test
    void aQuantity_isWrittenAsItsNumber() {
        assertEquals("1000000000000", MOST.toString());
        assertEquals(MOST, Wire.overTheWire(MOST, Quantity.class));
    }
}
