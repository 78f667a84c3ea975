package sluice.load.webhook;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import sluice.load.capacity.NodeHeap;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ProcessCpu;
import sluice.load.process.ServedNode;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

/**
 * A node that tells many endpoints of every change of many orders: to the healthy ones alone, then with sick ones beside them, then alone
 * again. Every live endpoint must get every event, in order, signed, and as fast beside the sick as without them.
 */
public final class Storm {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final double MOST_P99_MILLIS = 250;
    private static final double MOST_P99_MORE_MILLIS = 50;
    private static final double MOST_TIMES_HEAP = 1.5;
    private static final int HEAP_SLACK_MEGABYTES = 64;
    private static final double MOST_TIMES_CONNECTIONS = 1.5;
    private static final int CONNECTIONS_SLACK = 30;
    private static final Duration SAMPLE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Options options;
    private final Run run;

    /**
     * @param endpoints of each behaviour
     * @param warmUp changes before anything counts
     * @param alone changes while there are only healthy endpoints, before and after
     * @param changes while all are there
     * @param perSecond changes
     * @param catchUp how long slow endpoints may take to get what is left when the changes end
     */
    public record Options(
            Map<Behaviour, Integer> endpoints,
            int warmUp,
            int alone,
            int changes,
            double perSecond,
            int concurrency,
            int perEndpointPerSecond,
            Duration catchUp) {}

