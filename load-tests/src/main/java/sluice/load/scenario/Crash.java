package sluice.load.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import sluice.load.client.Answer;
import sluice.load.client.Crowd;
import sluice.load.client.Crowd.Placed;
import sluice.load.client.Meter;
import sluice.load.client.RetryPolicy;
import sluice.load.client.Target;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.target.HttpTarget;

/**
 * Kills a served node, its PostgreSQL or both in the middle of a flash sale whose clients ask again with their keys until they have an
 * answer; starts what was killed; and when all are answered restarts the node once more and judges. All rounds share one database.
 */
public final class Crash {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RETRIED_AFTERWARDS = 500;
    private static final int LEAST_IN_FLIGHT = 32;
    private static final int LAST_SAMPLES = 500; // a millisecond each: connections break before a process has ended

    private final Options options;
    private final Run run;
    private final Random random;
    private final Path dataDirectory;

    /**
     * @param roundsARestart after so many rounds, and after the last, the node is restarted, and all of them are judged
     * @param units of each round's sale
     * @param seed of the moments at which to kill
     */
    public record Options(List<Round> rounds, int roundsARestart, int units, int buyers, int connections, long seed) {}

    /** What one round kills: at a named point, or at a random moment where that is empty. */
    public record Round(Kill kill, String point) {}

    /** What is killed with SIGKILL. */
    public enum Kill {
        NODE,
        DATABASE,
        BOTH
    }

    public Crash(Options options, Run run, Path dataDirectory) {
        this.options = options;
        this.run = run;
        this.random = new Random(options.seed());
        this.dataDirectory = dataDirectory;
    }

    /** The node of the moment, and how it is driven whichever process it is. */
    private static final class Victim implements AutoCloseable {
        private final NodePlan plan;
        private final Target target;
        private ServedNode node;

        Victim(NodePlan plan, String... jvmOptions) throws InterruptedException {
            this.plan = plan;
            this.target = new HttpTarget(plan.url(), plan.apiKey());
            this.node = ServedNode.start(plan, jvmOptions).awaitReady();
        }

        void restart(String... jvmOptions) throws InterruptedException {
            node.stop();
            node = ServedNode.start(plan, jvmOptions).awaitReady();
        }

        void startAgain() throws InterruptedException {
            node = ServedNode.start(plan).awaitReady();
        }

        @Override
        public void close() {
            target.close();
            node.close();
        }
    }

    /** A round, and how many orders are answered when it strikes. */
    private record Cue(int number, Round round, int moment) {

        String name() {
            return "round " + number + ", " + round.kill()
                    + (round.point().isEmpty() ? " at a random moment" : " at " + round.point());
        }

        boolean isAtAPoint() {
            return !round.point().isEmpty();
        }

        String[] jvmOptions() {
            return isAtAPoint() ? new String[] {"-Dsluice.halt-at=" + round.point() + ":" + moment} : new String[0];
        }
    }

    /** A round whose buyers are all answered. */
    private record Played(Cue cue, Run run, FlashSale sale, List<Placed> placed, int inFlight) {}

    /** Plays all rounds. */
    public Report run() throws InterruptedException {
        var plan = NodePlan.alone(dataDirectory, KEY, run.logs().resolve("node.log"));
        var report = new Report(
                run.scenario(),
                Conditions.here(options.connections(), List.of(plan.url().toString())));
        report.fact("run", run.id()).fact("seed", options.seed());
        var cues = cues();
        try (var victim = new Victim(plan, cues.getFirst().jvmOptions())) {
            var unjudged = new ArrayList<Played>();
            for (var cue : cues) {
                unjudged.add(play(cue, victim));
                if (unjudged.size() == options.roundsARestart() || cue.number() == cues.size()) {
                    victim.restart();
                    for (var played : unjudged) {
                        judge(played, victim.target, report);
                    }
                    unjudged.clear();
                }
            }
        }
        return report;
    }

    private List<Cue> cues() {
        var cues = new ArrayList<Cue>();
        for (var round : options.rounds()) {
            int moment = options.units() / 10 + random.nextInt(Math.max(1, options.units() / 2));
            cues.add(new Cue(cues.size() + 1, round, moment));
        }
        return cues;
    }

