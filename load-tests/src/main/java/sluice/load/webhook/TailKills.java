package sluice.load.webhook;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import sluice.load.client.Crowd;
import sluice.load.judge.ReadModelsJudge;
import sluice.load.judge.Reconciliation;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

/**
 * Two nodes of one cluster and their database are killed, again and again, while orders live through them. In the end every change that
 * was acknowledged must have one event, at positions without a gap, every endpoint must have been sent every event, and the books balance.
 */
public final class TailKills {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final int NODES = 2;
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
    private static final Duration PAUSED_FOR = Duration.ofSeconds(12);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int CONCURRENCY = 8;
    private static final int PER_SECOND = 500;

    private final Options options;
    private final Run run;
    private final Random random;
    private final Path dataDirectory;
    private final List<NodePlan> plans;
    private final List<ServedNode> nodes = new ArrayList<>();

    /**
     * @param perSecond changes of orders
     * @param longestPause between a recovery and the next kill
     * @param endpoints that are told of every change
     * @param seed of what is killed, and when
     */
    public record Options(int kills, double perSecond, Duration longestPause, int endpoints, long seed) {}

    /** What is killed with SIGKILL, or with PAUSE stopped for longer than its cluster waits for it. */
    private enum Kill {
        NODE,
        DATABASE,
        NODE_AND_DATABASE,
        PAUSE
    }

    public TailKills(Options options, Run run, Path dataDirectory) {
        this.options = options;
        this.run = run;
        this.random = new Random(options.seed());
        this.dataDirectory = dataDirectory;
        var first = NodePlan.alone(dataDirectory, KEY, run.logs().resolve("node-1.log"));
        var second = NodePlan.beside("", KEY, run.logs().resolve("node-2.log"));
        var seeds = List.of(first.remotePort(), second.remotePort());
        plans = new ArrayList<>();
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var masterKey = Base64.getEncoder().encodeToString(bytes);
        for (var plan : List.of(first, second)) {
            plans.add(plan.seededBy(seeds)
                    .with("SLUICE_WEBHOOK_ALLOW", "127.0.0.1/32")
                    .with("SLUICE_WEBHOOK_MASTER_KEY", masterKey));
        }
    }

    public Report run() throws IOException, InterruptedException, SQLException {
        var report = new Report(
                run.scenario(),
                Conditions.here(
                        NODES, plans.stream().map(plan -> plan.url().toString()).toList()));
        report.fact("run", run.id()).fact("seed", options.seed());
        try (var forbidden = new ForbiddenHost();
                var receiver = new Receiver(forbidden.url())) {
            nodes.add(ServedNode.start(plans.getFirst()).awaitReady());
            plans.set(1, plans.get(1).onDatabase(postgres().url()));
            nodes.add(ServedNode.start(plans.get(1)).awaitReady());
            try (var lives = new Lives(plans, "kills-" + run.id())) {
                var inboxes = endpoints(receiver);
                report.fact("kills", killWhile(lives));
                judge(lives.transitions(), inboxes, report);
            }
        } finally {
            nodes.reversed().forEach(ServedNode::close);
        }
        return report;
    }

    private EmbeddedPostgres postgres() {
        return new EmbeddedPostgres(dataDirectory);
    }

    private List<Inbox> endpoints(Receiver receiver) throws IOException, InterruptedException {
        var inboxes = new ArrayList<Inbox>();
        try (var api = new EndpointApi(plans.getFirst())) {
            for (int i = 0; i < options.endpoints(); i++) {
                var inbox = receiver.add(Behaviour.HEALTHY);
                var unused = api.create(receiver, inbox, CONCURRENCY, PER_SECOND);
                inboxes.add(inbox);
            }
        }
        return inboxes;
    }

    private Map<Kill, Integer> killWhile(Lives lives) throws InterruptedException {
        var made = new EnumMap<Kill, Integer>(Kill.class);
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var load = threads.submit(() -> {
                lives.live(order -> !over.get(), options.perSecond());
                return null;
            });
            try {
                for (int number = 1; number <= options.kills(); number++) {
                    Thread.sleep(500 + random.nextLong(options.longestPause().toMillis()));
                    var kill = Kill.values()[random.nextInt(Kill.values().length)];
                    made.merge(kill, 1, Integer::sum);
                    int victim = random.nextInt(NODES);
                    run.out()
                            .printf(
                                    "%d: %s, node %d, after %,d changes%n",
                                    number,
                                    kill,
                                    victim + 1,
                                    lives.transitions().size());
                    strike(kill, victim);
                }
            } finally {
                over.set(true);
            }
            var unused = Crowd.await(load);
        }
        return made;
    }

    private void strike(Kill kill, int victim) throws InterruptedException {
        var node = nodes.get(victim);
        switch (kill) {
            case NODE -> node.kill();
            case DATABASE -> killDatabase();
            case NODE_AND_DATABASE -> {
                killDatabase();
                node.kill();
            }
            case PAUSE -> {
                node.signal("STOP");
                Thread.sleep(PAUSED_FOR);
                node.signal("CONT");
            }
        }
        revive();
    }

    private void killDatabase() {
        if (!postgres().kill()) {
            throw new IllegalStateException("there was no PostgreSQL to kill in " + dataDirectory);
        }
    }

    /** Waits until all nodes are ready, and starts again those that have ended, by us or because their cluster had given them up. */
    private void revive() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLES_WITHIN.multipliedBy(2).toNanos();
        while (!reviveNow()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all nodes are ready: "
                        + nodes.stream().map(ServedNode::endOfLog).collect(Collectors.joining("\n")));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** Starts those that have ended; returns whether all are ready. */
    private boolean reviveNow() throws InterruptedException {
        boolean allReady = true;
        for (int each = 0; each < NODES; each++) {
            if (!nodes.get(each).isAlive()) {
                nodes.set(each, ServedNode.start(plans.get(each)));
            }
            allReady &= nodes.get(each).isReady();
        }
        return allReady;
    }

    private void judge(List<Transition> acknowledged, List<Inbox> inboxes, Report report)
            throws InterruptedException, SQLException {
        var url = postgres().url();
        long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
        long changes = acknowledged.stream()
                .map(each -> each.order() + each.version())
                .distinct()
                .count();
        var book = EventBook.after(0, url);
        while (book.changes().size() < changes && System.nanoTime() < deadline) {
            Thread.sleep(BETWEEN_LOOKS);
            book = EventBook.after(0, url);
        }
        report.fact("changes acknowledged", changes)
                .fact("events", book.rows().size())
                .fact("last position", book.last());
        book.judge(0, acknowledged, true).forEach(report::problem);
        var deliveries = new Deliveries(
                inboxes, book.changes().stream().map(EventBook.Row::id).collect(Collectors.toSet()));
        if (!deliveries.await(SETTLES_WITHIN)) {
            report.problem("not all was delivered within " + SETTLES_WITHIN);
        }
        deliveries.judge().forEach(report::problem);
        report.fact("attempts repeated", deliveries.repeated());
        report.judged(ReadModelsJudge.judge(url, SETTLES_WITHIN));
        report.judged(new Reconciliation(url, List.of(), SETTLES_WITHIN, Reconciliation.ONE_CLOCK).judge());
    }
}
