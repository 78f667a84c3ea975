package sluice.load.capacity;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import sluice.Caller;
import sluice.load.judge.ReadModelsJudge;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.placement.WantedOrder;
import sluice.readmodel.Rebuild;

/** How long it takes to make the read models of many orders anew, and what an engine places meanwhile. */
public final class RebuildRun {

    private static final String MODEL = "model";
    private static final int SKUS = 100;
    private static final int MODELS = 3;
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    private final Options options;
    private final Run run;

    /**
     * @param orders in the journal
     * @param inFlight requests at any moment
     * @param within for all models together
     * @param judge whether every row is compared afterwards
     */
    public record Options(long orders, int inFlight, Duration within, boolean judge) {}

    public RebuildRun(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Makes a database below {@code directory}, which is to be deleted afterwards. */
    public Report run(Path directory) throws InterruptedException, SQLException {
        var report = new Report(run.scenario(), Conditions.here(options.inFlight(), List.of("in-process")));
        try (var engine = InProcess.start(directory, options.inFlight(), "sluice.engine.read-models.kept = on")) {
            fill(engine);
            report.fact("orders in the journal", options.orders())
                    .fact("orders per second without", Math.round(engine.place(RebuildRun::order, null, ALONE)));
            rebuild(engine, report);
            check(engine, report);
        }
        return report;
    }

    private void fill(InProcess engine) throws InterruptedException, SQLException {
        engine.skus(RebuildRun::sku, SKUS, 1_000_000_000);
        engine.skus(number -> MODEL, 1, MODELS);
        engine.accounts(number -> MODEL, 1);
        for (int number = 0; number < MODELS; number++) {
            var key = Caller.of("load").withIdempotencyKey(run.id() + number);
            engine.all(1, only -> engine.engine().place(InProcess.order(MODEL, MODEL), key));
        }
        try (var database = engine.database()) {
            JournalFilling.fill(database, options.orders(), MODEL, MODEL);
        }
    }

    private void rebuild(InProcess engine, Report report) throws InterruptedException {
        var done = new AtomicBoolean();
        var rates = new ArrayList<Long>();
        var placing = CompletableFuture.runAsync(
                () -> {
                    try {
                        while (!done.get()) {
                            rates.add(Math.round(engine.place(RebuildRun::order, null, TURN)));
                        }
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                },
                task -> Thread.ofPlatform()
                        .name("placing")
                        .start(task)); // the common pool's few threads are wanted by what is placed
        long begun = System.nanoTime();
        try {
            for (var rebuilt : Rebuild.rebuild(engine.databaseUrl(), "postgres", "", "all")) {
                run.out().println(rebuilt);
                report.fact(
                        rebuilt.model(),
                        "%,d rows in %,d ms, swapped in %,d ms"
                                .formatted(
                                        rebuilt.rows(),
                                        rebuilt.took().toMillis(),
                                        rebuilt.swap().toMillis()));
            }
        } finally {
            done.set(true);
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        placing.join();
        report.fact("all models", "%,d ms".formatted(took.toMillis()))
                .fact(
                        "orders per second meanwhile",
                        Math.round(rates.stream()
                                .mapToLong(Long::longValue)
                                .average()
                                .orElse(0)))
                .fact(
                        "fewest in a second",
                        rates.stream().mapToLong(Long::longValue).min().orElse(0));
        if (took.compareTo(options.within()) > 0) {
            report.problem("it took " + took + ", more than " + options.within());
        }
    }

    private void check(InProcess engine, Report report) throws SQLException, InterruptedException {
        if (options.judge()) {
            var verdict = ReadModelsJudge.judge(engine.databaseUrl(), CATCH_UP);
            report.fact("judged", verdict.judged());
            if (!verdict.isBalanced()) {
                report.problem(verdict.text());
            }
        }
        try (var database = engine.database();
                var statement = database.createStatement();
                var count = statement.executeQuery("select count(*) from order_list")) {
            count.next();
            report.fact("orders listed", count.getLong(1));
            if (count.getLong(1) < options.orders()) {
                report.problem("only " + count.getLong(1) + " orders are listed");
            }
        }
    }

    private static WantedOrder order(long number) {
        return InProcess.order(sku((int) (number % SKUS)), MODEL);
    }

    private static String sku(int number) {
        return "sku-" + number;
    }
}
