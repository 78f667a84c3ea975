package sluice.load.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import sluice.load.client.Crowd;
import sluice.load.client.Meter;
import sluice.load.client.OrderRequest;
import sluice.load.client.RetryPolicy;
import sluice.load.client.SetUpLog;
import sluice.load.client.Target;
import sluice.load.client.Target.NotServed;
import sluice.load.judge.Reconciliation;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.target.HttpTarget;

/**
 * Two nodes that know nothing of each other on one database, both driven at the same SKU with orders and receipts: a mistake that
 * must cost no unit. Each commit belongs to one of them; the other is told that nothing was done, and logs which row it lost.
 */
public final class TwoWriters {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final int UNITS_A_RECEIPT = 5;
    private static final Duration BETWEEN_RECEIPTS = Duration.ofMillis(20);

    private final Options options;
    private final Run run;
    private final Path dataDirectory;
    private final String sku;
    private final AtomicLong receiptsLost = new AtomicLong();

    /** @param units received before the buyers come; more are received meanwhile */
    public record Options(int units, int buyers, int connections) {}

    public TwoWriters(Options options, Run run, Path dataDirectory) {
        this.options = options;
        this.run = run;
        this.dataDirectory = dataDirectory;
        this.sku = "two-" + run.id();
    }

    /** Plays it. */
    public Report run() throws InterruptedException {
        var first = NodePlan.alone(dataDirectory, KEY, run.logs().resolve("node-1.log"));
        try (var one = ServedNode.start(first).awaitReady()) {
            var url = new EmbeddedPostgres(dataDirectory).url();
            var second = NodePlan.beside(url, KEY, run.logs().resolve("node-2.log"));
            try (var two = ServedNode.start(second).awaitReady();
                    var there = new HttpTarget(one.plan().url(), KEY);
                    var here = new HttpTarget(two.plan().url(), KEY)) {
                return play(List.of(there, here), url);
            }
        }
    }

    private Report play(List<Target> targets, String url) throws InterruptedException {
        var report = new Report(
                run.scenario(),
                Conditions.here(
                        options.connections(),
                        targets.stream().map(Target::name).toList()));
        var meter = new Meter();
        List<Crowd.Placed> placed;
        long received;
        try (var log = SetUpLog.in(run.logs())) {
            new SetUp(targets.getFirst(), log, 1)
                    .sku(sku, "Sold twice over", options.units(), "receipt-" + run.id())
                    .carryOut();
            var selling = new AtomicBoolean(true);
            var more = new AtomicLong();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                    var progress = Progress.show(run.out(), meter)) {
                var receipts = threads.submit(() -> {
                    receive(targets, log, selling, more);
                    return more.get();
                });
                placed = sell(targets, meter);
                selling.set(false);
                run.out()
                        .printf(
                                "%,d orders answered in %,d ms%n",
                                placed.size(), progress.elapsed().toMillis());
                received = options.units() + Crowd.await(receipts);
            }
        }
        judge(report, url, placed, received);
        report.measured(meter);
        losses(report);
        return report;
    }

    private List<Crowd.Placed> sell(List<Target> targets, Meter meter) throws InterruptedException {
        var crowd = new Crowd(
                run.id(),
                run.logs(),
                options.connections(),
                targets,
                RetryPolicy.within(Duration.ofSeconds(20)),
                meter);
        return crowd.place(IntStream.range(0, options.buyers())
                .mapToObj(buyer -> new OrderRequest(
                        "tw-" + run.id() + "-" + buyer,
                        "API",
                        null,
                        null,
                        "EUR",
                        List.of(new OrderRequest.Line(sku, 1, new BigDecimal("1.00")))))
                .iterator());
    }

    /** Receives a few units at a time through either node in turn, each until it is acknowledged. */
    private void receive(List<Target> targets, SetUpLog log, AtomicBoolean selling, AtomicLong received)
            throws InterruptedException {
        for (int i = 0; selling.get(); i++) {
            var key = "more-" + run.id() + "-" + i;
            boolean done = false;
            for (int turn = i; !done; turn++) {
                try {
                    targets.get(turn % targets.size()).receive(sku, UNITS_A_RECEIPT, key);
                    done = true;
                } catch (NotServed e) {
                    if (e.isNothingDone()) {
                        receiptsLost.incrementAndGet();
                    }
                    Thread.sleep(BETWEEN_RECEIPTS);
                }
            }
            received.addAndGet(UNITS_A_RECEIPT);
            log.append(new SetUpLog.Act(SetUpLog.Kind.RECEIPT, sku, UNITS_A_RECEIPT, key));
            Thread.sleep(BETWEEN_RECEIPTS);
        }
    }

    private void judge(Report report, String url, List<Crowd.Placed> placed, long received)
            throws InterruptedException {
        long accepted = FlashSale.accepted(placed);
        report.fact("run", run.id()).fact("received", received).fact("accepted", accepted);
        report.fact("receipts answered 503, outcome none", receiptsLost.get());
        if (accepted > received) {
            report.problem("%d units were sold of %d received".formatted(accepted, received));
        }
        try {
            // An owner that has lost without knowing yet may refuse by what it remembers: refusals are not fenced.
            report.judged(new Reconciliation(url, List.of(run.logs()), Stage.SETTLES_WITHIN, Duration.ZERO).judge());
        } catch (SQLException e) {
            report.problem("the books could not be read: " + e.getMessage());
        }
    }

    /** Every conflict is one line in the log of the node that lost, with the entity and the sequence number of the row. */
    private void losses(Report report) {
        long named = 0;
        var lost = "s|" + sku;
        for (var file : List.of("node-1.log", "node-2.log")) {
            try (var lines = Files.lines(run.logs().resolve(file))) {
                named += lines.filter(line -> line.contains(lost) && line.contains("another owner"))
                        .filter(line -> line.matches(".*sequence[^0-9]*[0-9]+.*"))
                        .count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        report.fact("conflicts logged", named);
        if (named == 0) {
            report.problem("no node logged a conflict over " + lost);
        }
    }
}
