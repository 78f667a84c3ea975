package sluice.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.entity.Wire;

class MoneyTest {

    private static final Currency EUR = Currency.getInstance("EUR");

    private static Money of(String decimal, String currency) {
        return Money.of(new BigDecimal(decimal), Currency.getInstance(currency));
    }

    @ParameterizedTest
    @CsvSource({
        "19.90, EUR, 1990, 19.90",
        "19.9, EUR, 1990, 19.90",
        "19.900000, EUR, 1990, 19.90",
        "-0.01, EUR, -1, -0.01",
        "0, EUR, 0, 0.00",
        "1e3, JPY, 1000, 1000",
        "1.234, KWD, 1234, 1.234",
        "5, XAU, 5, 5", // gold has no minor unit
        "10000000000000.00, EUR, 1000000000000000, 10000000000000.00",
    })
    void anAmount_isCountedInMinorUnits_andWrittenWithTheCurrencysDigits(
            String decimal, String currency, long minorUnits, String written) {
        var money = of(decimal, currency);
        assertEquals(minorUnits, money.minorUnits());
        assertEquals(written, money.decimal().toPlainString());
        assertEquals(written + " " + currency, money.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0.001, EUR",
        "0.5, JPY",
        "10000000000000.01, EUR",
        "-10000000000000.01, EUR",
        "1e20, EUR",
        "1e1000, EUR",
    })
    void anAmount_tooFineOrTooLarge_isRefused(String decimal, String currency) {
        assertThrows(IllegalArgumentException.class, () -> of(decimal, currency));
    }

    @ParameterizedTest
    @CsvSource({
        "19.90, 2, EUR, 3980",
        "0.005, 1, EUR, 1", // half up
        "0.004999, 1, EUR, 0",
        "0.005, 3, EUR, 2", // rounded once, of the line's total
        "0.333333, 3, EUR, 100",
        "0.5, 1, JPY, 1",
        "0, 1000000000000, EUR, 0",
        "10, 1000000000000, EUR, 1000000000000000",
    })
    void aLinesTotal_isRoundedHalfUp_once(String unitPrice, long units, String currency, long minorUnits) {
        var total = Money.total(new BigDecimal(unitPrice), Quantity.of(units), Currency.getInstance(currency));
        assertEquals(minorUnits, total.minorUnits());
    }

    @Test
    void aLinesTotal_outOfRange_isRefused() {
        var quantity = Quantity.of(Quantity.MAX_UNITS);
        assertThrows(IllegalArgumentException.class, () -> Money.total(new BigDecimal("10.000001"), quantity, EUR));
    }

    @Test
    void arithmetic_staysExact() {
        assertEquals(of("0.30", "EUR"), of("0.10", "EUR").plus(of("0.20", "EUR")));
        assertEquals(of("-0.10", "EUR"), of("0.10", "EUR").minus(of("0.20", "EUR")));
        assertTrue(of("0.02", "EUR").exceeds(of("0.01", "EUR")));
        assertFalse(of("0.01", "EUR").exceeds(of("0.01", "EUR")));
        assertTrue(Money.zero(EUR).isZero());
        assertFalse(Money.zero(EUR).isPositive());
        assertFalse(of("-1", "EUR").isPositive());
        assertTrue(of("1", "EUR").isPositive());
    }

    @Test
    void arithmetic_thatOverflows_throws() {
        var most = new Money(Long.MAX_VALUE, EUR);
        var least = new Money(Long.MIN_VALUE, EUR);
        assertThrows(ArithmeticException.class, () -> most.plus(new Money(1, EUR)));
        assertThrows(ArithmeticException.class, () -> least.minus(new Money(1, EUR)));
    }

    @Test
    void currencies_neverNet() {
        var euros = of("1", "EUR");
        var dollars = of("1", "USD");
        assertThrows(IllegalArgumentException.class, () -> euros.plus(dollars));
        assertThrows(IllegalArgumentException.class, () -> euros.minus(dollars));
        assertThrows(IllegalArgumentException.class, () -> euros.exceeds(dollars));
    }

    @Test
    void money_isReadAsItWasWritten() {
        assertEquals(of("-19.90", "EUR"), Wire.overTheWire(of("-19.90", "EUR"), Money.class));
    }
}
