package sluice.load.capacity;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.placement.WantedOrder;

/** Whether an order costs the same when many were placed before: one engine on a short journal and one on a long, in turn. */
public final class FlatCost {

    private static final double LEAST_RATIO = 0.9;

    private final Options options;
    private final Run run;

    /**
     * @param few orders in the short journal, {@code many} in the long one
     * @param keys whether orders have idempotency keys, each of which is a row at a random place of the references' index
     * @param turns pairs of measurements, each short, long, long, short
     */
    public record Options(
            long few,
            long many,
            int skus,
            int accounts,
            boolean keys,
            int inFlight,
            Duration warmUp,
            Duration each,
            int turns) {}

    public FlatCost(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Makes both databases below {@code directory}, which is to be deleted afterwards. */
    public Report run(Path directory) throws IOException, InterruptedException, SQLException {
        var report = new Report(run.scenario(), Conditions.here(options.inFlight(), List.of("in-process")));
        try (var few = prepared(directory.resolve("few"), options.few(), report);
                var many = prepared(directory.resolve("many"), options.many(), report)) {
            measured(few, "warm-few", options.warmUp());
            measured(many, "warm-many", options.warmUp());
            var ofFew = new ArrayList<Double>();
            var ofMany = new ArrayList<Double>();
            var cpus = new ArrayList<String>();
            for (int turn = 0; turn < options.turns(); turn++) {
                for (boolean isMany : List.of(false, true, true, false)) {
                    var engine = isMany ? many : few;
                    var rates = isMany ? ofMany : ofFew;
                    var name = (isMany ? "many-" : "few-") + rates.size();
                    var cpu = engine.cpu();
                    double rate = measured(engine, name, options.each());
                    rates.add((double) Math.round(rate));
                    long orders = Math.round(rate * options.each().toSeconds());
                    cpus.add(name + ": " + engine.cpu().since(cpu).per(Math.max(1, orders)));
                }
            }
            double ratio = median(ofMany) / median(ofFew);
            report.fact("orders before, few and many", List.of(options.few(), options.many()))
                    .fact("orders per second with few before", ofFew)
                    .fact("orders per second with many before", ofMany)
                    .fact("CPU µs an order", cpus)
                    .fact("many of few", Math.round(ratio * 1000) / 1000.0)
                    .fact("goal", "at least " + LEAST_RATIO);
            if (ratio < LEAST_RATIO) {
                report.problem("with %,d orders before, an engine places %.2f of what it places with %,d"
                        .formatted(options.many(), ratio, options.few()));
            }
        }
        return report;
    }

    private InProcess prepared(Path directory, long orders, Report report) throws InterruptedException, SQLException {
        var engine = InProcess.start(directory, options.inFlight(), "");
        try (var database = engine.database()) {
            engine.skus(FlatCost::sku, options.skus(), 1_000_000_000);
            engine.accounts(FlatCost::account, options.accounts());
            engine.place(this::order, run.id() + "-first-", Duration.ofMillis(100)); // what is copied
            long begun = System.nanoTime();
            JournalFilling.fill(database, orders);
            run.out()
                    .printf(
                            "%,d orders written in %,d s%n",
                            orders, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            try (var statement = database.createStatement();
                    var size = statement.executeQuery("select pg_database_size(current_database()) >> 20")) {
                size.next();
                report.fact("megabytes of the database with %,d orders".formatted(orders), size.getLong(1));
            }
            return engine;
        } catch (RuntimeException | InterruptedException | SQLException failed) {
            engine.close();
            throw failed;
        }
    }

    private double measured(InProcess engine, String name, Duration time) throws InterruptedException {
        return engine.place(this::order, options.keys() ? run.id() + "-" + name + "-" : null, time);
    }

    private WantedOrder order(long number) {
        return InProcess.order(sku((int) (number % options.skus())), account((int) (number * 7 % options.accounts())));
    }

    private static String sku(int number) {
        return "sku-" + number;
    }

    private static String account(int number) {
        return "account-" + number;
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
