package sluice.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When an event is attempted again. The times of the Standard Webhooks specification count from the first attempt; here each is kept as
 * the gap after the end of the attempt before it, so that attempts which came late (the endpoint had a backlog, the node was down, the
 * endpoint asked for patience) are not made up for in a burst.
 *
 * @param gaps from the end of an attempt to the next, one fewer than there are attempts
 * @param jitter the share of a gap by which it may be shorter or longer, 0 to below 1: events that failed together spread
 * @param longestRetryAfter what is honoured of a {@code Retry-After} at most
 */
public record Schedule(List<Duration> gaps, double jitter, Duration longestRetryAfter) {

    /** 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, with gaps 10 % shorter or longer. */
    public static final Schedule STANDARD = at(
            0.1,
            Duration.ofHours(24),
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    public Schedule {
        gaps = List.copyOf(gaps);
        if (jitter < 0 || jitter >= 1) {
            throw new IllegalArgumentException("jitter must be 0 to below 1, was " + jitter);
        }
        if (gaps.stream().anyMatch(gap -> !gap.isPositive())) {
            throw new IllegalArgumentException("gaps must be above zero, were " + gaps);
        }
    }

    private static Schedule at(double jitter, Duration longestRetryAfter, Duration... times) {
        var gaps = new ArrayList<Duration>();
        for (var i = 1; i < times.length; i++) {
            gaps.add(times[i].minus(times[i - 1]));
        }
        return new Schedule(gaps, jitter, longestRetryAfter);
    }

    /** How often an event is attempted in all. */
    public int attempts() {
        return gaps.size() + 1;
    }

    /**
     * When the next attempt is due; empty if that was the last. A {@code Retry-After} puts it off up to the bound, and never makes it
     * earlier: else an endpoint that is in trouble could have all its attempts spent within minutes.
     *
     * @param attemptsMade at least 1
     * @param ended when the last of them ended
     * @param retryAfter what its answer asked for
     * @param chance from 0 to below 1
     */
    public Optional<Instant> next(int attemptsMade, Instant ended, Optional<Duration> retryAfter, double chance) {
        if (attemptsMade >= attempts()) {
            return Optional.empty();
        }
        var gap = gaps.get(attemptsMade - 1);
        var jittered = Duration.ofMillis(Math.round(gap.toMillis() * (1 + jitter * (2 * chance - 1))));
        var asked = retryAfter
                .map(wanted -> wanted.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : wanted)
                .orElse(Duration.ZERO);
        return Optional.of(ended.plus(asked.compareTo(jittered) > 0 ? asked : jittered));
    }
}
