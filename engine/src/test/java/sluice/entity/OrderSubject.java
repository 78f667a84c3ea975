package sluice.entity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import sluice.account.AccountAnswer;
import sluice.account.AccountRejection;
import sluice.order.Channel;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderCommand.LineQuantity;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.PlacedLine;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.order.Settling;
import sluice.stock.StockAnswer;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** An order that is shipped piece by piece; or one that was never placed, after which stock and account ask. */
final class OrderSubject extends Subject<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> {

    private static final Duration SETTLE_RETRY = Duration.ofMillis(10);

    private final OrderId order;
    private final boolean placed;
    private final SplittableRandom whims;

    /** @param whims when stock and account answer what the order asks of them */
    OrderSubject(OrderId order, boolean placed, SplittableRandom whims) {
        super(EntityKind.ORDER, order.toString(), new OrderRules());
        this.order = order;
        this.placed = placed;
        this.whims = whims;
    }

    @Override
    List<OrderEvent> past() {
        return placed
                ? List.of(
                        new OrderEvent.Placed(
                                order,
                                Channel.API,
                                new AccountId("acme"),
                                "web-991",
                                null,
                                Currency.getInstance("EUR"),
                                List.of(line("tee"), line("hat")),
                                Map.of(),
                                "kim"),
                        new OrderEvent.Confirmed())
                : List.of();
    }

    private static PlacedLine line(String sku) {
        return new PlacedLine(new SkuId(sku), Quantity.of(10_000), new BigDecimal("0.10"), 100_000, null);
    }

    @Override
    Wanted<OrderCommand> next(SplittableRandom random, int number) {
        if (!placed) {
            return switch (random.nextInt(3)) {
                case 0 -> Wanted.withoutEffect(read());
                case 1 -> Wanted.withoutEffect(new OrderCommand.Confirm());
                default -> Wanted.repeatable(new OrderCommand.DoesExist(), List.of("abandoned"), () -> {});
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> Wanted.withoutEffect(read());
            case 1 -> Wanted.withoutEffect(new OrderCommand.DoesExist());
            case 2 -> Wanted.withoutEffect(new OrderCommand.Deliver()); // too early
            case 3 -> ship(20_000, number);
            default -> ship(1 + random.nextInt(3), number);
        };
    }

    private static Wanted<OrderCommand> ship(int units, int number) {
        var lines = List.of(new LineQuantity(1 + number % 2, Quantity.of(units)));
        return Wanted.visible(
                new OrderCommand.Ship(lines, new LocationId("main"), null, "n" + number), "ship n" + number);
    }

    @Override
    OrderCommand read() {
        return new OrderCommand.Read();
    }

    @Override
    Stream<String> marksOf(OrderEvent event) {
        return switch (event) {
            case OrderEvent.Placed once -> Stream.of("placed");
            case OrderEvent.Abandoned once -> Stream.of("abandoned");
            case OrderEvent.Confirmed once -> Stream.of("confirmed");
            case OrderEvent.Released once -> Stream.of("released");
            case OrderEvent.Shipped shipped -> Stream.of("ship " + shipped.trackingNumber());
            case OrderEvent.Delivered once -> Stream.of("delivered");
            case OrderEvent.Cancelled once -> Stream.of("cancelled");
            case OrderEvent.Settled(var effect) -> Stream.of("settled " + effect);
        };
    }

    @Override
    String hash(OrderState state) {
        return state.toString();
    }

    @Override
    boolean isVisible(OrderState state) {
        return state.order() != null;
    }

    @Override
    boolean isSettled(OrderState state) {
        return state.unsettled().isEmpty();
    }

    @Override
    Aftercare<OrderCommand, OrderState> aftercare() {
        return new Settling(
                order,
                (sku, command, origin, version) -> CompletableFuture.supplyAsync(
                        () -> this.<StockAnswer, StockRejection>whim(new StockAnswer.Ok())),
                (account, command, origin, version) -> CompletableFuture.supplyAsync(
                        () -> this.<AccountAnswer, AccountRejection>whim(new AccountAnswer.Ok())),
                SETTLE_RETRY);
    }

    private synchronized <A extends Message, R extends Message> Outcome<A, R> whim(A done) {
        return switch (whims.nextInt(6)) {
            case 0 -> new Outcome.Unknown<>("a whim");
            case 1 -> new Outcome.NotDone<>("a whim");
            default -> new Outcome.Done<>(done, false);
        };
    }
}
