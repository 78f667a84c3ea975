package sluice.load.peers;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.HdrHistogram.Histogram;

/**
 * One side at work for a while.
 *
 * @param answeredPerSecond orders that were decided as they should be: placed, or, where there is no stock, refused
 * @param latencies in microseconds
 * @param jvmMicros CPU time of the side's own threads per such order; likewise the next two
 * @param clientMicros of the driver, estimated where it shares the side's threads
 * @param walBytes written to the write-ahead log per such order
 * @param failed orders that were neither placed nor refused
 */
record Round(
        double answeredPerSecond,
        @JsonIgnore Histogram latencies,
        double jvmMicros,
        double postgresMicros,
        double clientMicros,
        double walBytes,
        long failed) {

    double cpuMicros() {
        return jvmMicros + postgresMicros + clientMicros;
    }

    double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }
}
