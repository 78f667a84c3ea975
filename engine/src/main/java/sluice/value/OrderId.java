package sluice.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of an order: a UUID of version 7 (RFC 9562, time-ordered) whose first ten random bits are the order's {@link Slot}.
 */
public record OrderId(@JsonValue UUID value) {

    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();
    private static final int SLOT_SHIFT = 2; // rand_a has 12 bits: ten of slot above two random ones
    private static final long SLOT_MASK = (Slot.COUNT - 1L) << SLOT_SHIFT;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING) // a lone component would else be read as an object
    public OrderId {}

    /** A fresh id in the given slot; no two calls return the same. */
    public static OrderId next(Slot slot) {
        var random = GENERATOR.generate();
        long high = (random.getMostSignificantBits() & ~SLOT_MASK) | ((long) slot.number() << SLOT_SHIFT);
        return new OrderId(new UUID(high, random.getLeastSignificantBits()));
    }

    /** The id that {@code text} spells in the canonical form of a UUID, or empty if it spells none. */
    public static Optional<OrderId> parse(String text) {
        try {
            var uuid = UUID.fromString(text);
            return uuid.toString().equals(text) && uuid.version() == 7
                    ? Optional.of(new OrderId(uuid))
                    : Optional.empty();
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }

    public Slot slot() {
        return new Slot((int) ((value.getMostSignificantBits() & SLOT_MASK) >>> SLOT_SHIFT));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
