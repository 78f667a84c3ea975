package sluice.load.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a client asks again when it has no definite answer.
 *
 * @param attempts the first one included
 * @param limit no attempt begins later than this after the first
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration limit) {

    public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Until the answer is definite, or {@code limit} has passed. */
    public static RetryPolicy within(Duration limit) {
        return new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(20), Duration.ofSeconds(1), limit);
    }

    /** The pause after {@code made} attempts: doubles up to the longest, with a random half, so that clients do not come back as one. */
    Duration pauseAfter(int made) {
        long ceiling = firstPause.toMillis() << Math.min(made - 1, 16);
        long millis = Math.min(longestPause.toMillis(), ceiling);
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    static boolean isDefinite(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> true;
            case Answer.Refused refused -> !refused.inFlight();
            case Answer.NotDone notDone -> false;
            case Answer.Unknown unknown -> false;
        };
    }
}
