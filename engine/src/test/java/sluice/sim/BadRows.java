package sluice.sim;

import static sluice.sim.History.MAIN;
import static sluice.sim.History.NONE;
import static sluice.sim.History.TEE;
import static sluice.sim.History.entry;
import static sluice.sim.History.order;
import static sluice.sim.History.origin;
import static sluice.sim.History.placed;
import static sluice.sim.History.received;
import static sluice.sim.Steps.ONE;
import static sluice.sim.Steps.PAID;
import static sluice.sim.Steps.RECEIVE;
import static sluice.sim.Steps.TEN_EUROS;
import static sluice.sim.Steps.shipPart;

import java.math.BigDecimal;
import java.util.List;
import sluice.account.AccountCommand;
import sluice.entity.Origin;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.Quantity;

/** Histories in which rows are committed that never should be. */
final class BadRows {

    private BadRows() {}

    static List<Bad> all() {
        return List.of(
                new Bad(NoOversell.class, "more is claimed than there is", h -> {
                    h.claim(1, 6);
                    h.claim(2, 5);
                }),
                new Bad(NoOverCredit.class, "more is pledged than the limit", h -> {
                    h.pledge(1, 6_000);
                    h.pledge(2, 4_001);
                }),
                new Bad(SetAsideOnce.class, "one order claims twice", h -> {
                    h.claim(1, 1);
                    h.claim(1, 1);
                }),
                new Bad(PlacedHoldsItsClaims.class, "the pledge is missing", h -> {
                    var attempt = h.place(1, 1, null, null, 3);
                    h.claim(1, 3);
                    h.birth(attempt, 1);
                }),
                new Bad(PlacedHoldsItsClaims.class, "the claim was given back", h -> {
                    var attempt = h.place(1, 1, null, null, 3);
                    h.pledge(1, 3_000);
                    h.birth(attempt, 1);
                }),
                new Bad(PlacedHoldsItsClaims.class, "the total is wrong", h -> {
                    var attempt = h.place(1, 1, null, null, 1);
                    h.claim(1, 1);
                    h.pledge(1, 999);
                    var line = new OrderEvent.PlacedLine(TEE, ONE, new BigDecimal("10.00"), 999, null);
                    h.row("o|" + order(1), entry(origin(attempt), placed(1, null, line)));
                }),
                new Bad(OneEffectPerRequest.class, "a key has two effects", h -> {
                    h.row("s|tee", entry(origin(h.ask(1, 1, "k", RECEIVE)), received(1)));
                    h.row("s|tee", entry(origin(h.ask(1, 2, "k", RECEIVE)), received(1)));
                }),
                new Bad(OneEffectPerRequest.class, "a key places two orders", h -> {
                    h.granted(h.place(1, 1, "k", null, 3), 1);
                    h.granted(h.place(1, 2, "k", null, 3), 2);
                }),
                new Bad(
                        EveryEffectHasACause.class,
                        "nobody asked for goods",
                        h -> h.row("s|tee", entry(NONE, received(1)))),
                new Bad(EveryEffectHasACause.class, "others were asked for", h -> {
                    h.row("s|tee", entry(origin(h.ask(1, 1, null, RECEIVE)), received(2)));
                }),
                new Bad(EveryEffectHasACause.class, "an effect of an event that is not there", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.shipped(1, 2, 3);
                }),
                new Bad(LegalTransitions.class, "an order is delivered that was not shipped", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.change(2, 1, new OrderCommand.Deliver(), new OrderEvent.Delivered());
                }),
                new Bad(LegalTransitions.class, "an order is placed after it was abandoned", h -> {
                    var attempt = h.place(1, 1, null, null, 3);
                    h.claim(1, 3);
                    h.pledge(1, 3_000);
                    h.row("o|" + order(1), entry(Origin.TIMER, new OrderEvent.Abandoned()));
                    h.birth(attempt, 1);
                }),
                new Bad(OneWriterPerRun.class, "a row is missing", h -> {
                    h.row("s|tee", 3, "w", entry(origin(h.ask(1, 1, null, RECEIVE)), received(1)));
                }),
                new Bad(OneWriterPerRun.class, "a writer comes back", h -> {
                    h.row("s|tee", 2, "w", entry(origin(h.ask(1, 1, null, RECEIVE)), received(1)));
                    h.row("s|tee", entry(origin(h.ask(2, 1, null, RECEIVE)), received(1)));
                }),
                new Bad(OneWriterPerRun.class, "a writer writes for two", h -> {
                    var pay = h.ask(1, null, new AccountCommand.ReceivePayment(TEN_EUROS, null));
                    h.row("a|acme", 2, "writer of s|tee", entry(origin(pay), PAID));
                }),
                new Bad(EffectsOnceInOrder.class, "it ships twice", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.shipped(1, 3, 3);
                    var again = new StockEvent.Shipped(order(1), 3, Quantity.of(3), MAIN, 3);
                    h.row("s|tee", entry(Origin.ofOrder(order(1).toString(), 3), again));
                }),
                new Bad(EffectsOnceInOrder.class, "it ships less than was asked", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.shipped(1, 3, 2);
                }),
                new Bad(EffectsOnceInOrder.class, "it invoices too much", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.change(2, 1, new OrderCommand.Confirm(), new OrderEvent.Confirmed());
                    shipPart(h, 3, 1);
                    h.invoiced(1, 3, 2, false);
                }),
                new Bad(EffectsOnceInOrder.class, "the second part goes first", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.change(2, 1, new OrderCommand.Confirm(), new OrderEvent.Confirmed());
                    shipPart(h, 3, 1);
                    shipPart(h, 4, 2);
                    h.shipped(1, 4, 2);
                }),
                new Bad(EffectsOnceInOrder.class, "it is settled before it is done", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.shipped(1, 3, 3);
                    h.settled(1, 3);
                }),
                new Bad(VouchedExists.class, "nobody placed it", h -> {
                    h.claim(1, 3);
                    h.row("s|tee", entry(Origin.PLACEMENT, new StockEvent.Vouched(List.of(order(1)))));
                }),
                new Bad(ReleasedNeverWas.class, "it was placed", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.row("s|tee", entry(Origin.PLACEMENT, new StockEvent.Released(order(1))));
                }),
                new Bad(ReleasedNeverWas.class, "it is placed later", h -> {
                    var attempt = h.place(1, 1, null, null, 3);
                    h.claim(1, 3);
                    h.row("s|tee", entry(Origin.TIMER, new StockEvent.Released(order(1))));
                    h.granted(attempt, 1);
                }));
    }
}
