package sluice.load.peers;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one side showed over all its rounds: medians, with what they lie between.
 *
 * @param perSecond orders decided as they should be
 * @param latencyMillis by percentile, of all rounds together
 * @param failed orders that were not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Figures(
        double perSecond,
        double p50Millis,
        double p99Millis,
        double cpuMicrosPerOrder,
        double walBytesPerOrder,
        double rowsPerOrder,
        int inFlight,
        @Nullable Integer concurrency,
        Range perSecondRange,
        Range p50MillisRange,
        Range p99MillisRange,
        Cpu cpuMicros,
        Map<String, Double> latencyMillis,
        long failed,
        @Nullable OpenLoopFigures openLoop) {

    private static final double[] PERCENTILES = {10, 50, 75, 90, 95, 99, 99.9, 99.99, 100};

    /** CPU time per order, and whose it was; the client's is an estimate where it shares the side's threads. */
    record Cpu(double jvm, double postgres, double client) {}

    record Range(double least, double most) {}

    /** Latencies at a fixed rate, from when each order was to be sent. */
    record OpenLoopFigures(double ratePerSecond, double perSecond, double p50Millis, double p99Millis, long failed) {

        static OpenLoopFigures of(double ratePerSecond, Round round) {
            return new OpenLoopFigures(
                    rounded(ratePerSecond),
                    rounded(round.answeredPerSecond()),
                    rounded(round.millisAt(50)),
                    rounded(round.millisAt(99)),
                    round.failed());
        }
    }

    static Figures of(List<Round> rounds, double rowsPerOrder, int inFlight, @Nullable Integer concurrency) {
        var all = new Histogram(rounds.getFirst().latencies()); // of the same range; empty
        rounds.forEach(round -> all.add(round.latencies()));
        var percentiles = new LinkedHashMap<String, Double>();
        for (double percentile : PERCENTILES) {
            percentiles.put(
                    percentile == Math.rint(percentile)
                            ? Long.toString((long) percentile)
                            : Double.toString(percentile),
                    rounded(all.getValueAtPercentile(percentile) / 1_000.0));
        }
        return new Figures(
                median(rounds, Round::answeredPerSecond),
                median(rounds, round -> round.millisAt(50)),
                median(rounds, round -> round.millisAt(99)),
                median(rounds, Round::cpuMicros),
                median(rounds, Round::walBytes),
                rounded(rowsPerOrder),
                inFlight,
                concurrency,
                range(rounds, Round::answeredPerSecond),
                range(rounds, round -> round.millisAt(50)),
                range(rounds, round -> round.millisAt(99)),
                new Cpu(
                        median(rounds, Round::jvmMicros),
                        median(rounds, Round::postgresMicros),
                        median(rounds, Round::clientMicros)),
                percentiles,
                rounds.stream().mapToLong(Round::failed).sum(),
                null);
    }

    Figures with(OpenLoopFigures measured) {
        return new Figures(
                perSecond,
                p50Millis,
                p99Millis,
                cpuMicrosPerOrder,
                walBytesPerOrder,
                rowsPerOrder,
                inFlight,
                concurrency,
                perSecondRange,
                p50MillisRange,
                p99MillisRange,
                cpuMicros,
                latencyMillis,
                failed,
                measured);
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return rounded(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static Range range(List<Round> rounds, ToDoubleFunction<Round> figure) {
        var statistics = rounds.stream().mapToDouble(figure).summaryStatistics();
        return new Range(rounded(statistics.getMin()), rounded(statistics.getMax()));
    }

    /** To three decimals: no figure here is known any better. */
    static double rounded(double figure) {
        return Math.rint(figure * 1_000) / 1_000;
    }
}
