package sluice.load.jmh;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postgresql.ds.PGSimpleDataSource;
import sluice.entity.Batch;
import sluice.journal.Birth;
import sluice.journal.JournalDatabase;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/** Births on their way to one statement: from events to what the driver is given, without the driver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class JournalEncodingBenchmark {

    /** Births in one statement. */
    @Param({"1", "500"})
    public int births;

    private final JournalDatabase database = new JournalDatabase(new PGSimpleDataSource()); // never asked
    private final Batch<OrderEvent> row = Samples.birth(1);
    private List<OrderId> orders = List.of();

    /** The arrays of a statement. */
    @SuppressWarnings("ArrayRecordComponent") // made to be measured, never compared
    public record Arrays(UUID[] orders, byte[][] payloads, Long[] times) {}

    @Setup
    public void choose() {
        orders = IntStream.range(0, births).mapToObj(Samples::order).toList();
    }

    @Benchmark
    public Arrays arrays() {
        var all = orders.stream()
                .map(order -> database.birth(order, List.of(), row))
                .toList();
        return new Arrays(
                all.stream().map(birth -> birth.order().value()).toArray(UUID[]::new),
                all.stream().map(Birth::payload).toArray(byte[][]::new),
                all.stream().map(birth -> birth.recordedAt().toEpochMilli()).toArray(Long[]::new));
    }
}
