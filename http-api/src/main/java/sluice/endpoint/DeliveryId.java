package sluice.endpoint;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of an attempt in the log of an endpoint, and its place there: later ones are higher. */
public record DeliveryId(long incarnation, long number) {

    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})-([1-9][0-9]{0,17})");

    /** Reads what {@link #toString} writes. */
    public static Optional<DeliveryId> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new DeliveryId(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return incarnation + "-" + number;
    }
}
