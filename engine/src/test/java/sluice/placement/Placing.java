package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer;
import sluice.account.AccountRejection;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.journal.Birth;
import sluice.journal.JournalDatabase.FirstEvent;
import sluice.journal.NamedBirth;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.placement.PlacementStep.Answer;
import sluice.placement.PlacementStep.Append;
import sluice.placement.WantedOrder.WantedLine;
import sluice.stock.SkuDefinition.Price;
import sluice.stock.StockAnswer;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;
import sluice.value.Slot;

/** A placement under test, and the words to speak with it. */
final class Placing {

    static final SkuId TEE = new SkuId("tee");
    static final SkuId HAT = new SkuId("hat");
    static final AccountId ACME = new AccountId("acme");
    static final Currency EUR = Currency.getInstance("EUR");
    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    final WantedOrder wanted;
    final References references;
    final Placement placement;

    Placing(WantedOrder wanted) {
        this(wanted, References.of(wanted, null));
    }

    private Placing(WantedOrder wanted, References references) {
        this.wanted = wanted;
        this.references = references;
        this.placement = new Placement(OrderId.next(new Slot(7)), wanted, references, "kim");
    }

    /** The same under an idempotency key and an external id. */
    Placing named() {
        var withId = new WantedOrder(
                wanted.channel(), wanted.account(), "web-1", null, wanted.currency(), wanted.lines(), Map.of());
        return new Placing(withId, References.of(withId, new Origin.IdempotencyKey("hash", "print")));
    }

    static WantedOrder ofAcme(WantedLine... lines) {
        return new WantedOrder(Channel.API, ACME, null, null, EUR, List.of(lines), Map.of());
    }

    static WantedOrder guest(WantedLine... lines) {
        return new WantedOrder(Channel.API, null, null, null, EUR, List.of(lines), Map.of());
    }

    static WantedLine line(SkuId sku, long units, @Nullable String unitPrice) {
        return new WantedLine(sku, Quantity.of(units), unitPrice == null ? null : new BigDecimal(unitPrice), null);
    }

    static Money eur(long cents) {
        return new Money(cents, EUR);
    }

    static Outcome<StockAnswer, StockRejection> granted() {
        return new Outcome.Done<>(new StockAnswer.ClaimGranted(null), false);
    }

    static Outcome<StockAnswer, StockRejection> grantedAt(String price, Currency currency) {
        return new Outcome.Done<>(new StockAnswer.ClaimGranted(new Price(new BigDecimal(price), currency)), false);
    }

    static Outcome<StockAnswer, StockRejection> shortOf(long requested, long available, long unvouched) {
        return refused(new StockRejection.InsufficientStock(
                Quantity.of(requested), Quantity.of(available), Quantity.of(unvouched)));
    }

    static Outcome<StockAnswer, StockRejection> refused(StockRejection reason) {
        return new Outcome.Refused<>(reason);
    }

    static Outcome<StockAnswer, StockRejection> notDone() {
        return new Outcome.NotDone<>("busy");
    }

    static Outcome<StockAnswer, StockRejection> unknown() {
        return new Outcome.Unknown<>("lost");
    }

    static Outcome<StockAnswer, StockRejection> bug() {
        return new Outcome.KeyReused<>();
    }

    static Outcome<AccountAnswer, AccountRejection> pledged() {
        return new Outcome.Done<>(new AccountAnswer.Ok(), false);
    }

    List<PlacementStep> begin() {
        return placement.begin();
    }

    List<PlacementStep> claim(SkuId sku, Outcome<StockAnswer, StockRejection> outcome) {
        return placement.onClaim(sku, outcome);
    }

    List<PlacementStep> pledge(Outcome<AccountAnswer, AccountRejection> outcome) {
        return placement.onPledge(outcome);
    }

    List<PlacementStep> birth(Birth.Outcome outcome) {
        return placement.onBirth(outcome, AT);
    }

    /** The birth that is the only step. */
    Placed appended(List<PlacementStep> steps) {
        assertEquals(1, steps.size(), steps.toString());
        return assertInstanceOf(Append.class, steps.getFirst()).birth();
    }

    Order placed(List<PlacementStep> steps) {
        var done = assertInstanceOf(Outcome.Done.class, answer(steps));
        assertEquals(false, done.replayed());
        return assertInstanceOf(Order.class, done.answer());
    }

    PlacementRejection refusal(List<PlacementStep> steps) {
        return assertInstanceOf(
                PlacementRejection.class,
                assertInstanceOf(Outcome.Refused.class, answer(steps)).reason());
    }

    void endedNotDone(List<PlacementStep> steps) {
        assertInstanceOf(Outcome.NotDone.class, answer(steps));
        assertTrue(placement.hasEnded());
    }

    private static Outcome<Order, PlacementRejection> answer(List<PlacementStep> steps) {
        return assertInstanceOf(Answer.class, steps.getLast()).outcome();
    }

    /** An order placed before, that {@code reference} names. */
    NamedBirth firstBirth(@Nullable String reference, String fingerprint) {
        if (reference == null) {
            throw new AssertionError("the order has no such reference");
        }
        var order = OrderId.next(new Slot(7));
        var placed = new Placed(
                order,
                wanted.channel(),
                wanted.account(),
                wanted.externalId(),
                null,
                EUR,
                List.of(new OrderEvent.PlacedLine(TEE, Quantity.of(1), BigDecimal.ONE, 100, null)),
                Map.of(),
                "kim");
        var events = new ArrayList<OrderEvent>(List.of(placed));
        var row = new Batch<OrderEvent>(EntityKind.ORDER, AT, List.of(new Batch.Entry<>(Origin.PLACEMENT, events)));
        return new NamedBirth(reference, fingerprint, new FirstEvent(order, row));
    }
}
