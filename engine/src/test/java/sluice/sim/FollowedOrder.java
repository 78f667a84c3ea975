package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.order.OrderCommand;
import sluice.order.OrderCommand.LineQuantity;
import sluice.order.OrderStatus;
import sluice.placement.WantedOrder.WantedLine;
import sluice.value.LocationId;
import sluice.value.Quantity;

/** An order of a life that is being made: how it would stand if all went well. */
final class FollowedOrder {

    private final int act;
    private final long atMillis;
    /** Units of each line that have not left. */
    private final int[] open;

    private OrderStatus status = OrderStatus.SUBMITTED;
    private boolean anyShipped;

    FollowedOrder(int act, long atMillis, List<WantedLine> lines) {
        this.act = act;
        this.atMillis = atMillis;
        open = lines.stream().mapToInt(line -> (int) line.quantity().units()).toArray();
    }

    int act() {
        return act;
    }

    long atMillis() {
        return atMillis;
    }

    /** What a client asks next; a fifth of it makes no sense. */
    OrderCommand command(LifeDice dice) {
        if (dice.percent(20)) {
            return anything(dice);
        }
        return switch (status) {
            case SUBMITTED -> dice.percent(85) ? confirm() : cancel(dice);
            case CONFIRMED ->
                switch (dice.weighted(30, 35, 20, 15)) {
                    case 0 -> release(dice);
                    case 1 -> shipPart(dice);
                    case 2 -> shipAll(dice);
                    default -> cancel(dice);
                };
            case PROCESSING ->
                switch (dice.weighted(40, 40, anyShipped ? 5 : 20)) {
                    case 0 -> shipPart(dice);
                    case 1 -> shipAll(dice);
                    default -> cancel(dice);
                };
            case SHIPPED -> deliver();
            case DELIVERED -> anything(dice);
            case CANCELLED -> anything(dice);
        };
    }

    /** What comes of it is not followed. */
    private OrderCommand anything(LifeDice dice) {
        return switch (dice.between(0, 7)) {
            case 0 -> new OrderCommand.Confirm();
            case 1 -> new OrderCommand.Release(location(dice));
            case 2 -> new OrderCommand.Deliver();
            case 3 -> new OrderCommand.Cancel(null);
            case 4 -> ship(List.of(), dice);
            case 5 -> shipWrongly(dice);
            case 6 -> shipWrongly(dice);
            default -> ship(List.of(new LineQuantity(1, Quantity.of(1))), dice);
        };
    }

    private OrderCommand confirm() {
        status = OrderStatus.CONFIRMED;
        return new OrderCommand.Confirm();
    }

    private OrderCommand release(LifeDice dice) {
        status = OrderStatus.PROCESSING;
        return new OrderCommand.Release(location(dice));
    }

    private OrderCommand cancel(LifeDice dice) {
        if (!anyShipped) {
            status = OrderStatus.CANCELLED;
        }
        return new OrderCommand.Cancel(dice.percent(30) ? "changed my mind" : null);
    }

    private OrderCommand deliver() {
        status = OrderStatus.DELIVERED;
        return new OrderCommand.Deliver();
    }

    private OrderCommand shipAll(LifeDice dice) {
        status = OrderStatus.SHIPPED;
        anyShipped = true;
        return ship(List.of(), dice);
    }

    private OrderCommand shipPart(LifeDice dice) {
        var lines = new ArrayList<LineQuantity>();
        boolean complete = true;
        for (int line = 0; line < open.length; line++) {
            if (open[line] > 0 && (lines.isEmpty() || dice.percent(40))) {
                int units = dice.between(1, open[line]);
                open[line] -= units;
                lines.add(new LineQuantity(line + 1, Quantity.of(units)));
            }
            complete &= open[line] == 0;
        }
        status = complete ? OrderStatus.SHIPPED : OrderStatus.PROCESSING;
        anyShipped = true;
        return ship(List.copyOf(lines), dice);
    }

    private OrderCommand shipWrongly(LifeDice dice) {
        int line = dice.between(1, open.length);
        var tooMuch = new LineQuantity(line, Quantity.of(open[line - 1] + 1L));
        var one = new LineQuantity(line, Quantity.of(1));
        return switch (dice.between(0, 4)) {
            case 0 -> ship(List.of(new LineQuantity(open.length + 1, Quantity.of(1))), dice);
            case 1 -> ship(List.of(new LineQuantity(line, Quantity.ZERO)), dice);
            case 2 -> ship(List.of(one, one), dice);
            default -> ship(List.of(tooMuch), dice);
        };
    }

    private static OrderCommand ship(List<LineQuantity> lines, LifeDice dice) {
        return new OrderCommand.Ship(lines, whereFrom(dice), dice.percent(20) ? "Royal Mail" : null, null);
    }

    private static @Nullable LocationId whereFrom(LifeDice dice) {
        return dice.percent(80) ? null : location(dice);
    }

    private static LocationId location(LifeDice dice) {
        return dice.percent(80) ? Stage.MAIN : Stage.SHOP;
    }
}
