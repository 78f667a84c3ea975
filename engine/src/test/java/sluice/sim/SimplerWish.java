package sluice.sim;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.order.OrderCommand;
import sluice.order.OrderCommand.LineQuantity;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.Quantity;

/** Wishes that are of the same kind and simpler: they say less, or want less. */
final class SimplerWish {

    private SimplerWish() {}

    static Stream<Act.Wish> simpler(Act.Wish wish) {
        return switch (wish) {
            case Act.Place(var order) -> simpler(order).map(Act.Place::new);
            case Act.OfOrder(var placedBy, var command) ->
                simpler(command).map(simpler -> new Act.OfOrder(placedBy, simpler));
            case Act.OfSku(var sku, var command) -> simpler(command).map(simpler -> new Act.OfSku(sku, simpler));
            case Act.OfAccount(var account, var command) ->
                simpler(command).map(simpler -> new Act.OfAccount(account, simpler));
        };
    }

    private static Stream<WantedOrder> simpler(WantedOrder order) {
        var said = Stream.of(
                order(order, null, order.externalId(), order.poNumber(), order.lines()),
                order(order, order.account(), null, order.poNumber(), order.lines()),
                order(order, order.account(), order.externalId(), null, order.lines()));
        var fewer = Simpler.shorter(order.lines()).filter(lines -> !lines.isEmpty());
        var simpler = IntStream.range(0, order.lines().size())
                .boxed()
                .flatMap(index ->
                        simpler(order.lines().get(index)).map(line -> Simpler.with(order.lines(), index, line)));
        return Stream.concat(
                said,
                Stream.concat(fewer, simpler)
                        .map(lines -> order(order, order.account(), order.externalId(), order.poNumber(), lines)));
    }

    private static WantedOrder order(
            WantedOrder order,
            @Nullable AccountId account,
            @Nullable String externalId,
            @Nullable String poNumber,
            List<WantedLine> lines) {
        return new WantedOrder(
                order.channel(), account, externalId, poNumber, order.currency(), lines, order.metadata());
    }

    private static Stream<WantedLine> simpler(WantedLine line) {
        return Stream.concat(
                Stream.of(new WantedLine(line.sku(), line.quantity(), null, null)),
                Simpler.number(line.quantity().units(), 1)
                        .mapToObj(units ->
                                new WantedLine(line.sku(), Quantity.of(units), line.unitPrice(), line.description())));
    }

    private static Stream<OrderCommand> simpler(OrderCommand command) {
        return switch (command) {
            case OrderCommand.Ship ship -> simpler(ship);
            case OrderCommand.Cancel cancel -> Stream.of(new OrderCommand.Cancel(null));
            case OrderCommand.Release release -> Stream.of(new OrderCommand.Release(Stage.MAIN));
            case OrderCommand.Read read -> Stream.of();
            case OrderCommand.Confirm confirm -> Stream.of();
            case OrderCommand.Deliver deliver -> Stream.of();
            case OrderCommand.DoesExist question -> Stream.of();
            case OrderCommand.Settle settle -> Stream.of();
        };
    }

    private static Stream<OrderCommand> simpler(OrderCommand.Ship ship) {
        var lines = IntStream.range(0, ship.lines().size()).boxed().flatMap(index -> {
            var line = ship.lines().get(index);
            return Simpler.number(line.quantity().units(), 0)
                    .mapToObj(units -> new LineQuantity(line.line(), Quantity.of(units)))
                    .map(fewer -> Simpler.with(ship.lines(), index, fewer));
        });
        return Stream.concat(
                Stream.of(new OrderCommand.Ship(ship.lines(), null, null, null)),
                Stream.concat(Stream.concat(Stream.of(List.<LineQuantity>of()), Simpler.shorter(ship.lines())), lines)
                        .map(fewer ->
                                new OrderCommand.Ship(fewer, ship.location(), ship.carrier(), ship.trackingNumber())));
    }

    private static Stream<StockCommand> simpler(StockCommand command) {
        return switch (command) {
            case StockCommand.Receive(var quantity, var location, var reference) ->
                Stream.concat(
                        Stream.of(new StockCommand.Receive(quantity, Stage.MAIN, null)),
                        Simpler.number(quantity.units(), 0)
                                .mapToObj(units -> new StockCommand.Receive(Quantity.of(units), location, reference)));
            case StockCommand.Adjust(var delta, var location, var reason) ->
                Stream.concat(
                        Stream.of(new StockCommand.Adjust(delta, Stage.MAIN, reason)),
                        Simpler.number(Math.abs(delta), 0)
                                .mapToObj(units ->
                                        new StockCommand.Adjust(Long.signum(delta) * units, location, reason)));
            case StockCommand.Count(var counted, var expected, var location, var reason) ->
                Simpler.number(counted.units(), 0)
                        .mapToObj(units -> new StockCommand.Count(Quantity.of(units), expected, location, reason));
            case StockCommand.Define define -> Stream.of();
            case StockCommand.Read read -> Stream.of();
            case StockCommand.Claim claim -> Stream.of();
            case StockCommand.Release release -> Stream.of();
            case StockCommand.Vouch vouch -> Stream.of();
            case StockCommand.Abandon abandon -> Stream.of();
            case StockCommand.Ship ship -> Stream.of();
            case StockCommand.Free free -> Stream.of();
        };
    }

    private static Stream<AccountCommand> simpler(AccountCommand command) {
        return command instanceof AccountCommand.ReceivePayment(var amount, var reference)
                ? Stream.of(new AccountCommand.ReceivePayment(amount, null))
                : Stream.of();
    }
}
