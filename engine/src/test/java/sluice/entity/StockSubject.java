package sluice.entity;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import sluice.stock.AdjustmentReason;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

final class StockSubject extends EarmarkingSubject<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> {

    private static final LocationId MAIN = new LocationId("main");

    StockSubject(String id) {
        super(EntityKind.STOCK, id, new StockRules());
    }

    @Override
    List<StockEvent> past() {
        return List.of(
                new StockEvent.Defined(new SkuDefinition("Tee", null)),
                new StockEvent.Received(Quantity.of(10_000), MAIN, "past"));
    }

    @Override
    Wanted<StockCommand> nextVisible(SplittableRandom random, String name, int number) {
        return switch (random.nextInt(3)) {
            case 0 -> Wanted.visible(new StockCommand.Define(new SkuDefinition(name, null)), "define " + name);
            case 1 ->
                Wanted.visible(
                        new StockCommand.Adjust(number, MAIN, AdjustmentReason.SHRINKAGE), "adjust by " + number);
            default -> Wanted.visible(new StockCommand.Receive(Quantity.of(2), MAIN, name), "receive " + name);
        };
    }

    @Override
    StockCommand read() {
        return new StockCommand.Read();
    }

    @Override
    StockCommand setAside(OrderId order, int amount) {
        return new StockCommand.Claim(order, Quantity.of(amount));
    }

    @Override
    StockCommand release(OrderId order) {
        return new StockCommand.Release(order);
    }

    @Override
    StockCommand abandon(List<OrderId> orders) {
        return new StockCommand.Abandon(orders);
    }

    @Override
    StockCommand vouch(OrderId order) {
        return new StockCommand.Vouch(List.of(order));
    }

    @Override
    StockCommand take(OrderId order, long effect, int amount) {
        return new StockCommand.Ship(order, effect, Quantity.of(amount), MAIN);
    }

    @Override
    StockCommand free(OrderId order, long effect) {
        return new StockCommand.Free(order, effect);
    }

    @Override
    Stream<String> marksOf(StockEvent event) {
        return switch (event) {
            case StockEvent.Defined(var definition) -> Stream.of("define " + definition.name());
            case StockEvent.Received received -> Stream.of("receive " + received.reference());
            case StockEvent.Adjusted adjusted -> Stream.of("adjust by " + adjusted.deltaUnits());
            case StockEvent.Claimed claimed -> Stream.of("open " + claimed.order());
            case StockEvent.Released(var order) -> Stream.of("release " + order);
            case StockEvent.Shipped shipped -> Stream.of("effect " + shipped.effect() + " of " + shipped.order());
            case StockEvent.Freed freed -> Stream.of("effect " + freed.effect() + " of " + freed.order());
            case StockEvent.Vouched vouched -> Stream.of();
        };
    }

    @Override
    String hash(StockState state) {
        return state.canonicalHash();
    }
}
