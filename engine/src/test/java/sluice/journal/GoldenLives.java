package sluice.journal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sluice.account.AccountEvent;
import sluice.account.AccountTerms;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.order.Channel;
import sluice.order.OrderEvent;
import sluice.stock.AdjustmentReason;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** One scripted life of each kind, a row an event, in which every event occurs. New events are added at the end. */
final class GoldenLives {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final LocationId MAIN = new LocationId("main");
    private static final OrderId FIRST = order(1);
    private static final OrderId SECOND = order(2);
    private static final OrderId THIRD = order(3);

    private GoldenLives() {}

    static List<Batch<StockEvent>> stock() {
        return rows(
                EntityKind.STOCK,
                List.of(
                        new StockEvent.Defined(new SkuDefinition(
                                "Tee, black, Größe M", new SkuDefinition.Price(new BigDecimal("19.900000"), EUR))),
                        new StockEvent.Received(Quantity.of(10), MAIN, "delivery 4711"),
                        new StockEvent.Received(Quantity.of(5), new LocationId("shop"), null),
                        new StockEvent.Adjusted(-1, MAIN, AdjustmentReason.SHRINKAGE),
                        new StockEvent.Claimed(FIRST, Quantity.of(3)),
                        new StockEvent.Claimed(SECOND, Quantity.of(2)),
                        new StockEvent.Claimed(THIRD, Quantity.of(1)),
                        new StockEvent.Released(THIRD),
                        new StockEvent.Vouched(List.of(FIRST, SECOND)),
                        new StockEvent.Shipped(FIRST, 3, Quantity.of(2), MAIN, 0),
                        new StockEvent.Shipped(THIRD, 2, Quantity.of(1), MAIN, 1),
                        new StockEvent.Freed(SECOND, 2),
                        new StockEvent.Claimed(order(4), Quantity.of(4))));
    }

    static List<Batch<AccountEvent>> account() {
        return rows(
                EntityKind.ACCOUNT,
                List.of(
                        new AccountEvent.Defined(new AccountTerms("Acme", new Money(1_000_000, EUR), 30)),
                        new AccountEvent.Pledged(FIRST, 10_000),
                        new AccountEvent.Pledged(SECOND, 5_000),
                        new AccountEvent.Pledged(THIRD, 1),
                        new AccountEvent.Released(THIRD),
                        new AccountEvent.Vouched(List.of(FIRST, SECOND)),
                        new AccountEvent.Invoiced(FIRST, 3, 4_000, false, 0),
                        new AccountEvent.Invoiced(FIRST, 4, 6_001, true, 1),
                        new AccountEvent.Freed(SECOND, 2),
                        new AccountEvent.PaymentReceived(new Money(5_000, EUR), "transfer 1"),
                        new AccountEvent.PaymentReceived(new Money(1, EUR), null),
                        new AccountEvent.Pledged(order(4), 2_500)));
    }

    static List<Batch<OrderEvent>> order() {
        return rows(
                EntityKind.ORDER,
                List.of(
                        new OrderEvent.Placed(
                                FIRST,
                                Channel.API,
                                new AccountId("acme"),
                                "web-991",
                                "PO 7",
                                EUR,
                                List.of(
                                        new OrderEvent.PlacedLine(
                                                new SkuId("tee-black-m"),
                                                Quantity.of(3),
                                                new BigDecimal("19.90"),
                                                59_70,
                                                "with a print"),
                                        new OrderEvent.PlacedLine(
                                                new SkuId("hat"), Quantity.of(2), new BigDecimal("0.005"), 1, null)),
                                Map.of("campaign", "winter"),
                                "key-1"),
                        new OrderEvent.Confirmed(),
                        new OrderEvent.Released(MAIN),
                        new OrderEvent.Shipped(
                                List.of(new OrderEvent.ShippedLine(1, Quantity.of(2))), MAIN, "DHL", "00340"),
                        new OrderEvent.Settled(4),
                        new OrderEvent.Shipped(
                                List.of(
                                        new OrderEvent.ShippedLine(1, Quantity.of(1)),
                                        new OrderEvent.ShippedLine(2, Quantity.of(2))),
                                new LocationId("shop"),
                                null,
                                null),
                        new OrderEvent.Delivered()));
    }

    /** An order that was cancelled: what the other life has no room for. */
    static List<Batch<OrderEvent>> cancelledOrder() {
        return rows(
                EntityKind.ORDER,
                List.of(
                        new OrderEvent.Placed(
                                SECOND,
                                Channel.PORTAL,
                                null,
                                null,
                                null,
                                EUR,
                                List.of(new OrderEvent.PlacedLine(
                                        new SkuId("hat"), Quantity.of(1), new BigDecimal("7"), 7_00, null)),
                                Map.of(),
                                "key-1"),
                        new OrderEvent.Cancelled("out of fashion")));
    }

    /** An order that never was. */
    static List<Batch<OrderEvent>> abandonedOrder() {
        var events = new ArrayList<OrderEvent>(List.of(new OrderEvent.Abandoned()));
        return List.of(new Batch<>(EntityKind.ORDER, START, List.of(new Batch.Entry<>(Origin.TIMER, events))));
    }

    /** What a person did through a key that is bound to one. */
    static Batch<OrderEvent> byAPerson() {
        var events = new ArrayList<OrderEvent>(List.of(new OrderEvent.Confirmed()));
        var origin = new Origin("key-1", "kim", null, "r-1", null, null);
        return new Batch<>(EntityKind.ORDER, START, List.of(new Batch.Entry<>(origin, events)));
    }

    static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
    }

    /** Each event in a row of its own, an hour apart, from all kinds of origin. */
    private static <E> List<Batch<E>> rows(EntityKind kind, List<E> events) {
        var origins = List.of(
                new Origin(
                        "key-1",
                        null,
                        "API",
                        "r-1",
                        null,
                        new Origin.IdempotencyKey("hash-of-22-characters0", "print-of-22-characters")),
                Origin.PLACEMENT,
                Origin.ofOrder(FIRST.toString(), 3));
        var rows = new ArrayList<Batch<E>>();
        for (var event : events) {
            int row = rows.size();
            var inOneRow = new ArrayList<E>(List.of(event));
            rows.add(new Batch<>(
                    kind,
                    START.plus(Duration.ofHours(row)),
                    List.of(new Batch.Entry<>(origins.get(row % origins.size()), inOneRow))));
        }
        return rows;
    }
}