    public Storm(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** What is there throughout. */
    private record Scene(
            ServedNode node,
            NodeHeap heap,
            Receiver receiver,
            Lives lives,
            EndpointApi api,
            Report report,
            EmbeddedPostgres postgres) {
        String database() {
            return postgres.url();
        }
    }

    private record Known(String id, Inbox inbox) {}

    private record Phase(double p99Millis, List<Integer> connections) {}

    public Report run(Path dataDirectory) throws IOException, InterruptedException, SQLException {
        var plan = NodePlan.alone(dataDirectory, KEY, run.logs().resolve("node.log"))
                .with("SLUICE_WEBHOOK_ALLOW", "127.0.0.1/32");
        var heap = new NodeHeap(run.logs().resolve("gc.log"));
        var report = new Report(
                run.scenario(),
                Conditions.here(
                        options.endpoints().values().stream().mapToInt(it -> it).sum(),
                        List.of(plan.url().toString())));
        report.fact("run", run.id())
                .fact("endpoints", options.endpoints())
                .fact("changes a second", options.perSecond());
        try (var forbidden = new ForbiddenHost();
                var receiver = new Receiver(forbidden.url());
                var node = ServedNode.start(plan, heap.option()).awaitReady();
                var lives = new Lives(List.of(plan), "storm-" + run.id());
                var api = new EndpointApi(plan)) {
            var scene = new Scene(node, heap, receiver, lives, api, report, new EmbeddedPostgres(dataDirectory));
            play(scene);
            report.fact("connections to where no webhook may go", forbidden.connections());
            if (forbidden.connections() > 0) {
                report.problem("a redirect was followed");
            }
        }
        return report;
    }

    private void play(Scene scene) throws IOException, InterruptedException, SQLException {
        var healthy = create(scene, Set.of(Behaviour.HEALTHY));
        var unused = phase("warm-up", scene, healthy, options.warmUp());
        int before = scene.heap().collect(scene.node());
        var alone = phase("alone", scene, healthy, options.alone());
        var all = new ArrayList<>(healthy);
        var sick = create(
                scene,
                options.endpoints().keySet().stream()
                        .filter(it -> it != Behaviour.HEALTHY)
                        .collect(Collectors.toSet()));
        all.addAll(sick);
        var crowded = phase("with the sick", scene, all, options.changes());
        int after = scene.heap().collect(scene.node());
        for (var each : sick) {
            scene.report().fact(each.inbox() + " in the end", scene.api().read(each.id()));
            scene.api().delete(each.id());
        }
        var again = phase("alone again", scene, healthy, options.alone());
        judge(scene.report(), crowded, Math.max(alone.p99Millis(), again.p99Millis()));
        scene.report().fact("megabytes of heap in use, before and after", List.of(before, after));
        if (after > before * MOST_TIMES_HEAP + HEAP_SLACK_MEGABYTES) {
            scene.report().problem("the heap in use grew from %,d to %,d MB".formatted(before, after));
        }
    }

    private static void judge(Report report, Phase crowded, double aloneMillis) {
        if (crowded.p99Millis() > MOST_P99_MILLIS) {
            report.problem("the p99 to healthy endpoints is %.1f ms".formatted(crowded.p99Millis()));
        }
        if (crowded.p99Millis() > aloneMillis + MOST_P99_MORE_MILLIS) {
            report.problem("the sick move the p99 of the healthy from %.1f to %.1f ms"
                    .formatted(aloneMillis, crowded.p99Millis()));
        }
        var samples = crowded.connections();
        int quarter = Math.max(1, samples.size() / 4);
        int first = samples.stream().limit(quarter).mapToInt(it -> it).max().orElse(0);
        int last = samples.stream()
                .skip(samples.size() - quarter)
                .mapToInt(it -> it)
                .max()
                .orElse(0);
        report.fact("most connections to endpoints, in the first and the last quarter", List.of(first, last));
        if (last > first * MOST_TIMES_CONNECTIONS + CONNECTIONS_SLACK) {
            report.problem("connections grew from %d to %d".formatted(first, last));
        }
    }

    private List<Known> create(Scene scene, Set<Behaviour> behaviours) throws IOException, InterruptedException {
        var known = new ArrayList<Known>();
        for (var behaviour : Behaviour.values()) {
            int count = behaviours.contains(behaviour) ? options.endpoints().getOrDefault(behaviour, 0) : 0;
            for (int i = 0; i < count; i++) {
                var inbox = scene.receiver().add(behaviour);
                var id = scene.api()
                        .create(scene.receiver(), inbox, options.concurrency(), options.perEndpointPerSecond());
                known.add(new Known(id, inbox));
            }
        }
        return known;
    }

    private Phase phase(String name, Scene scene, List<Known> known, int changes)
            throws InterruptedException, SQLException {
        var inboxes = known.stream().map(Known::inbox).toList();
        inboxes.forEach(Inbox::clear);
        long from = EventBook.after(Long.MAX_VALUE, scene.database()).last();
        int acknowledgedBefore = scene.lives().transitions().size();
        var samples = new ArrayList<Integer>();
        var over = new AtomicBoolean();
        var sampler = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                samples.add(scene.receiver().connections());
                pause();
            }
        });
        var cpu = cpu(scene);
        long begun = System.nanoTime();
        scene.lives().live(Math.max(1, changes / Lives.TRANSITIONS), options.perSecond());
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cores = cpu(scene).minus(cpu).toNanos() / 1e9 / seconds;
        over.set(true);
        sampler.join();

        var acknowledged = scene.lives().transitions();
        acknowledged = acknowledged.subList(acknowledgedBefore, acknowledged.size());
        var book = awaitTold(from, acknowledged.size(), scene);
        var due = book.changes().stream().map(EventBook.Row::id).collect(Collectors.toSet());
        var deliveries = new Deliveries(inboxes, due);
        long waiting = System.nanoTime();
        boolean complete = deliveries.await(options.catchUp());
        double caughtUp = (System.nanoTime() - waiting) / 1e9;
        var decided = deliveries.sinceDecided();
        scene.report().measured(name + ": from decision", decided);
        scene.report().measured(name + ": from answer", deliveries.sinceAnswered(acknowledged));
        tell(name, scene, acknowledged.size(), seconds, cores, caughtUp, deliveries);
        book.judge(from, acknowledged, true).forEach(problem -> scene.report().problem(name + ": " + problem));
        deliveries.judge().forEach(problem -> scene.report().problem(name + ": " + problem));
        if (!complete) {
            scene.report().problem(name + ": not all was delivered within " + options.catchUp());
        }
        return new Phase(millis(decided, 99), samples);
    }

    private void tell(
            String name,
            Scene scene,
            int changes,
            double seconds,
            double cores,
            double caughtUp,
            Deliveries deliveries) {
        var fact = String.format(
                Locale.ROOT,
                "%,d changes in %.0f s (%.0f/s), %.2f cores of node and database; the last live endpoint had all %.1f s"
                        + " later; attempts %s, of live ones repeated %d",
                changes,
                seconds,
                changes / seconds,
                cores,
                caughtUp,
                deliveries.attempts(),
                deliveries.repeated());
        scene.report().fact(name, fact);
        run.out().println(name + ": " + fact);
    }

    private static EventBook awaitTold(long from, int changes, Scene scene) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var book = EventBook.after(from, scene.database());
        while (book.changes().size() < changes && System.nanoTime() < deadline) {
            Thread.sleep(SAMPLE);
            book = EventBook.after(from, scene.database());
        }
        return book;
    }

    private static Duration cpu(Scene scene) {
        var node = ProcessHandle.of(scene.node().pid()).map(ProcessCpu::of).orElse(Duration.ZERO);
        return node.plus(scene.postgres().process().map(ProcessCpu::ofTree).orElse(Duration.ZERO));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    private static void pause() {
        try {
            Thread.sleep(SAMPLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