    private Played play(Cue cue, Victim victim) throws InterruptedException {
        run.out().println(cue.name());
        if (cue.isAtAPoint() && cue.number() > 1) { // the first node is started for the first round
            victim.restart(cue.jvmOptions());
        }
        var part = new Run(run.scenario(), run.id() + "-" + cue.number(), run.output(), run.out());
        var sale = new FlashSale(
                new FlashSale.Options(
                        options.units(),
                        options.buyers(),
                        options.connections(),
                        50,
                        0.5,
                        RetryPolicy.within(PATIENCE)),
                part);
        sale.setUp(victim.target);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var fault = threads.submit(() -> strike(cue, victim, sale.meter()));
            var placed = sale.sell(List.of(victim.target));
            return new Played(cue, part, sale, placed, Crowd.await(fault));
        }
    }

    private void judge(Played played, Target target, Report report) throws InterruptedException {
        var name = played.cue().name();
        var sale = played.sale();
        var placed = played.placed();
        var again = again(played.run(), placed, target);
        report.fact(name, counts(sale.meter(), placed, played.inFlight(), again));
        if (played.inFlight() < LEAST_IN_FLIGHT) {
            report.problem("%s: only %d requests were in flight".formatted(name, played.inFlight()));
        }
        sale.audit(List.of(target), placed).forEach(problem -> report.problem(name + ": " + problem));
        new RunningNodes(List.of(), Optional.of(new EmbeddedPostgres(dataDirectory).url()))
                .judge(played.run().logs(), report);
    }

    /** Kills when so many orders are answered, starts again what does not start itself, and returns how many were in flight. */
    private int strike(Cue cue, Victim victim, Meter meter) throws InterruptedException {
        int inFlight;
        var kill = cue.round().kill();
        if (cue.isAtAPoint()) {
            inFlight = awaitHalt(victim.node, meter);
            if (kill == Kill.BOTH) {
                killDatabase();
            }
        } else {
            while (meter.orders() < cue.moment()
                    || meter.inFlight() < Math.min(LEAST_IN_FLIGHT, options.connections())) {
                Thread.sleep(1);
            }
            inFlight = meter.inFlight();
            switch (kill) {
                case NODE -> victim.node.kill();
                case DATABASE -> killDatabase();
                case BOTH -> {
                    killDatabase();
                    victim.node.kill();
                }
            }
        }
        run.out().printf("killed with %d requests in flight%n", inFlight);
        if (kill != Kill.DATABASE) {
            victim.startAgain();
            run.out().println("the node is ready again");
        }
        return inFlight;
    }

    private void killDatabase() {
        if (!new EmbeddedPostgres(dataDirectory).kill()) {
            throw new IllegalStateException("there was no PostgreSQL to kill in " + dataDirectory);
        }
    }

    /** The most that were in flight in the last moments in which the node was alive: its clients notice its end as soon as we do. */
    private static int awaitHalt(ServedNode node, Meter meter) throws InterruptedException {
        var samples = new int[LAST_SAMPLES];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; node.isAlive(); i++) {
            samples[i % LAST_SAMPLES] = meter.inFlight();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the node never came to the point at which it was to halt");
            }
            Thread.sleep(1);
        }
        return Arrays.stream(samples).max().orElse(0);
    }

    /** Asks again for some of what was accepted, as the clients would; the judge compares the answers. */
    private List<Placed> again(Run part, List<Placed> placed, Target target) throws InterruptedException {
        var accepted = placed.stream()
                .filter(each -> each.answer() instanceof Answer.Accepted)
                .map(Placed::request)
                .limit(RETRIED_AFTERWARDS)
                .toList();
        var crowd = new Crowd(
                part.id(),
                part.logs(),
                options.connections(),
                List.of(target),
                RetryPolicy.within(PATIENCE),
                new Meter());
        return crowd.place(accepted.iterator());
    }

    private static Map<String, Object> counts(Meter meter, List<Placed> placed, int inFlight, List<Placed> again) {
        var counts = new LinkedHashMap<String, Object>();
        counts.put("in flight when killed", inFlight);
        counts.put("accepted", FlashSale.accepted(placed));
        counts.put("attempts", meter.counts());
        counts.put("retried afterwards", again.size());
        counts.put(
                "replayed",
                again.stream()
                        .filter(each -> each.answer() instanceof Answer.Accepted(var order, var replayed) && replayed)
                        .count());
        return counts;
    }
}
