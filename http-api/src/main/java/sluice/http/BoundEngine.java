package sluice.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.key.ApiKey;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderHistory;
import sluice.order.OrderRejection;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;
import sluice.readmodel.Lists;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;

/**
 * The engine as a key sees it that is bound to an account, a channel, or both. What is another account's, or nobody's, is answered as
 * what does not exist, on the same way and before anything else is looked at: an order's account is read first and never changes,
 * so nothing that is asked of a foreign order reaches it, nor its version or idempotency keys an answer.
 */
final class BoundEngine implements Engine {

    private final Engine engine;
    private final ApiKey key;

    BoundEngine(Engine engine, ApiKey key) {
        this.engine = engine;
        this.key = key;
    }

    @Override
    public CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Caller caller) {
        requireChannel(wanted);
        return key.sees(Optional.ofNullable(wanted.account()))
                ? engine.place(wanted, caller)
                : CompletableFuture.completedStage(noAccount());
    }

    @Override
    public CompletionStage<Map<Integer, Outcome<Order, PlacementRejection>>> placeAll(
            Map<Integer, WantedOrder> wanted, Caller caller) {
        var own = new LinkedHashMap<Integer, WantedOrder>();
        wanted.forEach((number, order) -> {
            requireChannel(order);
            if (key.sees(Optional.ofNullable(order.account()))) {
                own.put(number, order);
            }
        });
        return engine.placeAll(own, caller).thenApply(placed -> {
            var outcomes = new LinkedHashMap<Integer, Outcome<Order, PlacementRejection>>();
            wanted.keySet().forEach(number -> {
                var outcome = placed.get(number);
                outcomes.put(number, outcome == null ? noAccount() : outcome);
            });
            return outcomes;
        });
    }

    /** Routes have refused it already, naming the place; here it would be a fault of theirs. */
    private void requireChannel(WantedOrder wanted) {
        if (key.channel() != null && key.channel() != wanted.channel()) {
            throw new IllegalStateException("an order through " + wanted.channel() + " of a key for " + key.channel());
        }
    }

    @Override
    public CompletionStage<Outcome<OrderAnswer, OrderRejection>> order(
            OrderId id, OrderCommand command, Caller caller) {
        if (key.account() == null) {
            return engine.order(id, command, caller);
        }
        var reader = new Caller(caller.keyId(), caller.contact(), caller.requestId(), null, null);
        return engine.order(id, new OrderCommand.Read(), reader).thenCompose(read -> {
            if (!(read instanceof Outcome.Done<OrderAnswer, OrderRejection>(Order order, var replayed))) {
                return CompletableFuture.completedStage(read); // there is none, or nobody can say
            }
            if (!key.sees(Optional.ofNullable(order.account()))) {
                return CompletableFuture.completedStage(new Outcome.Refused<>(new OrderRejection.NotFound()));
            }
            return command instanceof OrderCommand.Read
                    ? CompletableFuture.completedStage(read)
                    : engine.order(id, command, caller);
        });
    }

    @Override
    public CompletionStage<List<OrderHistory>> history(OrderId id) {
        return engine.history(id).thenApply(history -> isVisible(history) ? history : List.of());
    }

    /** By the birth, with which every history begins. */
    private boolean isVisible(List<OrderHistory> history) {
        return key.account() == null
                || (!history.isEmpty()
                        && history.getFirst().event() instanceof OrderEvent.Placed placed
                        && key.sees(Optional.ofNullable(placed.account())));
    }

    /** SKUs are everybody's to see, and nobody's to change who is bound to an account. */
    @Override
    public CompletionStage<Outcome<StockAnswer, StockRejection>> sku(SkuId id, StockCommand command, Caller caller) {
        if (key.account() != null && !(command instanceof StockCommand.Read)) {
            throw new IllegalStateException("a key bound to an account asks a SKU for " + command);
        }
        return engine.sku(id, command, caller);
    }

    @Override
    public CompletionStage<Outcome<AccountAnswer, AccountRejection>> account(
            AccountId id, AccountCommand command, Caller caller) {
        return key.sees(Optional.of(id))
                ? engine.account(id, command, caller)
                : CompletableFuture.completedStage(new Outcome.Refused<>(new AccountRejection.UnknownAccount()));
    }

    @Override
    public Lists lists() {
        return key.account() == null ? engine.lists() : new BoundLists(engine.lists(), key.account());
    }

    private static Outcome<Order, PlacementRejection> noAccount() {
        return new Outcome.Refused<>(new PlacementRejection.UnknownAccount());
    }
}
