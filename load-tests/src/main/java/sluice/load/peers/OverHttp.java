package sluice.load.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import sluice.load.process.ProcessCpu;
import sluice.value.OrderId;

/** Drives a side by its HTTP front; the client is another process. */
final class OverHttp implements Driver {

    /** Connections to keep a fixed rate with; a request that finds none idle waits, and its latency counts. */
    private static final int OPEN_LOOP_CONNECTIONS = 500;

    private final Side side;
    private final HttpClientProcess client;
    private final Totals totals = new Totals();
    private int served;
    private URI server = URI.create("");

    OverHttp(Side side, HttpClientProcess client) {
        this.side = side;
        this.client = client;
    }

    @Override
    public Round closed(int inFlight, int concurrency, Duration leadIn, Duration length) throws SQLException {
        return measured(concurrency, inFlight, 0, leadIn, length);
    }

    @Override
    public Round open(double perSecond, int concurrency, Duration leadIn, Duration length) throws SQLException {
        return measured(concurrency, OPEN_LOOP_CONNECTIONS, perSecond, leadIn, length);
    }

    private Round measured(int concurrency, int connections, double perSecond, Duration leadIn, Duration length)
            throws SQLException {
        if (served != concurrency) {
            server = side.serve(concurrency, HttpClientProcess.KEY);
            served = concurrency;
        }
        try (var probe = DatabaseProbe.of(side.dataDirectory())) {
            probe.checkpoint();
            client.begin(server, connections, perSecond, leadIn, length);
            client.await(HttpClientMain.BEGUN);
            var before = Reading.of(probe, client);
            client.await(HttpClientMain.ENDED);
            var after = Reading.of(probe, client);
            var answers = client.answers();
            totals.add(answers.all(), sample(answers), answers.lastFailure());
            return after.since(before, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<OrderId> sample(HttpAnswers answers) {
        return answers.sample().stream()
                .map(OrderId::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Totals totals() {
        return totals;
    }

    /** All meters at one moment. */
    private record Reading(Duration process, Duration postgres, Duration client, long walBytes) {

        static Reading of(DatabaseProbe probe, HttpClientProcess client) throws SQLException {
            return new Reading(ProcessCpu.own(), probe.cpu(), client.cpu(), probe.walBytes());
        }

        Round since(Reading before, HttpAnswers answers) throws IOException {
            var measured = answers.measured();
            double orders = Math.max(1, measured.accepted());
            return new Round(
                    measured.accepted() * 1e9 / answers.measuredNanos(),
                    histogram(answers.latencies()),
                    process.minus(before.process).toNanos() / 1_000.0 / orders,
                    postgres.minus(before.postgres).toNanos() / 1_000.0 / orders,
                    client.minus(before.client).toNanos() / 1_000.0 / orders,
                    (walBytes - before.walBytes) / orders,
                    measured.refused() + measured.notDone() + measured.unknown());
        }

        private static Histogram histogram(String encoded) throws IOException {
            try {
                return Histogram.decodeFromCompressedByteBuffer(
                        ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
            } catch (DataFormatException e) {
                throw new IOException(e);
            }
        }
    }
}
