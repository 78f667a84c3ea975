package sluice.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount in the minor units of a currency (cents of EUR, yen of JPY); may be below zero. Currencies never net: arithmetic
 * between two of them is a bug and throws.
 *
 * @param minorUnits at most {@link #MAX_MINOR_UNITS} either side of zero
 */
public record Money(
        @JsonProperty("m") long minorUnits,
        @JsonProperty("c") Currency currency) {

    /** Ten thousand times a thousand million of the usual currency; sums of a million such amounts still fit a long. */
    public static final long MAX_MINOR_UNITS = 1_000_000_000_000_000L;

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * The amount that {@code decimal} is in major units.
     *
     * @throws IllegalArgumentException if it has more decimals than the currency, or is out of range
     */
    public static Money of(BigDecimal decimal, Currency currency) {
        int digits = digitsOf(currency);
        if (decimal.stripTrailingZeros().scale() > digits) {
            throw new IllegalArgumentException(
                    "an amount in " + currency.getCurrencyCode() + " has at most " + digits + " decimals");
        }
        return new Money(checked(decimal.movePointRight(digits)), currency);
    }

    /**
     * {@code unitPrice} times {@code quantity}, rounded half up to the currency's digits, once.
     *
     * @throws IllegalArgumentException if the product is out of range
     */
    public static Money total(BigDecimal unitPrice, Quantity quantity, Currency currency) {
        var exact = unitPrice.multiply(BigDecimal.valueOf(quantity.units()));
        return new Money(checked(exact.movePointRight(digitsOf(currency)).setScale(0, RoundingMode.HALF_UP)), currency);
    }

    private static int digitsOf(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }

    private static long checked(BigDecimal minor) {
        if (minor.abs().compareTo(BigDecimal.valueOf(MAX_MINOR_UNITS)) > 0) {
            throw new IllegalArgumentException("amount is out of range");
        }
        return minor.longValueExact();
    }

    /** @throws ArithmeticException on overflow */
    public Money plus(Money other) {
        return new Money(Math.addExact(minorUnits, sameCurrency(other).minorUnits), currency);
    }

    /** @throws ArithmeticException on overflow */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(minorUnits, sameCurrency(other).minorUnits), currency);
    }

    public boolean exceeds(Money other) {
        return minorUnits > sameCurrency(other).minorUnits;
    }

    @JsonIgnore
    public boolean isZero() {
        return minorUnits == 0;
    }

    @JsonIgnore
    public boolean isPositive() {
        return minorUnits > 0;
    }

    /** The amount in major units, with exactly the currency's digits, as the API writes it. */
    public BigDecimal decimal() {
        return BigDecimal.valueOf(minorUnits, digitsOf(currency));
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot net " + other.currency + " against " + currency);
        }
        return other;
    }

    @Override
    public String toString() {
        return decimal().toPlainString() + " " + currency.getCurrencyCode();
    }
}
