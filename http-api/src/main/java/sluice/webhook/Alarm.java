package sluice.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The earliest of the times at which something is to be done though nothing has happened, in whole milliseconds. */
final class Alarm {

    private @Nullable Instant at;

    void reset() {
        at = null;
    }

    void by(Instant time) {
        var wholeMillis = time.truncatedTo(ChronoUnit.MILLIS);
        var notBefore = wholeMillis.equals(time) ? time : wholeMillis.plus(Duration.ofMillis(1));
        at = at == null || notBefore.isBefore(at) ? notBefore : at;
    }

    Optional<Instant> at() {
        return Optional.ofNullable(at);
    }
}
