package sluice.load.capacity;

import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What became of the requests of one stretch of time; used by one thread. */
final class Tally implements RawConnection.Answers {

    private static final long LONGEST_MICROS = 600_000_000;

    private final SortedMap<Integer, Histogram> byStatus = new TreeMap<>();
    private long due;
    private long sent;
    private long refusedWithoutRetryAfter;
    private long broken;
    private double seconds;

    void due(long count) {
        due += count;
    }

    void sent() {
        sent++;
    }

    void broken(long unanswered) {
        broken += unanswered;
    }

    void took(double seconds) {
        this.seconds = seconds;
    }

    @Override
    public void answered(int status, boolean retryAfter, long intendedNanos) {
        byStatus.computeIfAbsent(status, each -> new Histogram(LONGEST_MICROS, 3))
                .recordValue(Math.clamp((System.nanoTime() - intendedNanos) / 1_000, 0, LONGEST_MICROS));
        if (status != 201 && !retryAfter) {
            refusedWithoutRetryAfter++;
        }
    }

    /** Requests that were to be sent by the clock, with those for which there was no connection. */
    long dueCount() {
        return due;
    }

    long sentCount() {
        return sent;
    }

    /** Requests whose connection broke before they were answered. */
    long brokenCount() {
        return broken;
    }

    long refusedWithoutRetryAfter() {
        return refusedWithoutRetryAfter;
    }

    long count(int status) {
        var histogram = byStatus.get(status);
        return histogram == null ? 0 : histogram.getTotalCount();
    }

    double perSecond(long count) {
        return Math.round(count / seconds * 10) / 10.0;
    }

    double acceptedPerSecond() {
        return perSecond(count(201));
    }

    /** From when a request was to be sent until its answer. */
    double millis(int status, double percentile) {
        var histogram = byStatus.get(status);
        return histogram == null ? 0 : histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    SortedMap<Integer, Long> counts() {
        var counts = new TreeMap<Integer, Long>();
        byStatus.forEach((status, histogram) -> counts.put(status, histogram.getTotalCount()));
        return counts;
    }
}
