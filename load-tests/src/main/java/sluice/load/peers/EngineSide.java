package sluice.load.peers;

import com.typesafe.config.Config;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountCommand;
import sluice.account.AccountTerms;
import sluice.entity.Outcome;
import sluice.load.judge.Finding;
import sluice.load.judge.Reconciliation;
import sluice.load.target.NodeInProcess;
import sluice.order.OrderCommand;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** Sluice: a node in this process, with the database that it runs for itself. */
final class EngineSide implements Side {

    private static final Caller CALLER = Caller.of("peers");
    private static final LocationId LOCATION = new LocationId("main");
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(60);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(90);
    private static final Duration AT_REST = Duration.ofMillis(2_500);
    private static final String LAG = "sluice.tail.lag.seconds";
    private static final Duration RESTS_WITHIN = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int NET_DAYS = 30;
    private static final int AT_ONCE = 256;
    private static final int SHOWN = 5;

    private final String name;
    private final Path directory;
    private final NodeInProcess node;

    private EngineSide(String name, Path directory, NodeInProcess node) {
        this.name = name;
        this.directory = directory;
        this.node = node;
    }

    /**
     * Starts a node and its database.
     *
     * @param overrides what is set otherwise than a node has it built in
     */
    static EngineSide start(String name, Path directory, Config overrides) {
        return new EngineSide(name, directory, NodeInProcess.start(directory, overrides));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path dataDirectory() {
        return directory;
    }

    @Override
    public Engine engine(int concurrency) {
        return node.engine();
    }

    @Override
    public URI serve(int concurrency, String key) {
        return Front.serve(node.node().system(), node.engine(), node.node().meters(), key);
    }

    @Override
    public void prepare(Workload workload) {
        var engine = node.engine();
        var definitions = new ArrayList<Supplier<CompletionStage<? extends Outcome<?, ?>>>>();
        for (int i = 0; i < workload.skus(); i++) {
            var sku = workload.sku(i);
            var definition = new StockCommand.Define(new SkuDefinition(sku.value(), null));
            definitions.add(() -> engine.sku(sku, definition, CALLER));
        }
        var limit = new Money(Workload.CREDIT_LIMIT_MINOR_UNITS, Workload.CURRENCY);
        for (int i = 0; i < workload.accounts(); i++) {
            var account = workload.account(i);
            var terms = new AccountTerms(account.value(), limit, NET_DAYS);
            definitions.add(() -> engine.account(account, new AccountCommand.Define(terms), CALLER));
        }
        sideBySide(definitions);
        if (workload.stock() > 0) {
            var receipt = new StockCommand.Receive(Quantity.of(workload.stock()), LOCATION, null);
            sideBySide(IntStream.range(0, workload.skus())
                    .<Supplier<CompletionStage<? extends Outcome<?, ?>>>>mapToObj(
                            index -> () -> engine.sku(workload.sku(index), receipt, CALLER))
                    .toList());
        }
    }

    /** Carries out all, many at a time; each must be done. */
    private static void sideBySide(List<Supplier<CompletionStage<? extends Outcome<?, ?>>>> acts) {
        var free = new Semaphore(AT_ONCE);
        var faults = new ConcurrentLinkedQueue<String>();
        for (var act : acts) {
            free.acquireUninterruptibly();
            var unused = act.get().whenComplete((outcome, failure) -> {
                if (!(outcome instanceof Outcome.Done)) {
                    faults.add(String.valueOf(failure == null ? outcome : failure));
                }
                free.release();
            });
        }
        free.acquireUninterruptibly(AT_ONCE);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.size() + " were not done, as " + faults.peek());
        }
    }

    @Override
    public long rows() throws SQLException {
        return number("select (select count(*) from event_journal) + (select count(*) from reference)");
    }

    @Override
    public long orders() throws SQLException {
        return number("select count(*) from event_journal where sequence_number = 1 and persistence_id like 'o|%'");
    }

    long number(String query) throws SQLException {
        try (var probe = DatabaseProbe.of(directory)) {
            return probe.number(query);
        }
    }

    @Override
    public List<String> judge(Workload workload) throws SQLException, InterruptedException {
        var verdict = new Reconciliation(node.postgres().url(), List.of(), SETTLE_WITHIN, Duration.ZERO).judge();
        return verdict.findings().stream().map(Finding::toString).limit(SHOWN).toList();
    }

    /** Until the tails of the read models, where it keeps them, have been at the journal's end for a while: lag is seen a second late. */
    @Override
    public void rest() throws InterruptedException {
        long deadline = System.nanoTime() + RESTS_WITHIN.toNanos();
        long laggedLast = System.nanoTime();
        while (keepsLists() && System.nanoTime() - laggedLast < AT_REST.toNanos()) {
            if (lags()) {
                laggedLast = System.nanoTime();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the tails of the journal do not come to its end");
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean keepsLists() {
        return node.node().meters().find(LAG).tag("tail", "orders").gauge() != null;
    }

    private boolean lags() {
        return node.node().meters().find(LAG).gauges().stream().anyMatch(lag -> lag.value() > 0);
    }

    @Override
    public void restart() {
        node.restart();
    }

    /** A node that has only just started may not answer in time; that is no answer, and it is asked again. */
    @Override
    public Set<OrderId> known(List<OrderId> orders) throws InterruptedException {
        var known = ConcurrentHashMap.<OrderId>newKeySet();
        var unsure = Set.copyOf(orders);
        long deadline = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        while (!unsure.isEmpty()) {
            unsure = read(unsure, known);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(unsure.size() + " orders are not told of after a restart");
            }
            Thread.sleep(PAUSE);
        }
        return known;
    }

    /** Adds those that exist to {@code known}, and returns those that may or may not. */
    private Set<OrderId> read(Set<OrderId> orders, Set<OrderId> known) {
        var free = new Semaphore(AT_ONCE);
        var unsure = ConcurrentHashMap.<OrderId>newKeySet();
        for (var id : orders) {
            free.acquireUninterruptibly();
            var unused = node.engine()
                    .order(id, new OrderCommand.Read(), CALLER)
                    .whenComplete((outcome, failure) -> {
                        if (outcome instanceof Outcome.Done) {
                            known.add(id);
                        } else if (!(outcome instanceof Outcome.Refused)) {
                            unsure.add(id);
                        }
                        free.release();
                    });
        }
        free.acquireUninterruptibly(AT_ONCE);
        return unsure;
    }

    @Override
    public void close() {
        node.close();
    }
}
