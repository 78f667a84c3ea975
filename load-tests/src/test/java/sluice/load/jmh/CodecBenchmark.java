package sluice.load.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import sluice.entity.Batch;
import sluice.journal.JournalFormat;

/** Rows of the journal, written and read: births of one line and of five, batches of one claim, of 500, and of ten pledges. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final JournalFormat FORMAT = new JournalFormat();

    @Param({"BIRTH_1", "BIRTH_5", "CLAIMS_1", "CLAIMS_500", "PLEDGES_10"})
    public String row = "";

    private Batch<?> batch = Samples.birth(1);
    private byte[] bytes = {};
    private String manifest = "";

    @Setup
    public void choose() throws IOException {
        batch = switch (row) {
            case "BIRTH_1" -> Samples.birth(1);
            case "BIRTH_5" -> Samples.birth(5);
            case "CLAIMS_1" -> Samples.claims(1);
            case "CLAIMS_500" -> Samples.claims(500);
            case "PLEDGES_10" -> Samples.pledges(10);
            default -> throw new IllegalArgumentException(row);
        };
        bytes = FORMAT.write(batch);
        manifest = FORMAT.manifest(batch.kind());
    }

    @Benchmark
    public byte[] write() throws IOException {
        return FORMAT.write(batch);
    }

    @Benchmark
    public Batch<?> read() throws IOException {
        return FORMAT.readBatch(manifest, bytes);
    }
}
