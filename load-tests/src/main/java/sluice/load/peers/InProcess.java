package sluice.load.peers;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import sluice.load.process.ProcessCpu;
import sluice.placement.WantedOrder;

/** Drives a side by its {@link sluice.Engine}, in this process. */
final class InProcess implements Driver {

    private static final int ORDERS = 1 << 14;
    private static final long SEED = 20_090_331;

    private final Side side;
    private final boolean refusals;
    private final List<WantedOrder> orders;
    private final Totals totals = new Totals();

    InProcess(Side side, Scenario scenario) {
        this.side = side;
        this.refusals = scenario.isSoldOut();
        this.orders = scenario.workload().orders(ORDERS, SEED);
    }

    @Override
    public Round closed(int inFlight, int concurrency, Duration leadIn, Duration length)
            throws SQLException, InterruptedException {
        var tally = new Tally();
        try (var loop = new ClosedLoop(side.engine(concurrency), orders, inFlight, tally)) {
            return measured(tally, loop::start, leadIn, length);
        } finally {
            totals.add(tally.counts(), tally.sample(), tally.lastFailure());
        }
    }

    @Override
    public Round open(double perSecond, int concurrency, Duration leadIn, Duration length)
            throws SQLException, InterruptedException {
        var tally = new Tally();
        try (var loop = new OpenLoop(side.engine(concurrency), orders, perSecond, tally)) {
            return measured(tally, loop::start, leadIn, length);
        } finally {
            totals.add(tally.counts(), tally.sample(), tally.lastFailure());
        }
    }

    private Round measured(Tally tally, Runnable start, Duration leadIn, Duration length)
            throws SQLException, InterruptedException {
        try (var probe = DatabaseProbe.of(side.dataDirectory())) {
            probe.checkpoint();
            start.run();
            Thread.sleep(leadIn);
            tally.latencies();
            var before = Reading.of(probe, tally);
            Thread.sleep(length);
            var after = Reading.of(probe, tally);
            return after.since(before, refusals, tally.latencies());
        }
    }

    @Override
    public Totals totals() {
        return totals;
    }

    /** All meters at one moment. */
    private record Reading(
            long atNanos, Tally.Counts counts, long clientNanos, Duration process, Duration postgres, long walBytes) {

        static Reading of(DatabaseProbe probe, Tally tally) throws SQLException {
            return new Reading(
                    System.nanoTime(),
                    tally.counts(),
                    tally.clientNanos(),
                    ProcessCpu.own(),
                    probe.cpu(),
                    probe.walBytes());
        }

        Round since(Reading before, boolean refusals, Histogram latencies) {
            var done = counts.since(before.counts);
            double answered = refusals ? done.refused() : done.accepted();
            double orders = Math.max(1, answered);
            double client = clientNanos - before.clientNanos;
            double jvm = process.minus(before.process).toNanos() - client;
            return new Round(
                    answered * 1e9 / (atNanos - before.atNanos),
                    latencies,
                    jvm / 1_000 / orders,
                    postgres.minus(before.postgres).toNanos() / 1_000.0 / orders,
                    client / 1_000 / orders,
                    (walBytes - before.walBytes) / orders,
                    done.notDone() + done.unknown() + (refusals ? done.accepted() : done.refused()));
        }
    }
}
