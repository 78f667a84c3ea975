package sluice.webhook;

import java.time.Duration;
import java.util.Optional;

/** What became of an attempt. An excerpt is the beginning of the answer's body, as a text, up to 4 KB. */
public sealed interface AttemptResult {

    int GONE = 410;

    /** From the look-up of the name to the end of the answer. */
    Duration took();

    /** A status of 200 to 299: the receiver has it. */
    record Delivered(int status, Duration took, String excerpt) implements AttemptResult {}

    /** Another status. Redirects are not followed. */
    record Answered(int status, Duration took, String excerpt, Optional<Duration> retryAfter)
            implements AttemptResult {}

    /**
     * No answer, or not a whole one in time.
     *
     * @param reason a sentence for the endpoint's owner; tells no address
     */
    record Failed(String reason, Duration took) implements AttemptResult {}

    default boolean isDelivered() {
        return this instanceof Delivered;
    }

    /** Whether the receiver says that it wants no more, ever: 410, as the specification has it. */
    default boolean isGone() {
        return this instanceof Answered answered && answered.status() == GONE;
    }

    /** What the receiver asked for. */
    default Optional<Duration> retryAfterAsked() {
        return this instanceof Answered answered ? answered.retryAfter() : Optional.empty();
    }
}
