package sluice.sim;

import static sluice.sim.History.NONE;
import static sluice.sim.History.TEE;
import static sluice.sim.History.entry;
import static sluice.sim.History.order;
import static sluice.sim.History.origin;
import static sluice.sim.History.placed;
import static sluice.sim.History.received;
import static sluice.sim.Steps.RECEIVE;
import static sluice.sim.Steps.counted;
import static sluice.sim.Steps.overLimit;
import static sluice.sim.Steps.sold;

import java.time.Instant;
import java.util.List;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.order.OrderState;
import sluice.placement.PlacementRejection;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;

/** Histories in which clients are told what is not so. */
final class BadAnswers {

    private BadAnswers() {}

    static List<Bad> all() {
        return List.of(
                new Bad(AcknowledgedIsKept.class, "an order is answered that was never written", h -> {
                    var attempt = h.place(1, 1, null, null, 3);
                    var placed = placed(1, null, 3);
                    h.done(attempt, OrderState.order(placed, Instant.EPOCH), false);
                }),
                new Bad(AcknowledgedIsKept.class, "goods that came in were never written", h -> {
                    var attempt = h.ask(1, 1, null, RECEIVE);
                    h.done(attempt, h.tees(), false);
                }),
                new Bad(AcknowledgedIsKept.class, "a key is answered again that was never used", h -> {
                    var attempt = h.ask(1, 1, "k", RECEIVE);
                    h.done(attempt, h.tees(), true);
                }),
                new Bad(RetryGetsFirstAnswer.class, "two orders under one key", h -> {
                    var first = h.place(1, 1, "k", null, 1);
                    h.done(first, h.granted(first, 1), false);
                    var other = h.place(2, 1, null, null, 1);
                    h.done(h.place(1, 2, "k", null, 1), h.granted(other, 2), true);
                }),
                new Bad(RefusedMeansNothing.class, "it is done after it was not done", h -> {
                    var attempt = h.ask(1, 1, null, RECEIVE);
                    h.answered(attempt, new Outcome.NotDone<>("busy"));
                    h.row("s|tee", entry(origin(attempt), received(1)));
                }),
                new Bad(RefusedMeansNothing.class, "it was done before it is not done", h -> {
                    var attempt = h.ask(1, 1, null, RECEIVE);
                    h.row("s|tee", entry(origin(attempt), received(1)));
                    h.answered(attempt, new Outcome.NotDone<>("busy"));
                }),
                new Bad(PlacementRefusalIsJustified.class, "there was enough", h -> {
                    h.refused(h.place(1, 1, null, null, 3), sold(3, 2));
                }),
                new Bad(PlacementRefusalIsJustified.class, "it had been sold out long before", h -> {
                    h.claim(2, 10);
                    h.row("s|tee", entry(Origin.TIMER, new StockEvent.Released(order(2))));
                    h.refused(h.place(1, 1, null, null, 3), sold(3, 0));
                }),
                new Bad(PlacementRefusalIsJustified.class, "the credit would do", h -> {
                    h.refused(h.place(1, 1, null, null, 3), overLimit(3_000, 9_000));
                }),
                new Bad(PlacementRefusalIsJustified.class, "the SKU is known", h -> {
                    h.refused(h.place(1, 1, null, null, 3), new PlacementRejection.UnknownSkus(List.of(TEE)));
                }),
                new Bad(OrderRefusalIsJustified.class, "it is there and not found", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.refused(h.ask(2, null, order(1), new OrderCommand.Read()), new OrderRejection.NotFound());
                }),
                new Bad(StockRefusalIsJustified.class, "the count is right", h -> {
                    h.refused(h.ask(1, 1, null, counted(10)), new StockRejection.CountMoved(9));
                }),
                new Bad(AccountRefusalIsJustified.class, "the account is open", h -> {
                    h.refused(h.ask(1, null, new AccountCommand.Read()), new AccountRejection.UnknownAccount());
                }),
                new Bad(MismatchIsTrue.class, "the key was used once", h -> {
                    h.answered(h.ask(1, 1, "k", RECEIVE), new Outcome.KeyReused<>());
                }),
                new Bad(NoRefusalOfAPlacedOrder.class, "a retry is told that it is sold out", h -> {
                    h.granted(h.place(1, 1, "k", null, 10), 1);
                    h.refused(h.place(1, 2, "k", null, 10), sold(10, 0));
                }),
                new Bad(NoRefusalOfAPlacedOrder.class, "the first request is carried out after all", h -> {
                    var first = h.place(1, 1, "k", null, 8);
                    h.nowMicros += 13_000_000;
                    h.claim(2, 3);
                    h.refused(h.place(1, 2, "k", null, 8), sold(8, 7));
                    h.row("s|tee", entry(Origin.TIMER, new StockEvent.Released(order(2))));
                    h.granted(first, 1);
                }),
                new Bad(ReadsAreCurrent.class, "a read shows what is not committed", h -> {
                    var other = new History();
                    other.row("s|tee", entry(NONE, received(1)));
                    h.done(h.ask(1, 1, null, new StockCommand.Read()), other.tees(), false);
                }),
                new Bad(ReadsAreCurrent.class, "a read is older than what was acknowledged", h -> {
                    var before = h.tees();
                    h.placedOrder(1, "k1", 3);
                    h.done(h.ask(2, 1, null, new StockCommand.Read()), before, false);
                }));
    }
}
