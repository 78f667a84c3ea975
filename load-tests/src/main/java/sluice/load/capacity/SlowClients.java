package sluice.load.capacity;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.load.target.HttpTarget;

/**
 * Thousands of clients that are slow on purpose, at what they send or at what they read, beside one that is not: its orders must be
 * accepted, all of them, and nearly as fast as without the others, which must be cut off.
 */
public final class SlowClients {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final String OPEN_ADDRESS = "/problems/invalid-request"; // the slow ones have no key
    private static final int ACCOUNTS = 200;
    private static final int REAL_CONNECTIONS = 64; // what is due while all of them wait is not sent
    private static final int PROBES = 1; // by which slowhttptest sees whether it is answered still
    private static final double MOST_TIMES_SLOWER = 2;
    private static final double LEAST_OPENED = 0.9; // of those that are to attack, or it was no attack

    private final Options options;
    private final Run run;

    /**
     * @param rate of the real client's orders, a second
     * @param warmUp with orders alone, and then with an attack, before anything counts
     * @param time of each attack, and of the stretch without one before it
     * @param connections of each attack
     * @param connectionsPerSecond that it opens
     */
    public record Options(double rate, Duration warmUp, Duration time, int connections, int connectionsPerSecond) {}

    public SlowClients(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Starts a node with a database of its own in {@code dataDirectory} and attacks it. */
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
            long key = warmUp(plan);
            report.fact("heap in use before, MB", heap.collect(node));
            for (var mode : SlowAttack.Mode.values()) {
                key = attack(plan, mode, key, report);
            }
            report.fact("heap in use after, MB", heap.collect(node));
            node.stop();
        }
        return report;
    }

    private void setUp(HttpTarget target) throws InterruptedException {
        target.defineSku(sku(), "Wanted by one who is not slow");
        target.receive(sku(), 1_000_000_000, "receipt-" + run.id());
        for (int i = 0; i < ACCOUNTS; i++) {
            target.defineAccount(account(i), account(i), new BigDecimal("1000000000.00"), "EUR");
        }
    }

    /** With orders, and with connections: the code that takes one must be compiled, too, as in a node that has served for a while. */
    private long warmUp(NodePlan plan) throws IOException, InterruptedException {
        try (var client = client(plan, 0)) {
            client.closedLoop(REAL_CONNECTIONS, options.warmUp());
            try (var attack = begin(SlowAttack.Mode.HEADERS, plan, options.warmUp())) {
                client.closedLoop(1, options.warmUp());
                attack.end();
            }
            return client.nextKey();
        }
    }

    private SlowAttack begin(SlowAttack.Mode mode, NodePlan plan, Duration time) throws IOException {
        var url = plan.url().resolve(OPEN_ADDRESS);
        return SlowAttack.begin(mode, url, options.connections(), options.connectionsPerSecond(), time, run.logs());
    }

    private long attack(NodePlan plan, SlowAttack.Mode mode, long firstKey, Report report)
            throws IOException, InterruptedException {
        try (var client = client(plan, firstKey)) {
            var before = orders(client);
            try (var attack = begin(mode, plan, options.time())) {
                var during = orders(client);
                int left = connections(plan);
                tell(mode, before, during, attack.end(), left, report);
            }
            return client.nextKey();
        }
    }

    /** Those that the node holds open, by its own count. */
    private static int connections(NodePlan plan) throws IOException, InterruptedException {
        var metrics = URI.create("http://127.0.0.1:" + plan.managementPort() + "/metrics");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("sluice_http_connections "))
                    .mapToInt(line -> (int) Double.parseDouble(line.split(" ", -1)[1]))
                    .sum();
        }
    }

    private Tally orders(RawClient client) throws IOException {
        var tally = client.openLoop(options.rate(), options.time());
        client.drain(tally);
        return tally;
    }

    private void tell(
            SlowAttack.Mode mode, Tally before, Tally during, SlowAttack.Connected attack, int left, Report report) {
        double times = during.millis(201, 99) / before.millis(201, 99);
        report.fact(
                "slow " + mode,
                "p50 %.2f ms, p99 %.2f ms of %,d orders; before: p50 %.2f ms, p99 %.2f ms; p99 times %.2f; %,d slow connections, %,d at once, %,d of all were left"
                        .formatted(
                                during.millis(201, 50),
                                during.millis(201, 99),
                                during.count(201),
                                before.millis(201, 50),
                                before.millis(201, 99),
                                times,
                                attack.opened(),
                                attack.atOnce(),
                                left));
        if (times > MOST_TIMES_SLOWER) {
            report.problem("slow %s: the real client's p99 is %.2f times what it was".formatted(mode, times));
        }
        if (during.count(201) < during.dueCount()) {
            report.problem("slow %s: of %,d orders due %,d were accepted: %s, %d broken"
                    .formatted(mode, during.dueCount(), during.count(201), during.counts(), during.brokenCount()));
        }
        if (attack.opened() < options.connections() * LEAST_OPENED) {
            report.problem("slow %s: no more than %,d connections attacked".formatted(mode, attack.opened()));
        }
        if (left > REAL_CONNECTIONS + PROBES) {
            report.problem("slow %s: %,d connections were not cut".formatted(mode, left - REAL_CONNECTIONS));
        }
    }

    private RawClient client(NodePlan plan, long firstKey) throws IOException {
        var requests = IntStream.range(0, ACCOUNTS)
                .mapToObj(
                        account -> RawRequest.order(plan.url().getAuthority(), KEY, run.id(), sku(), account(account)))
                .toList();
        return new RawClient(plan.url(), requests, REAL_CONNECTIONS, 1, firstKey);
    }

    private String sku() {
        return "slow-" + run.id();
    }

    private String account(int number) {
        return "slow-" + run.id() + "-" + number;
    }
}
