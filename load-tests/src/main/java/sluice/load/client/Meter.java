package sluice.load.client;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts and times attempts while clients are at work. */
public final class Meter {

    private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder settled = new LongAdder();
    private final ConcurrentSkipListMap<String, Histogram> byLabel = new ConcurrentSkipListMap<>();

    void sent() {
        inFlight.incrementAndGet();
    }

    void answered(Answer answer, Duration took) {
        inFlight.decrementAndGet();
        byLabel.computeIfAbsent(answer.label(), label -> new ConcurrentHistogram(LONGEST_MICROS, 3))
                .recordValue(Math.min(LONGEST_MICROS, took.toNanos() / 1_000));
    }

    void settled() {
        settled.increment();
    }

    /** How many attempts wait for their answer at this moment. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How many orders have their last answer. */
    public long orders() {
        return settled.sum();
    }

    /** How many attempts ended with this label. */
    public long count(String label) {
        var histogram = byLabel.get(label);
        return histogram == null ? 0 : histogram.getTotalCount();
    }

    /** How many attempts ended in each way, by label. */
    public SortedMap<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        byLabel.forEach((label, histogram) -> counts.put(label, histogram.getTotalCount()));
        return counts;
    }

    /** Latencies by label, in microseconds. */
    public SortedMap<String, Histogram> latencies() {
        var latencies = new TreeMap<String, Histogram>();
        byLabel.forEach((label, histogram) -> latencies.put(label, histogram.copy()));
        return latencies;
    }
}
