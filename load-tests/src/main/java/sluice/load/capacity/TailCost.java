package sluice.load.capacity;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.placement.WantedOrder;

/**
 * What it costs placements that others are told of them: one engine that keeps no read models and tells nobody, and one that keeps
 * all, makes outgoing events and delivers them to endpoints that want everything, in turn. And how long its tails take when the
 * orders end, and whether they say so meanwhile.
 */
public final class TailCost {

    private static final double LEAST_RATIO = 0.7;
    private static final long UNITS = 1_000_000_000_000L;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(3); // lag is measured every second
    private static final String OFF =
            "sluice.engine.read-models.kept = off, sluice.events.kept = off, sluice.webhooks.enabled = off";
    private static final String ON = "sluice.engine.read-models.kept = on, sluice.events.kept = on,"
            + " sluice.webhooks { enabled = on, allow = \"127.0.0.1/32\" }";

    private final Options options;
    private final Run run;

    /**
     * @param endpoints that want every event
     * @param turns pairs of measurements, each without, with, with, without
     * @param catchUp how long tails and deliveries may take after a measurement
     */
    public record Options(int endpoints, int inFlight, Duration warmUp, Duration each, int turns, Duration catchUp) {}

    /** What is ordered, always one unit of one SKU on credit. */
    private record Course(String name, int skus, int accounts) {
        WantedOrder order(long number) {
            return InProcess.order("sku-" + number % skus, "account-" + number * 7 % accounts);
        }
    }

    private static final List<Course> COURSES =
            List.of(new Course("hot SKU with credit", 1, 10_000), new Course("uniform, 1 line", 10_000, 10_000));

    public TailCost(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Makes the databases below {@code directory}, which is to be deleted afterwards. */
    public Report run(Path directory) throws IOException, InterruptedException, SQLException {
        var report = new Report(run.scenario(), Conditions.here(options.inFlight(), List.of("in-process")));
        for (var course : COURSES) {
            try (var without = prepared(course, directory.resolve("without-" + course.skus()), OFF);
                    var with = prepared(course, directory.resolve("with-" + course.skus()), ON);
                    var followers = Followers.of(with, options.endpoints())) {
                play(course, without, with, followers, report);
            }
        }
        return report;
    }

    private InProcess prepared(Course course, Path directory, String settings) throws InterruptedException {
        var engine = InProcess.start(directory, options.inFlight(), settings);
        try {
            engine.skus(number -> "sku-" + number, course.skus(), UNITS);
            engine.accounts(number -> "account-" + number, course.accounts());
            return engine;
        } catch (RuntimeException | InterruptedException failed) {
            engine.close();
            throw failed;
        }
    }

    private void play(Course course, InProcess without, InProcess with, Followers followers, Report report)
            throws InterruptedException, SQLException {
        without.place(course::order, null, options.warmUp());
        with.place(course::order, null, options.warmUp());
        var unused = caughtUp(course.name() + ", warm-up", with, followers, report);
        var ratesWithout = new ArrayList<Long>();
        var ratesWith = new ArrayList<Long>();
        var catchUps = new ArrayList<String>();
        for (int turn = 0; turn < options.turns(); turn++) {
            for (boolean isWith : List.of(false, true, true, false)) {
                if (isWith) {
                    ratesWith.add(Math.round(with.place(course::order, null, options.each())));
                    catchUps.add(caughtUp(course.name(), with, followers, report));
                } else {
                    ratesWithout.add(Math.round(without.place(course::order, null, options.each())));
                }
                run.out()
                        .println(course.name()
                                + (isWith
                                        ? ", with " + ratesWith.getLast() + "/s; " + catchUps.getLast()
                                        : ", without " + ratesWithout.getLast() + "/s"));
            }
        }
        double ratio = median(ratesWith) / median(ratesWithout);
        report.fact(course.name() + ", orders per second without", ratesWithout)
                .fact(course.name() + ", orders per second with", ratesWith)
                .fact(course.name() + ", after each", catchUps)
                .fact(course.name() + ", with of without", Math.round(ratio * 1000) / 1000.0);
        if (ratio < LEAST_RATIO) {
            report.problem(String.format(
                    Locale.ROOT, "%s: with tails and webhooks, %.2f of what is placed without", course.name(), ratio));
        }
    }

    /** Waits for the tails and then for the deliveries, and tells how long each took, and what was told of the lag. */
    private String caughtUp(String name, InProcess engine, Followers followers, Report report)
            throws InterruptedException, SQLException {
        long begun = System.nanoTime();
        long deadline = begun + options.catchUp().toNanos();
        double mostLag = 0;
        double tailSeconds = 0;
        try (var database = engine.database()) {
            while (followers.tailsBehind(database) > 0) {
                mostLag = Math.max(mostLag, followers.lagTold());
                tailSeconds = seconds(begun);
                if (System.nanoTime() > deadline) {
                    report.problem(name + ": tails are behind after " + options.catchUp());
                    break;
                }
                Thread.sleep(LOOK);
            }
            if (tailSeconds > TOLD_WITHIN.toSeconds() && mostLag == 0) {
                report.problem(name + ": tails were behind for " + tailSeconds + " s and did not say so");
            }
            while (followers.deliveriesBehind(database) > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK);
            }
            long left = followers.deliveriesBehind(database);
            if (left > 0) {
                report.problem(name + ": " + left + " deliveries are left after " + options.catchUp());
            }
        }
        return String.format(
                Locale.ROOT,
                "tails had all after %.1f s, the most lag told %.1f s; deliveries after %.1f s",
                tailSeconds,
                mostLag,
                seconds(begun));
    }

    private static double seconds(long begunNanos) {
        return (System.nanoTime() - begunNanos) / 1e9;
    }

    private static double median(List<Long> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
