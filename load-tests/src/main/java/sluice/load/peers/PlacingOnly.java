package sluice.load.peers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
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

/** An engine that places orders and can do nothing else: all that an opponent is measured at. */
interface PlacingOnly extends Engine, AutoCloseable {

    /** Each in a transaction of its own, as many at once as there are connections. */
    @Override
    default CompletionStage<Map<Integer, Outcome<Order, PlacementRejection>>> placeAll(
            Map<Integer, WantedOrder> wanted, Caller caller) {
        var answers = new LinkedHashMap<Integer, CompletableFuture<Outcome<Order, PlacementRejection>>>();
        wanted.forEach(
                (number, order) -> answers.put(number, place(order, caller).toCompletableFuture()));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    var outcomes = new LinkedHashMap<Integer, Outcome<Order, PlacementRejection>>();
                    answers.forEach((number, answer) -> outcomes.put(number, answer.join()));
                    return outcomes;
                });
    }

    @Override
    default CompletionStage<Outcome<OrderAnswer, OrderRejection>> order(
            OrderId id, OrderCommand command, Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CompletionStage<List<OrderHistory>> history(OrderId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CompletionStage<Outcome<StockAnswer, StockRejection>> sku(SkuId id, StockCommand command, Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CompletionStage<Outcome<AccountAnswer, AccountRejection>> account(
            AccountId id, AccountCommand command, Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Lists lists() {
        throw new UnsupportedOperationException();
    }

    /** Ends its threads and connections. Nothing is placed any more. */
    @Override
    void close();
}
