package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.sim.History.EUR;
import static sluice.sim.History.MAIN;
import static sluice.sim.History.NONE;
import static sluice.sim.History.TEE;
import static sluice.sim.History.TEES;
import static sluice.sim.History.TERMS;
import static sluice.sim.History.entry;
import static sluice.sim.History.order;
import static sluice.sim.History.origin;
import static sluice.sim.History.placed;
import static sluice.sim.History.received;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.account.AccountRules;
import sluice.due.DueChanges;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderStatus;
import sluice.placement.PlacementRejection;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.value.Money;
import sluice.value.Quantity;

/** Each invariant holds in a good history, and is the first to be broken by a bad one. */
class JudgeTest {

    record Story(String name, Consumer<History> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Bad(Class<? extends Invariant> breaks, String name, Consumer<History> told) {
        @Override
        public String toString() {
            return breaks.getSimpleName() + ": " + name;
        }
    }

    private static final Quantity ONE = Quantity.of(1);
    private static final StockCommand RECEIVE = new StockCommand.Receive(ONE, MAIN, null);
    private static final Money TEN_EUROS = new Money(1_000, EUR);
    private static final AccountEvent PAID = new AccountEvent.PaymentReceived(TEN_EUROS, null);

    static List<Story> goodHistories() {
        return List.of(
                new Story("nothing happens", History::quiet),
                new Story("an order lives its whole life", h -> {
                    wholeLife(h);
                    h.quiet();
                }),
                new Story("an order is cancelled", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.change(2, 1, new OrderCommand.Cancel("no"), new OrderEvent.Cancelled("no"));
                    h.row("s|tee", entry(Origin.ofOrder(order(1).toString(), 2), new StockEvent.Freed(order(1), 2)));
                    h.row("a|acme", entry(Origin.ofOrder(order(1).toString(), 2), new AccountEvent.Freed(order(1), 2)));
                    h.settled(1, 2);
                    h.remains.named.put("k|k1", order(1));
                    h.quiet();
                }),
                new Story("a shipment in two parts", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.change(2, 1, new OrderCommand.Confirm(), new OrderEvent.Confirmed());
                    shipPart(h, 3, 1);
                    h.shipped(1, 3, 1);
                    h.invoiced(1, 3, 1, false);
                    shipPart(h, 4, 2);
                    h.settled(1, 3);
                    h.invoiced(1, 4, 2, true);
                    h.shipped(1, 4, 2);
                    h.settled(1, 4);
                    h.remains.named.put("k|k1", order(1));
                    h.quiet();
                }),
                new Story("what nobody placed is released, after it was abandoned", h -> {
                    h.place(1, 1, null, null, 3);
                    h.claim(1, 3);
                    h.row("o|" + order(1), entry(Origin.TIMER, new OrderEvent.Abandoned()));
                    h.row("s|tee", entry(Origin.TIMER, new StockEvent.Released(order(1))));
                    h.quiet();
                }),
                new Story("a retry gets the first answer, and so does one with the external id", h -> {
                    var first = h.place(1, 1, "k1", "x1", 3);
                    var answer = h.granted(first, 1);
                    h.done(h.place(1, 2, "k1", "x1", 3), answer, true);
                    h.done(h.place(2, 1, null, "x1", 3), answer, true);
                    h.remains.named.put("k|k1", order(1));
                    h.remains.named.put("x|API|x1", order(1));
                    h.quiet();
                }),
                new Story("a keyed command that is done twice is done once", h -> {
                    var first = h.ask(1, 1, "k", RECEIVE);
                    h.row("s|tee", entry(origin(first), received(1)));
                    var answer = h.tees();
                    h.row("s|tee", entry(origin(h.ask(2, 1, null, RECEIVE)), received(1)));
                    h.done(h.ask(1, 2, "k", RECEIVE), answer, true);
                }),
                new Story("where nothing has to change, nothing is written", h -> {
                    h.done(h.ask(1, 1, null, new StockCommand.Define(TEES)), h.tees(), false);
                    h.done(h.ask(2, null, new AccountCommand.Define(TERMS)), h.acme(), false);
                }),
                new Story("reads", h -> {
                    wholeLife(h);
                    h.done(h.ask(10, 1, null, new StockCommand.Read()), h.tees(), false);
                    h.done(h.ask(11, null, new AccountCommand.Read()), h.acme(), false);
                    h.done(h.ask(12, null, order(1), new OrderCommand.Read()), h.view(1), false);
                }),
                new Story("a read that is overtaken by a change", h -> {
                    var read = h.ask(1, 1, null, new StockCommand.Read());
                    var before = h.tees();
                    h.placedOrder(2, "k", 3);
                    h.done(read, before, false);
                }),
                new Story("sold out, while it was", h -> {
                    var attempt = h.place(1, 1, "k1", null, 3);
                    h.claim(2, 10);
                    h.row("s|tee", entry(Origin.TIMER, new StockEvent.Released(order(2))));
                    h.refused(attempt, sold(3, 0));
                }),
                new Story("refusals that are true", h -> {
                    h.refused(h.ask(1, 1, null, counted(9)), new StockRejection.CountMoved(10));
                    h.refused(h.ask(2, 1, null, adjusted(-11)), new StockRejection.BelowZero(10));
                    var dollars = new Money(1, java.util.Currency.getInstance("USD"));
                    var payment = new AccountCommand.ReceivePayment(dollars, null);
                    h.refused(h.ask(3, null, payment), new AccountRejection.CurrencyMismatch(EUR));
                    h.placedOrder(4, "k4", 3);
                    h.refused(
                            h.ask(5, null, order(4), new OrderCommand.Deliver()),
                            new OrderRejection.IllegalTransition(
                                    OrderStatus.SUBMITTED, "deliver", List.of("confirm", "cancel")));
                    h.refused(h.ask(6, null, order(7), new OrderCommand.Confirm()), new OrderRejection.NotFound());
                    h.refused(h.place(7, 1, null, null, 8), overLimit(8_000, 3_000));
                }),
                new Story("an entity knows of an order before its rows say so", h -> {
                    h.placedOrder(1, "k1", 3);
                    var rules = new StockRules();
                    var entity = Replayed.of("s|tee", rules, h.rows);
                    rules.apply(entity.state(), new StockEvent.Vouched(List.of(order(1))), Instant.EPOCH);
                    h.judge.recovered("s|tee", entity);
                }));
    }

    private static void wholeLife(History h) {
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

    private static void shipPart(History h, int act, long units) {
        var lines = List.of(new OrderCommand.LineQuantity(1, Quantity.of(units)));
        var shipped = List.of(new OrderEvent.ShippedLine(1, Quantity.of(units)));
        h.change(
                act,
                1,
                new OrderCommand.Ship(lines, null, null, null),
                new OrderEvent.Shipped(shipped, MAIN, null, null));
    }

    private static StockCommand counted(long expected) {
        return new StockCommand.Count(ONE, expected, MAIN, sluice.stock.AdjustmentReason.CYCLE_COUNT);
    }

    private static StockCommand adjusted(long units) {
        return new StockCommand.Adjust(units, MAIN, sluice.stock.AdjustmentReason.LOST);
    }

    private static PlacementRejection sold(long requested, long available) {
        return new PlacementRejection.InsufficientStock(
                List.of(new PlacementRejection.Shortage(TEE, Quantity.of(requested), Quantity.of(available))));
    }

    private static PlacementRejection overLimit(long requested, long exposure) {
        return new PlacementRejection.CreditLimitExceeded(
                new Money(requested, EUR), new Money(10_000, EUR), new Money(exposure, EUR));
    }

    @ParameterizedTest
    @MethodSource("goodHistories")
    void aGoodHistory_breaksNothing(Story story) {
        var history = new History();
        story.told().accept(history);
        assertEquals(List.of(), history.judge.violations());
    }

    static List<Bad> badHistories() {
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
                new Bad(AcknowledgedIsKept.class, "an order is answered that was never written", h -> {
                    var attempt = h.place(1, 1, null, null, 3);
                    var placed = placed(1, null, 3);
                    h.done(attempt, sluice.order.OrderState.order(placed, Instant.EPOCH), false);
                }),
                new Bad(AcknowledgedIsKept.class, "goods that came in were never written", h -> {
                    var attempt = h.ask(1, 1, null, RECEIVE);
                    h.done(attempt, h.tees(), false);
                }),
                new Bad(AcknowledgedIsKept.class, "a key is answered again that was never used", h -> {
                    var attempt = h.ask(1, 1, "k", RECEIVE);
                    h.done(attempt, h.tees(), true);
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
                new Bad(ReplayIsState.class, "an entity forgot a row", h -> {
                    h.row("s|tee", entry(origin(h.ask(1, 1, null, RECEIVE)), received(1)));
                    var rows = List.of(h.rows.getFirst(), h.rows.getFirst());
                    h.judge.recovered("s|tee", Replayed.of("s|tee", new StockRules(), rows));
                }),
                new Bad(ReplayIsState.class, "an entity forgot an answer", h -> {
                    h.row("s|tee", entry(origin(h.ask(1, 1, "k", RECEIVE)), received(1)));
                    var unkeyed = new History();
                    unkeyed.row("s|tee", entry(origin(unkeyed.ask(1, 1, null, RECEIVE)), received(1)));
                    h.judge.recovered("s|tee", Replayed.of("s|tee", new StockRules(), unkeyed.rows));
                }),
                new Bad(ReplayIsState.class, "an entity knows what is not committed", h -> {
                    var rows = List.of(h.rows.getFirst(), h.rows.getFirst());
                    h.remains.inMemory.put("s|tee", Replayed.of("s|tee", new StockRules(), rows));
                    h.quiet();
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
                new Bad(NothingWaits.class, "a claim of nobody", h -> {
                    h.claim(1, 3);
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "an order is due", h -> {
                    h.remains.due.put("o|1", new DueChanges.Entry(1, Instant.EPOCH));
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "effects are unsettled", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.shipped(1, 3, 3);
                    h.invoiced(1, 3, 3, true);
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "a placement is under way", h -> {
                    h.remains.placementsUnderWay.add("1");
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "somebody waits", h -> {
                    h.remains.unanswered.add(h.place(1, 1, null, null, 3));
                    h.quiet();
                }),
                new Bad(BooksAgree.class, "goods were claimed and not shipped", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.invoiced(1, 3, 3, true);
                    h.quiet();
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
                new Bad(ReadsAreCurrent.class, "a read shows what is not committed", h -> {
                    var other = new History();
                    other.row("s|tee", entry(NONE, received(1)));
                    h.done(h.ask(1, 1, null, new StockCommand.Read()), other.tees(), false);
                }),
                new Bad(ReadsAreCurrent.class, "a read is older than what was acknowledged", h -> {
                    var before = h.tees();
                    h.placedOrder(1, "k1", 3);
                    h.done(h.ask(2, 1, null, new StockCommand.Read()), before, false);
                }),
                new Bad(ReferencesNameOrders.class, "a reference of no order", h -> {
                    h.remains.named.put("k|k1", order(1));
                    h.quiet();
                }),
                new Bad(ReferencesNameOrders.class, "an order without its reference", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.quiet();
                }),
                new Bad(TailReadsEachRowOnce.class, "a row is read again", h -> {
                    h.judge.tailed(h.rows);
                    h.judge.tailed(List.of(h.rows.getLast()));
                }),
                new Bad(TailReadsEachRowOnce.class, "a row is never read", h -> {
                    h.judge.tailed(List.of(h.rows.getLast()));
                    h.judge.quiet(h.remains);
                }),
                new Bad(TailReadsEachRowOnce.class, "a row is committed behind the tail", h -> {
                    h.judge.tailed(h.rows);
                    var last = h.rows.getLast();
                    var late = new Row("a|acme", 2, "writer of a|acme", last.offset(), last.batch(), h.nowMicros);
                    h.commit(late);
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
                }),
                new Bad(NobodyFails.class, "an actor throws", h -> {
                    h.judge.failed("s|tee", new IllegalStateException("oversold"));
                }));
    }

    @ParameterizedTest
    @MethodSource("badHistories")
    void aBadHistory_breaksItsInvariant(Bad bad) {
        var history = new History();
        bad.told().accept(history);
        var broken =
                history.judge.violations().stream().map(Violation::invariant).toList();
        assertTrue(broken.contains(bad.breaks().getSimpleName()), () -> "broken: " + history.judge.violations());
    }

    @Test
    void everyInvariant_hasABadHistory_andASentence() {
        var all = new History().judge.invariants();
        var broken = badHistories().stream()
                .map(bad -> bad.breaks().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        var names =
                all.stream().map(one -> one.getClass().getSimpleName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, broken);
        assertEquals(
                all.size(), all.stream().map(Invariant::sentence).distinct().count());
    }

    @Test
    void theJudge_looksNoFurther_afterTheFirstBrokenStep() {
        var history = new History();
        history.claim(1, 11);
        history.claim(2, 11);
        assertEquals(1, history.judge.violations().size());
        assertEquals(1_000_000, history.judge.violations().getFirst().atMicros());
    }
}
