package sluice.load.capacity;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import sluice.load.client.Crowd;
import sluice.load.client.Target;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.load.target.HttpTarget;

/**
 * Orders at many times the rate that a node can take. First the highest goodput is found, with as many clients as wait for their
 * answers (a closed loop); then orders come by the clock, whatever is answered (an open loop), and the node must go on to accept
 * nearly as many as before, refuse the others quickly, and need no more memory than before.
 */
public final class Overload {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final BigDecimal UNLIMITED = new BigDecimal("1000000000.00");
    private static final long UNITS = 1_000_000_000;
    private static final Duration LULL = Duration.ofSeconds(2);

    private final Options options;
    private final Run run;
    private long unanswered;

    /**
     * @param inFlight requests in flight while the highest goodput is looked for, tried in turn
     * @param times the highest goodput, so much is offered
     * @param depth the most requests that wait on one connection
     */
    public record Options(
            int accounts,
            Duration warmUp,
            List<Integer> inFlight,
            Duration peakFor,
            double times,
            Duration overloadFor,
            int connections,
            int depth) {}

    public Overload(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Starts a node with a database of its own in {@code dataDirectory} and overloads it. */
    public Report run(Path dataDirectory) throws IOException, InterruptedException {
        var plan = NodePlan.alone(dataDirectory, KEY, run.logs().resolve("node.log"));
        var report = new Report(
                run.scenario(),
                Conditions.here(options.connections(), List.of(plan.url().toString())));
        Files.createDirectories(run.logs());
        var heap = new NodeHeap(run.logs().resolve("node-gc.log"));
        try (var node = ServedNode.start(plan, heap.option());
                var target = new HttpTarget(plan.url(), KEY)) {
            node.awaitReady();
            setUp(target);
            long accepted = measure(node, heap, report);
            long claimed = target.stock(sku()).claimed();
            if (claimed < accepted || claimed > accepted + unanswered) {
                report.problem("%,d units are claimed; %,d orders were accepted, %,d had no answer"
                        .formatted(claimed, accepted, unanswered));
            }
            node.stop();
        }
        return report;
    }

    /** Returns how many orders were accepted in all. */
    private long measure(ServedNode node, NodeHeap heap, Report report) throws IOException, InterruptedException {
        long accepted = 0;
        var peak = new Tally();
        try (var clients = clients(node, Collections.max(options.inFlight()), 1, 0)) {
            accepted += clients.closedLoop(Collections.max(options.inFlight()), options.warmUp())
                    .count(201);
            for (int inFlight : options.inFlight()) {
                var cpu = cpu(node);
                var tally = clients.closedLoop(inFlight, options.peakFor());
                accepted += tally.count(201);
                report.fact(
                        "CPU µs an order, " + inFlight + " in flight",
                        cpu(node).since(cpu).per(tally.count(201)));
                tell(report, "closed loop, " + inFlight + " in flight", tally);
                peak = inFlight == options.inFlight().getFirst() || tally.acceptedPerSecond() > peak.acceptedPerSecond()
                        ? tally
                        : peak;
            }
            accepted += overload(node, heap, report, peak, clients.nextKey());
        }
        return accepted;
    }

    private long overload(ServedNode node, NodeHeap heap, Report report, Tally peak, long firstKey)
            throws IOException, InterruptedException {
        Thread.sleep(LULL);
        int before = heap.collect(node);
        int collections = heap.megabytes().size();
        double offered = peak.acceptedPerSecond() * options.times();
        Tally tally;
        int highest;
        try (var clients = clients(node, options.connections(), options.depth(), firstKey)) {
            var cpu = cpu(node);
            tally = clients.openLoop(offered, options.overloadFor());
            report.fact("CPU µs an order, open loop", cpu(node).since(cpu).per(Math.max(1, tally.count(201))));
            var during = heap.megabytes();
            highest = Collections.max(during.subList(Math.min(collections, during.size() - 1), during.size()));
            report.fact(
                    "megabytes after collections under overload",
                    List.copyOf(during.subList(collections, during.size())));
            clients.drain(tally);
            tally.broken(clients.unanswered());
            unanswered = tally.brokenCount();
        }
        Thread.sleep(LULL);
        int after = heap.collect(node);
        tell(report, "open loop", tally);
        report.fact("peak, accepted per second", peak.acceptedPerSecond())
                .fact("offered per second", tally.perSecond(tally.dueCount()))
                .fact("sent per second", tally.perSecond(tally.sentCount()))
                .fact(
                        "sent, times the peak",
                        Math.round(tally.perSecond(tally.sentCount()) / peak.acceptedPerSecond() * 10) / 10.0)
                .fact("due while every connection waited", tally.dueCount() - tally.sentCount())
                .fact(
                        "goodput of peak",
                        Math.round(tally.acceptedPerSecond() / peak.acceptedPerSecond() * 1000) / 1000.0)
                .fact("heap in use before, after, MB", List.of(before, after));
        new Demands(tally, peak, offered).check(before, highest, after).forEach(report::problem);
        return tally.count(201);
    }

    private static CpuTimes cpu(ServedNode node) {
        return CpuTimes.now(
                node.pid(), new EmbeddedPostgres(node.plan().dataDirectory().orElseThrow()));
    }

    private static void tell(Report report, String phase, Tally tally) {
        report.fact(
                phase,
                "%.0f/s accepted, %s, p50 %.1f ms, p99 %.1f ms of accepted; p50 %.1f ms, p99 %.1f ms of refused; %d broken"
                        .formatted(
                                tally.acceptedPerSecond(),
                                tally.counts(),
                                tally.millis(201, 50),
                                tally.millis(201, 99),
                                tally.millis(503, 50),
                                tally.millis(503, 99),
                                tally.brokenCount()));
    }

    private RawClient clients(ServedNode node, int connections, int depth, long firstKey) throws IOException {
        var requests = IntStream.range(0, options.accounts())
                .mapToObj(account ->
                        RawRequest.order(node.plan().url().getAuthority(), KEY, run.id(), sku(), account(account)))
                .toList();
        return new RawClient(node.plan().url(), requests, connections, depth, firstKey);
    }

    private void setUp(Target target) throws InterruptedException {
        target.defineSku(sku(), "Wanted by more than can be served");
        target.receive(sku(), UNITS, "receipt-" + run.id());
        var jobs = new ArrayList<Callable<Void>>();
        for (int worker = 0; worker < 16; worker++) {
            int first = worker;
            jobs.add(() -> {
                for (int i = first; i < options.accounts(); i += 16) {
                    target.defineAccount(account(i), account(i), UNLIMITED, "EUR");
                }
                return null;
            });
        }
        Crowd.runAll(jobs);
    }

    private String sku() {
        return "rush-" + run.id();
    }

    private String account(int number) {
        return "rush-" + run.id() + "-" + number;
    }
}
