package sluice.load.jmh;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sluice.account.AccountCommand;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.account.AccountTerms;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.entity.Message;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;

/** A decision and the state after it, with nothing around it: how many claims and pledges stand open must not matter. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RulesBenchmark {

    private static final EntityRules<StockCommand, ?, StockState, ?, ?> STOCK = new StockRules();
    private static final EntityRules<AccountCommand, ?, AccountState, ?, ?> ACCOUNTS = new AccountRules();
    private static final OrderRules ORDERS = new OrderRules();

    /** A SKU and an account with so many open orders, and the next one's id. */
    @State(Scope.Thread)
    public static class Open {

        @Param({"0", "1000", "1000000"})
        public int orders;

        private StockState stock = STOCK.initial("sku");
        private AccountState account = ACCOUNTS.initial("account");
        private int next;

        @Setup(Level.Trial)
        public void fill() {
            stock = after(STOCK, stock, new StockCommand.Define(new SkuDefinition("a SKU", null)));
            stock = after(
                    STOCK, stock, new StockCommand.Receive(Quantity.of(1_000_000_000), new LocationId("main"), null));
            var limit = Money.of(new BigDecimal("1000000000.00"), Samples.EUR);
            account = after(ACCOUNTS, account, new AccountCommand.Define(new AccountTerms("account", limit, 30)));
            for (int i = 0; i < orders; i++) {
                var order = Samples.order(next++);
                stock = after(STOCK, stock, new StockCommand.Claim(order, Quantity.of(1)));
                account = after(ACCOUNTS, account, new AccountCommand.Pledge(order, price()));
            }
        }
    }

    private static Money price() {
        return Money.of(new BigDecimal("19.90"), Samples.EUR);
    }

    private static <C extends Message, E, S> S after(EntityRules<C, E, S, ?, ?> rules, S state, C command) {
        var result = state;
        for (var event : events(rules.decide(state, command, Samples.NOW))) {
            result = rules.apply(result, event, Samples.NOW);
        }
        return result;
    }

    private static <E> List<E> events(Decision<E, ?> decision) {
        return switch (decision) {
            case Decision.Accepted<E, ?>(var events) -> events;
            case Decision.Deferred<E, ?>(var events) -> events;
            case Decision.Rejected<E, ?>(var reason) -> throw new IllegalStateException("refused: " + reason);
        };
    }

    /** Claims one unit and gives it back, so that the number of open claims stays. */
    @Benchmark
    public StockState claimAndRelease(Open open) {
        var order = Samples.order(open.next++);
        var claimed = after(STOCK, open.stock, new StockCommand.Claim(order, Quantity.of(1)));
        open.stock = after(STOCK, claimed, new StockCommand.Release(order));
        return open.stock;
    }

    /** Pledges a price and gives it back. */
    @Benchmark
    public AccountState pledgeAndRelease(Open open) {
        var order = Samples.order(open.next++);
        var pledged = after(ACCOUNTS, open.account, new AccountCommand.Pledge(order, price()));
        open.account = after(ACCOUNTS, pledged, new AccountCommand.Release(order));
        return open.account;
    }

    /** An order of five lines, from its birth to all its goods having left. */
    @Benchmark
    public OrderState confirmAndShip(Births births) {
        var placed = ORDERS.apply(ORDERS.initial("o"), births.placed, Samples.NOW);
        var confirmed = after(ORDERS, placed, new OrderCommand.Confirm());
        return after(ORDERS, confirmed, new OrderCommand.Ship(List.of(), new LocationId("main"), null, null));
    }

    /** A birth of five lines. */
    @State(Scope.Thread)
    public static class Births {
        private final OrderEvent placed = Samples.placed(5);
    }
}
