package sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.http.Fields.Place;
import sluice.http.Fields.Reader;
import sluice.stock.SkuDefinition;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;

/** Readers of the values that bodies are made of. Types are strict: {@code "1"} and {@code 1.0} are not quantities. */
final class Values {

    /** Where stock is kept if nobody says otherwise. */
    static final LocationId MAIN = new LocationId("main");

    /** Stands where a faulty amount was; see {@link Fields}. */
    static final Money NO_MONEY = Money.zero(Currency.getInstance("EUR"));

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?");
    private static final int PRICE_DECIMALS = 6;
    private static final Pattern UTC =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    static final Reader<Quantity> QUANTITY = (value, place) -> {
        var units = whole(value, place, 1, Quantity.MAX_UNITS);
        return units == null ? null : Quantity.of(units);
    };

    static final Reader<Quantity> COUNT = (value, place) -> {
        var units = whole(value, place, 0, Quantity.MAX_UNITS);
        return units == null ? null : Quantity.of(units);
    };

    static final Reader<Long> DELTA = (value, place) -> {
        var units = whole(value, place, -Quantity.MAX_UNITS, Quantity.MAX_UNITS);
        return units != null && units == 0 ? place.fault("must not be 0") : units;
    };

    static final Reader<Long> ON_RECORD =
            (value, place) -> whole(value, place, -Quantity.MAX_UNITS, Quantity.MAX_UNITS);

    static final Reader<Integer> LINE_NUMBER = (value, place) -> {
        var number = whole(value, place, 1, Integer.MAX_VALUE);
        return number == null ? null : number.intValue();
    };

    static final Reader<Currency> CURRENCY = (value, place) -> {
        var code = string(value, place);
        return code == null ? null : currency(code, place);
    };

    static final Reader<BigDecimal> UNIT_PRICE = (value, place) -> {
        var price = decimal(value, place);
        return price != null && price.signum() < 0 ? place.fault("must be zero or more") : price;
    };

    /** An amount in a currency, with at most that currency's decimals; may be below zero. */
    static final Reader<Money> MONEY = (value, place) -> {
        var read = amount(value, place);
        if (read == null) {
            return null;
        }
        try {
            return Money.of(read.amount(), read.currency());
        } catch (IllegalArgumentException notAnAmount) {
            return place.child("amount").fault("is not an amount: " + notAnAmount.getMessage());
        }
    };

    /** A price of one unit, with up to six decimals. */
    static final Reader<SkuDefinition.Price> PRICE = (value, place) -> {
        var read = amount(value, place);
        if (read != null && read.amount().signum() < 0) {
            return place.child("amount").fault("must be zero or more");
        }
        return read;
    };

    /** A moment as RFC 3339 writes it, in UTC; what is finer than a millisecond is cut off. */
    static final Reader<Instant> MOMENT = (value, place) -> {
        var text = string(value, place);
        if (text == null) {
            return null;
        }
        try {
            if (UTC.matcher(text).matches()) {
                return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            }
        } catch (DateTimeException noSuchMoment) {
            // Told below.
        }
        return place.fault("must be a moment in UTC such as \"2030-12-31T23:59:59Z\"");
    };

    /** The place of an event among all. */
    static final Reader<Long> POSITION = (value, place) -> whole(value, place, 1, Long.MAX_VALUE);

    private Values() {}

    static Reader<Money> money(long minMinorUnits, String rule) {
        return (value, place) -> {
            var money = MONEY.read(value, place);
            return money != null && money.minorUnits() < minMinorUnits
                    ? place.child("amount").fault(rule)
                    : money;
        };
    }

    /** A name that {@code maker} accepts, or refuses saying why. */
    static <T> Reader<T> named(Function<String, T> maker) {
        return (value, place) -> {
            var name = string(value, place);
            if (name == null) {
                return null;
            }
            try {
                return maker.apply(name);
            } catch (IllegalArgumentException notAName) {
                return place.fault("is not valid: " + notAName.getMessage());
            }
        };
    }

    /** Text of 1 to {@code max} characters, none of them a control character. */
    static Reader<String> text(int max) {
        return (value, place) -> {
            var text = string(value, place);
            if (text == null) {
                return null;
            }
            if (text.isEmpty() || text.codePointCount(0, text.length()) > max) {
                return place.fault("must have 1 to " + max + " characters");
            }
            return text.codePoints().allMatch(Values::isText)
                    ? text
                    : place.fault("must not hold control characters or unpaired surrogates");
        };
    }

    static <E extends Enum<E>> Reader<E> oneOf(Class<E> type) {
        return (value, place) -> {
            var name = string(value, place);
            if (name == null) {
                return null;
            }
            var constants = type.getEnumConstants();
            for (var constant : constants) {
                if (constant.name().equals(name)) {
                    return constant;
                }
            }
            return place.fault("must be one of " + Arrays.toString(constants));
        };
    }

    static @Nullable String string(JsonNode value, Place place) {
        return value.isTextual() ? value.textValue() : place.fault("must be a string");
    }

    /** A whole number from {@code min} to {@code max}. */
    static Reader<Integer> number(int min, int max) {
        return (value, place) -> {
            var number = whole(value, place, min, max);
            return number == null ? null : number.intValue();
        };
    }

    private static @Nullable Long whole(JsonNode value, Place place, long min, long max) {
        if (!value.isIntegralNumber()) {
            return place.fault("must be a whole number, written without a fraction or an exponent");
        }
        if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            return place.fault("must be " + min + " to " + max);
        }
        return value.longValue();
    }

    private static @Nullable BigDecimal decimal(JsonNode value, Place place) {
        var text = string(value, place);
        if (text == null) {
            return null;
        }
        return DECIMAL.matcher(text).matches()
                ? new BigDecimal(text)
                : place.fault("must be a plain decimal such as \"19.90\", with at most 15 digits before the point and "
                        + PRICE_DECIMALS + " after it");
    }

    private static SkuDefinition.@Nullable Price amount(JsonNode value, Place place) {
        int faultsBefore = place.faults().size();
        var fields = place.fields(value);
        var amount = fields.required("amount", Values::decimal, BigDecimal.ZERO);
        var currency = fields.required("currency", CURRENCY, NO_MONEY.currency());
        fields.refuseOthers();
        return place.faults().size() == faultsBefore ? new SkuDefinition.Price(amount, currency) : null;
    }

    private static @Nullable Currency currency(String code, Place place) {
        try {
            var currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException unknown) {
            // Told below, as for what is on the list but no money, such as gold.
        }
        return place.fault("must be the code of a currency of ISO 4217, such as \"EUR\"");
    }

    private static boolean isText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
