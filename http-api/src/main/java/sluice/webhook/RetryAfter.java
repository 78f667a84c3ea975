package sluice.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the header of that name: RFC 9110, section 10.2.3. */
final class RetryAfter {

    private static final int MOST_DIGITS = 9; // 31 years in seconds

    private RetryAfter() {}

    /** How long to wait from {@code now}; empty for what is neither a number of seconds nor a date, or lies in the past. */
    static Optional<Duration> parse(String header, Instant now) {
        var text = header.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            var seconds = text.length() > MOST_DIGITS ? "9".repeat(MOST_DIGITS) : text;
            return Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
        }
        try {
            var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant())).filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
