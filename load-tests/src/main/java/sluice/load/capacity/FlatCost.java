package sluice.load.capacity;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sluice.Caller;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.placement.WantedOrder;

/**
 * Whether an order costs the same when many were placed before: one engine on a short journal and one on a long, in turn.
 *
 * <p>What a long journal costs comes in cycles: after a checkpoint each page is logged whole when it is first changed, and the
 * checkpoint itself writes all pages that were changed since the one before. So each measurement begins with a checkpoint that
 * is carried out while orders are placed, and thus bears the cost of one, writing and images, whole. In operation checkpoints come
 * at longer intervals than a measurement takes, so no cost is hidden, rather too much of it counts. Only the first reading of pages
 * into memory and the compiler's work are left to the warm-up, which is the same for both.
 */
public final class FlatCost {

    private static final double LEAST_RATIO = 0.9;
    private static final String MODEL = "model";
    private static final int MODELS = 3;

    private final Options options;
    private final Run run;

    /**
     * @param few rows in the short journal, {@code many} in the long one
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
            few.place(this::order, keysIfAny("warm-few"), options.warmUp());
            many.place(this::order, keysIfAny("warm-many"), options.warmUp());
            var ofFew = new ArrayList<Double>();
            var ofMany = new ArrayList<Double>();
            var costs = new ArrayList<String>();
            for (int turn = 0; turn < options.turns(); turn++) {
                for (boolean isMany : List.of(false, true, true, false)) {
                    var rates = isMany ? ofMany : ofFew;
                    var name = (isMany ? "many-" : "few-") + rates.size();
                    rates.add(measured(isMany ? many : few, name, costs));
                }
            }
            double ratio = median(ofMany) / median(ofFew);
            report.fact("rows before, few and many", List.of(options.few(), options.many()))
                    .fact("orders per second with few before", ofFew)
                    .fact("orders per second with many before", ofMany)
                    .fact("cost of an order", costs)
                    .fact("many of few", Math.round(ratio * 1000) / 1000.0)
                    .fact("goal", "at least " + LEAST_RATIO);
            if (ratio < LEAST_RATIO) {
                report.problem("with %,d rows before, an engine places %.2f of what it places with %,d"
                        .formatted(options.many(), ratio, options.few()));
            }
        }
        return report;
    }

    private InProcess prepared(Path directory, long rows, Report report) throws InterruptedException, SQLException {
        var engine = InProcess.start(directory, options.inFlight(), "");
        try (var database = engine.database()) {
            engine.skus(FlatCost::sku, options.skus(), 1_000_000_000);
            engine.accounts(FlatCost::account, options.accounts());
            models(engine);
            long begun = System.nanoTime();
            JournalFilling.fill(database, rows / JournalFilling.ROWS_AN_ORDER, MODEL, MODEL);
            run.out()
                    .printf(
                            "%,d rows written in %,d s%n",
                            rows, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            try (var statement = database.createStatement();
                    var size = statement.executeQuery("select pg_database_size(current_database()) >> 20")) {
                size.next();
                report.fact("megabytes of the database with %,d rows".formatted(rows), size.getLong(1));
            }
            return engine;
        } catch (RuntimeException | InterruptedException | SQLException failed) {
            engine.close();
            throw failed;
        }
    }

    /** Orders one after the other, so that each has rows of its own: what is copied. */
    private void models(InProcess engine) throws InterruptedException {
        engine.skus(number -> MODEL, 1, MODELS);
        engine.accounts(number -> MODEL, 1);
        for (int number = 0; number < MODELS; number++) {
            var key = Caller.of("load").withIdempotencyKey(keys(MODEL) + number);
            engine.all(1, only -> engine.engine().place(InProcess.order(MODEL, MODEL), key));
        }
    }

    /** Orders a second, rounded, while a checkpoint is begun at once. */
    private double measured(InProcess engine, String name, List<String> costs)
            throws InterruptedException, SQLException {
        var cpu = engine.cpu();
        var use = DatabaseUse.now(engine);
        var checkpoint = CompletableFuture.runAsync(() -> checkpoint(engine));
        double rate = engine.place(this::order, keysIfAny(name), options.each());
        checkpoint.join();
        long orders = Math.max(1, Math.round(rate * options.each().toMillis() / 1_000));
        var cost = "%s: CPU µs %s; %s"
                .formatted(
                        name,
                        engine.cpu().since(cpu).per(orders),
                        DatabaseUse.now(engine).since(use).per(orders));
        costs.add(cost);
        run.out().printf("%,.0f/s, %s%n", rate, cost);
        return Math.round(rate);
    }

    private static void checkpoint(InProcess engine) {
        try (var database = engine.database();
                var statement = database.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable String keysIfAny(String name) {
        return options.keys() ? keys(name) : null;
    }

    private String keys(String name) {
        return run.id() + "-" + name + "-";
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
