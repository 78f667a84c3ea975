package sluice.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A whole number, zero or more, of a SKU's smallest unit; at most {@link #MAX_UNITS}. */
public record Quantity(@JsonValue long units) implements Comparable<Quantity> {

    /** Large enough for any warehouse, small enough that a million of them add up without overflow. */
    public static final long MAX_UNITS = 1_000_000_000_000L;

    public static final Quantity ZERO = new Quantity(0);

    /** @throws IllegalArgumentException below zero or above {@link #MAX_UNITS} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING) // a lone component would else be read as an object
    public Quantity {
        if (units < 0 || units > MAX_UNITS) {
            throw new IllegalArgumentException("quantity must be 0 to " + MAX_UNITS + ", was " + units);
        }
    }

    public static Quantity of(long units) {
        return units == 0 ? ZERO : new Quantity(units);
    }

    /** @throws IllegalArgumentException if the sum is out of range */
    public Quantity plus(Quantity other) {
        return of(units + other.units);
    }

    /** @throws IllegalArgumentException if {@code other} is more than this */
    public Quantity minus(Quantity other) {
        return of(units - other.units);
    }

    public boolean exceeds(Quantity other) {
        return units > other.units;
    }

    public boolean isZero() {
        return units == 0;
    }

    @Override
    public int compareTo(Quantity other) {
        return Long.compare(units, other.units);
    }

    @Override
    public String toString() {
        return Long.toString(units);
    }
}
