package sluice.load.capacity;

import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountCommand;
import sluice.account.AccountTerms;
import sluice.entity.Message;
import sluice.entity.Outcome;
import sluice.load.target.NodeInProcess;
import sluice.node.Node;
import sluice.order.Channel;
import sluice.placement.WantedOrder;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** An engine in this process on a database of its own, kept busy with a fixed number of requests in flight. */
final class InProcess implements AutoCloseable {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final BigDecimal PRICE = new BigDecimal("19.90");
    private static final Caller CALLER = Caller.of("load");
    private static final int PREPARED_AT_ONCE = 64;
    private static final int ATTEMPTS = 100;
    private static final long BETWEEN_ATTEMPTS_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NodeInProcess node;
    private final int inFlight;

    private InProcess(NodeInProcess node, int inFlight) {
        this.node = node;
        this.inFlight = inFlight;
    }

    /**
     * Starts it.
     *
     * @param inFlight requests that wait for their answers at any moment
     * @param settings in HOCON, which win over a node's usual ones
     */
    static InProcess start(Path dataDirectory, int inFlight, String settings) {
        return new InProcess(NodeInProcess.start(dataDirectory, ConfigFactory.parseString(settings)), inFlight);
    }

    Engine engine() {
        return node.engine();
    }

    Node node() {
        return node.node();
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(databaseUrl());
    }

    /** Of JDBC. */
    String databaseUrl() {
        return node.postgres().url();
    }

    /** Processor time so far. */
    CpuTimes cpu() {
        return CpuTimes.inProcess(node.postgres());
    }

    /** Defines SKUs by number and receives {@code units} of each. */
    void skus(IntFunction<String> names, int count, long units) throws InterruptedException {
        var definition = new StockCommand.Define(new SkuDefinition("a SKU", null));
        prepare(count, i -> engine().sku(sku(names, i), definition, CALLER));
        if (units > 0) {
            var receipt = new StockCommand.Receive(Quantity.of(units), new LocationId("main"), null);
            prepare(count, i -> engine().sku(sku(names, i), receipt, CALLER.withIdempotencyKey("the receipt")));
        }
    }

    private static SkuId sku(IntFunction<String> names, long number) {
        return new SkuId(names.apply((int) number));
    }

    /** Opens accounts by number, with a limit that nothing here reaches. */
    void accounts(IntFunction<String> names, int count) throws InterruptedException {
        var terms = new AccountTerms("an account", Money.of(new BigDecimal("1000000000.00"), EUR), 30);
        prepare(
                count,
                i -> engine().account(new AccountId(names.apply((int) i)), new AccountCommand.Define(terms), CALLER));
    }

    /** An order of one unit. */
    static WantedOrder order(String sku, @Nullable String account) {
        return new WantedOrder(
                Channel.API,
                account == null ? null : new AccountId(account),
                null,
                null,
                EUR,
                List.of(new WantedOrder.WantedLine(new SkuId(sku), Quantity.of(1), PRICE, null)),
                Map.of());
    }

    /** Places orders for {@code time}, each under a key that begins with {@code keys} unless that is null; returns how many a second were accepted. */
    double place(LongFunction<WantedOrder> orders, @Nullable String keys, Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        long until = begun + time.toNanos();
        long placed = each(
                inFlight,
                number -> System.nanoTime() < until,
                number -> insist(
                        number,
                        each -> engine().place(
                                        orders.apply(each),
                                        keys == null ? CALLER : CALLER.withIdempotencyKey(keys + each)),
                        keys != null,
                        ATTEMPTS));
        return placed / ((System.nanoTime() - begun) / 1e9);
    }

    /** Does {@code count} things that may be done again, few at a time: a cold engine is slow. Each must succeed in the end. */
    private <A extends Message, R extends Message> void prepare(
            long count, LongFunction<CompletionStage<Outcome<A, R>>> act) throws InterruptedException {
        each(
                Math.min(inFlight, PREPARED_AT_ONCE),
                number -> number < count,
                number -> insist(number, act, true, ATTEMPTS));
    }

    /** Asks again after a while where nothing was done, and where that is not known but does no harm to ask. */
    private static <A extends Message, R extends Message> CompletionStage<Outcome<A, R>> insist(
            long number, LongFunction<CompletionStage<Outcome<A, R>>> act, boolean alsoUnknown, int attempts) {
        return act.apply(number).thenCompose(outcome -> {
            boolean again = outcome instanceof Outcome.NotDone<A, R>
                    || (alsoUnknown && outcome instanceof Outcome.Unknown<A, R>);
            return attempts > 1 && again
                    ? CompletableFuture.supplyAsync(
                                    () -> insist(number, act, alsoUnknown, attempts - 1),
                                    CompletableFuture.delayedExecutor(BETWEEN_ATTEMPTS_MILLIS, TimeUnit.MILLISECONDS))
                            .thenCompose(asked -> asked)
                    : CompletableFuture.completedStage(outcome);
        });
    }

    /**
     * Does {@code count} things; each must succeed, but a node whose whole heap was just collected takes nothing until it has
     * confirmed that it is still a member.
     */
    <A extends Message, R extends Message> void all(long count, LongFunction<CompletionStage<Outcome<A, R>>> act)
            throws InterruptedException {
        each(inFlight, number -> number < count, number -> insist(number, act, false, ATTEMPTS));
    }

    /** Does things by number, {@code atOnce} at a time, as long as {@code more}; returns how many. */
    private <A extends Message, R extends Message> long each(
            int atOnce, LongPredicate more, LongFunction<CompletionStage<Outcome<A, R>>> act)
            throws InterruptedException {
        var places = new Semaphore(atOnce);
        var done = new LongAdder();
        var wrong = new AtomicReference<@Nullable Object>();
        for (long number = 0; more.test(number) && wrong.get() == null; number++) {
            if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the engine answers no more");
            }
            var unused = act.apply(number).whenComplete((outcome, failure) -> {
                if (outcome instanceof Outcome.Done<A, R>) {
                    done.increment();
                } else {
                    wrong.compareAndSet(null, failure == null ? outcome : failure);
                }
                places.release();
            });
        }
        if (!places.tryAcquire(atOnce, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the engine answers no more");
        }
        if (wrong.get() != null) {
            throw new IllegalStateException("the engine answered " + wrong.get());
        }
        return done.sum();
    }

    @Override
    public void close() {
        node.close();
    }
}
