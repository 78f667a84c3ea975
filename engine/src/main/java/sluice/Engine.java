package sluice;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.journal.TailModel;
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

/**
 * One node's part of the order engine. Every stage completes within the ask timeout; one that fails is a bug, since whatever can
 * go wrong is an {@link Outcome}. Effects are committed to PostgreSQL before they are told.
 */
public interface Engine {

    /** Places an order, or says why not; then nothing of it was written. */
    CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Caller caller);

    /**
     * Places several orders, each by itself: one that is refused spoils no other. An order's number is its name within the call: with
     * the caller's idempotency key it makes the order's own key, which no call of {@link #place} has. Orders that bear one external id
     * go one after the other, so that the second is told what became of the first.
     *
     * @param wanted the orders by their numbers, zero or more
     * @return the outcomes by the orders' numbers, in the order of {@code wanted}
     */
    CompletionStage<Map<Integer, Outcome<Order, PlacementRejection>>> placeAll(
            Map<Integer, WantedOrder> wanted, Caller caller);

    /** Asks the order for its state or a transition; the answer is an {@link Order}. */
    CompletionStage<Outcome<OrderAnswer, OrderRejection>> order(OrderId id, OrderCommand command, Caller caller);

    /** The audit trail of the order, oldest first; empty if there is no such order. */
    CompletionStage<List<OrderHistory>> history(OrderId id);

    /** Asks a SKU; the answer to reads, definitions, receipts and adjustments is a {@link StockAnswer.StockView}. */
    CompletionStage<Outcome<StockAnswer, StockRejection>> sku(SkuId id, StockCommand command, Caller caller);

    /** Asks an account; the answer to reads, definitions and payments is an {@link AccountAnswer.AccountView}. */
    CompletionStage<Outcome<AccountAnswer, AccountRejection>> account(
            AccountId id, AccountCommand command, Caller caller);

    /** Lists of orders, SKUs and accounts, which follow the journal. */
    Lists lists();

    /**
     * Has {@code model} follow the journal from where it was left, by one node of the cluster at a time, each row once, for as long as
     * nodes run that have asked for it.
     *
     * @throws UnsupportedOperationException if this is not the whole engine, but what one caller may see of it
     */
    default void observe(TailModel model, Observing how) {
        throw new UnsupportedOperationException("this is not the whole engine");
    }
}
