package sluice.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * An attempt that has ended, as the log keeps it.
 *
 * @param next when the event is due again; empty if it was delivered, was a test, or will not be attempted any more
 */
public record LoggedAttempt(Attempt attempt, AttemptResult result, Optional<Instant> next) {

    /** Whether the event's attempts are used up. It stays in the log, and may be sent again from there. */
    public boolean isExhausted() {
        return !result.isDelivered() && next.isEmpty() && attempt.kind() != Attempt.Kind.TEST;
    }
}
