package sluice.sim;

import static sluice.sim.History.EUR;
import static sluice.sim.History.MAIN;
import static sluice.sim.History.TEE;
import static sluice.sim.History.entry;
import static sluice.sim.History.order;
import static sluice.sim.History.origin;

import java.util.List;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRules;
import sluice.entity.Origin;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.placement.PlacementRejection;
import sluice.stock.AdjustmentReason;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRules;
import sluice.value.Money;
import sluice.value.Quantity;

/** What histories have in common. */
final class Steps {

    static final Quantity ONE = Quantity.of(1);
    static final StockCommand RECEIVE = new StockCommand.Receive(ONE, MAIN, null);
    static final Money TEN_EUROS = new Money(1_000, EUR);
    static final AccountEvent PAID = new AccountEvent.PaymentReceived(TEN_EUROS, null);

    private Steps() {}

    /** Order 1, from its placement until it is delivered; and ten euros of what it costs are paid. */
    static void wholeLife(History h) {
        h.placedOrder(1, "k1", 3);
        h.row("s|tee", entry(Origin.PLACEMENT, new StockEvent.Vouched(List.of(order(1)))));
        h.row("a|acme", entry(Origin.PLACEMENT, new AccountEvent.Vouched(List.of(order(1)))));
        h.ship(2, 1, 3);
        h.shipped(1, 3, 3);
        h.invoiced(1, 3, 3, true);
        h.settled(1, 3);
        h.change(4, 1, new OrderCommand.Deliver(), new OrderEvent.Delivered());
        var payment = h.ask(5, "pay", new AccountCommand.ReceivePayment(TEN_EUROS, null));
        h.row("a|acme", entry(origin(payment), PAID));
        h.done(payment, h.acme(), false);
        h.remains.named.put("k|k1", order(1));
        h.judge.recovered("s|tee", Replayed.of("s|tee", new StockRules(), h.rows));
        h.remains.inMemory.put("a|acme", Replayed.of("a|acme", new AccountRules(), h.rows));
    }

    static void shipPart(History h, int act, long units) {
        var lines = List.of(new OrderCommand.LineQuantity(1, Quantity.of(units)));
        var shipped = List.of(new OrderEvent.ShippedLine(1, Quantity.of(units)));
        h.change(
                act,
                1,
                new OrderCommand.Ship(lines, null, null, null),
                new OrderEvent.Shipped(shipped, MAIN, null, null));
    }

    static StockCommand counted(long expected) {
        return new StockCommand.Count(ONE, expected, MAIN, AdjustmentReason.CYCLE_COUNT);
    }

    static StockCommand adjusted(long units) {
        return new StockCommand.Adjust(units, MAIN, AdjustmentReason.LOST);
    }

    static PlacementRejection sold(long requested, long available) {
        return new PlacementRejection.InsufficientStock(
                List.of(new PlacementRejection.Shortage(TEE, Quantity.of(requested), Quantity.of(available))));
    }

    static PlacementRejection overLimit(long requested, long exposure) {
        return new PlacementRejection.CreditLimitExceeded(
                new Money(requested, EUR), new Money(10_000, EUR), new Money(exposure, EUR));
    }
}
