package sluice.load.jmh;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sluice.account.AccountEvent;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.order.Channel;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;
import sluice.value.Slot;

/** Rows as the journal gets them. */
final class Samples {

    static final Currency EUR = Currency.getInstance("EUR");
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private Samples() {}

    static OrderId order(int number) {
        return OrderId.next(new Slot(number % Slot.COUNT));
    }

    static OrderEvent.Placed placed(int lines) {
        return new OrderEvent.Placed(
                order(1),
                Channel.API,
                new AccountId("account-4711"),
                null,
                null,
                EUR,
                IntStream.range(0, lines)
                        .mapToObj(line -> new OrderEvent.PlacedLine(
                                new SkuId("sku-" + line), Quantity.of(2), new BigDecimal("19.90"), 3980, null))
                        .toList(),
                Map.of(),
                "load");
    }

    static Batch<OrderEvent> birth(int lines) {
        return new Batch<>(EntityKind.ORDER, NOW, List.of(entry(List.of(placed(lines)))));
    }

    static Batch<StockEvent> claims(int count) {
        List<StockEvent> events = IntStream.range(0, count)
                .<StockEvent>mapToObj(number -> new StockEvent.Claimed(order(number), Quantity.of(1)))
                .toList();
        return new Batch<>(EntityKind.STOCK, NOW, List.of(entry(events)));
    }

    static Batch<AccountEvent> pledges(int count) {
        List<AccountEvent> events = IntStream.range(0, count)
                .<AccountEvent>mapToObj(number -> new AccountEvent.Pledged(order(number), 3980))
                .toList();
        return new Batch<>(EntityKind.ACCOUNT, NOW, List.of(entry(events)));
    }

    private static <E> Batch.Entry<E> entry(List<E> events) {
        return new Batch.Entry<>(Origin.PLACEMENT, events);
    }
}
