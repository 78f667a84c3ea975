package sluice.load.capacity;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import sluice.Caller;
import sluice.entity.Outcome;
import sluice.load.scenario.Conditions;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.order.Order;
import sluice.order.OrderCommand;
import sluice.placement.PlacementRejection;
import sluice.value.OrderId;

/** What an order, a claim, a SKU and an account take up: in the heap, each counted alone, and in the write-ahead log. */
public final class Footprint {

    private static final long MOST_BYTES_PER_CLAIM = 64;
    private static final long MOST_BYTES_PER_ENTITY = 3_000;
    private static final long MOST_BYTES_PER_PASSIVE_ORDER =
            64; // what a measurement of a whole heap can tell from none
    private static final long MOST_WAL_BYTES_PER_ORDER = 1_500;
    private static final int SKUS_TO_ORDER_FROM = 10_000;
    private static final int ORDERS_READ = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final String STAY = "sluice.engine.entity.idle-timeout = 4 hours";
    private static final String LEAVE = "sluice.engine.entity.idle-timeout = 2s";

    private final Options options;
    private final Run run;

    /**
     * How many of each are made.
     *
     * @param keys whether the orders over which bytes are averaged have idempotency keys, each of which is a row of its own
     */
    public record Options(int claims, int entities, int orders, boolean keys, int inFlight) {}

    public Footprint(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Measures engines with databases of their own below {@code directory}, which is to be deleted afterwards. */
    public Report run(Path directory) throws InterruptedException, SQLException {
        var report = new Report(run.scenario(), Conditions.here(options.inFlight(), List.of("in-process")));
        live(directory.resolve("live"), report);
        passive(directory.resolve("passive"), report);
        journal(directory.resolve("journal"), report);
        return report;
    }

    /** Entities that stay in memory, and claims. */
    private void live(Path directory, Report report) throws InterruptedException, SQLException {
        try (var engine = InProcess.start(directory, options.inFlight(), STAY)) {
            warm(engine);
            long before = Heap.inUse();
            engine.skus(number -> "sku-" + number, options.entities(), 0);
            long skus = settled(before);
            tell(report, "heap bytes of a live, idle SKU", MOST_BYTES_PER_ENTITY, skus / options.entities());
            before += skus;
            engine.accounts(number -> "account-" + number, options.entities());
            long accounts = settled(before);
            tell(report, "heap bytes of a live, idle account", MOST_BYTES_PER_ENTITY, accounts / options.entities());
            before += accounts;
            engine.skus(number -> "hot", 1, options.claims());
            engine.all(options.claims(), number -> engine.engine().place(InProcess.order("hot", null), caller()));
            tell(report, "heap bytes of an open claim", MOST_BYTES_PER_CLAIM, settled(before) / options.claims());
        }
    }

    /** What made an entity live may hold more for a moment: waits until the heap does not shrink any more. */
    private static long settled(long before) throws InterruptedException {
        long used = Heap.inUse();
        for (long earlier = Long.MAX_VALUE; used < earlier; used = Math.min(used, Heap.inUse())) {
            earlier = used;
            Thread.sleep(SETTLING);
        }
        return used - before;
    }

    /** Orders, SKUs and accounts that were asked for and have left memory again. */
    private void passive(Path directory, Report report) throws InterruptedException, SQLException {
        try (var engine = InProcess.start(directory, options.inFlight(), LEAVE)) {
            warm(engine);
            Thread.sleep(SETTLING.multipliedBy(2));
            long before = settled(0);
            var orders = orders(engine);
            engine.all(
                    orders.size(),
                    number -> engine.engine().order(orders.get((int) number), new OrderCommand.Read(), caller()));
            orders.clear();
            Thread.sleep(SETTLING.multipliedBy(2));
            tell(
                    report,
                    "heap bytes of an order, and of its SKU and account, after passivation",
                    MOST_BYTES_PER_PASSIVE_ORDER,
                    Math.max(0, lowest(before)) / ORDERS_READ);
        }
    }

    private static long lowest(long before) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long used = Heap.inUse() - before;
        while (used > MOST_BYTES_PER_PASSIVE_ORDER * ORDERS_READ && System.nanoTime() < deadline) {
            Thread.sleep(SETTLING);
            used = Heap.inUse() - before;
        }
        return used;
    }

    private List<OrderId> orders(InProcess engine) throws InterruptedException, SQLException {
        engine.skus(number -> "sku-" + number, ORDERS_READ / 10, 100);
        engine.accounts(number -> "account-" + number, ORDERS_READ / 10);
        engine.all(
                ORDERS_READ,
                number -> engine.engine()
                        .place(
                                InProcess.order(
                                        "sku-" + number % (ORDERS_READ / 10), "account-" + number % (ORDERS_READ / 10)),
                                caller()));
        var ids = new ArrayList<OrderId>();
        try (var database = engine.database();
                var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "select substr(persistence_id, 3) from event_journal where persistence_id like 'o|%' and"
                                + " sequence_number = 1")) {
            while (rows.next()) {
                ids.add(OrderId.parse(rows.getString(1)).orElseThrow());
            }
        }
        return ids;
    }

    /** Rows and bytes that the database writes for an order of one line, from many SKUs, on credit. */
    private void journal(Path directory, Report report) throws InterruptedException, SQLException {
        try (var engine = InProcess.start(directory, options.inFlight(), STAY)) {
            engine.skus(number -> "sku-" + number, SKUS_TO_ORDER_FROM, 1_000_000_000);
            engine.accounts(number -> "account-" + number, SKUS_TO_ORDER_FROM);
            engine.all(SKUS_TO_ORDER_FROM, number -> uniform(engine, -1 - number)); // every entity has its first row
            var before = WalUse.afterCheckpoint(engine);
            engine.all(options.orders(), number -> uniform(engine, number));
            var used = WalUse.now(engine).since(before);
            report.fact("orders under idempotency keys", options.keys())
                    .fact("rows of an order", used.rowsPer(options.orders()))
                    .fact("bytes of full page images in it", used.pageImageBytes() / options.orders());
            tell(report, "WAL bytes of an order", MOST_WAL_BYTES_PER_ORDER, used.bytes() / options.orders());
        }
    }

    private CompletionStage<Outcome<Order, PlacementRejection>> uniform(InProcess engine, long number) {
        return engine.engine()
                .place(
                        InProcess.order("sku-" + scattered(number), "account-" + scattered(number + 1)),
                        options.keys() ? caller().withIdempotencyKey(run.id() + "-" + number) : caller());
    }

    /** Every SKU as often as every other, in no order of its own. */
    private static long scattered(long number) {
        return Math.floorMod((number * 2_654_435_761L) >> 7, SKUS_TO_ORDER_FROM);
    }

    /** Loads the classes that everything needs, so that they are not counted. */
    private static void warm(InProcess engine) throws InterruptedException {
        engine.skus(number -> "warm-" + number, 1_000, 1_000);
        engine.accounts(number -> "warm-" + number, 1_000);
        engine.all(
                10_000,
                number -> engine.engine()
                        .place(InProcess.order("warm-" + number % 1_000, "warm-" + number % 1_000), caller()));
    }

    private static Caller caller() {
        return Caller.of("load");
    }

    private static void tell(Report report, String what, long most, long measured) {
        report.fact(what, Map.of("goal", most, "measured", measured));
        if (measured > most) {
            report.problem("%s: %,d, at most %,d are wanted".formatted(what, measured, most));
        }
    }
}
