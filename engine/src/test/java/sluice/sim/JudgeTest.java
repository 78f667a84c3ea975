package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.sim.History.EUR;
import static sluice.sim.History.TEES;
import static sluice.sim.History.TERMS;
import static sluice.sim.History.entry;
import static sluice.sim.History.order;
import static sluice.sim.History.origin;
import static sluice.sim.History.received;
import static sluice.sim.Steps.RECEIVE;
import static sluice.sim.Steps.adjusted;
import static sluice.sim.Steps.counted;
import static sluice.sim.Steps.overLimit;
import static sluice.sim.Steps.shipPart;
import static sluice.sim.Steps.sold;
import static sluice.sim.Steps.wholeLife;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.entity.Origin;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderStatus;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.value.Money;

/** Each invariant holds in good histories, and is broken by a bad one. */
class JudgeTest {

    record Story(String name, Consumer<History> told) {
        @Override
        public String toString() {
            return name;
        }
    }

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
                    var dollars = new Money(1, Currency.getInstance("USD"));
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

    static List<Bad> badHistories() {
        return Stream.of(BadRows.all(), BadAnswers.all(), BadEndings.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goodHistories")
    void aGoodHistory_breaksNothing(Story story) {
        var history = new History();
        story.told().accept(history);
        assertEquals(List.of(), history.judge.violations());
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
