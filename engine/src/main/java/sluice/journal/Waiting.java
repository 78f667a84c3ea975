package sluice.journal;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * For how long the oldest unread rows have been waiting. Where the journal ends is looked at again and again, and remembered
 * with the time until the reader has come that far. Times are the observer's own: the clocks of those who wrote the rows may
 * be wrong. Not safe for use by several threads.
 */
final class Waiting {

    private static final int MOST_MARKS = 3_600; // beyond that the lag is an hour, and more marks say nothing new

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /**
     * Takes note that the journal ended at {@code end} and the reader had come to {@code read}.
     *
     * @param nowNanos a monotonic time
     */
    void observe(TailOffset read, TailOffset end, long nowNanos) {
        if (marks.size() < MOST_MARKS
                && (marks.isEmpty() || marks.getLast().end().compareTo(end) < 0)) {
            marks.addLast(new Mark(end, nowNanos));
        }
        while (!marks.isEmpty() && marks.getFirst().end().compareTo(read) <= 0) {
            marks.removeFirst();
        }
    }

    Duration lag(long nowNanos) {
        return marks.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(nowNanos - marks.getFirst().seenNanos());
    }

    private record Mark(TailOffset end, long seenNanos) {}
}
