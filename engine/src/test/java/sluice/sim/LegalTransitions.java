package sluice.sim;

import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.order.OrderStatus;

final class LegalTransitions extends Check implements Check.OfOrders {

    LegalTransitions(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "An order changes by the table of transitions only, ships no more than was ordered, "
                + "and nothing follows its abandonment.";
    }

    @Override
    public void event(OrderBook order, OrderEvent event, Origin origin) {
        var status = order.status();
        if (order.abandoned || !mayFollow(order, status, event)) {
            violated("%s, %s: %s", order, order.abandoned ? "abandoned" : String.valueOf(status), event);
        }
    }

    private static boolean mayFollow(OrderBook order, @Nullable OrderStatus status, OrderEvent event) {
        return switch (event) {
            case OrderEvent.Placed placed -> order.events == 0 && placed.order().equals(order.order);
            case OrderEvent.Abandoned abandoned -> order.events == 0;
            case OrderEvent.Confirmed confirmed -> status == OrderStatus.SUBMITTED;
            case OrderEvent.Released released -> status == OrderStatus.CONFIRMED;
            case OrderEvent.Shipped shipped ->
                (status == OrderStatus.CONFIRMED || status == OrderStatus.PROCESSING) && isOpen(order, shipped);
            case OrderEvent.Delivered delivered -> status == OrderStatus.SHIPPED;
            case OrderEvent.Cancelled cancelled ->
                (status == OrderStatus.SUBMITTED || status == OrderStatus.CONFIRMED || status == OrderStatus.PROCESSING)
                        && !order.anyShipped;
            case OrderEvent.Settled(var effect) -> effect > order.settled && order.demand(effect) != null;
        };
    }

    private static boolean isOpen(OrderBook order, OrderEvent.Shipped shipped) {
        var seen = new HashSet<Integer>(4);
        for (var line : shipped.lines()) {
            boolean exists = line.line() >= 1 && line.line() <= order.open.size() && seen.add(line.line());
            if (!exists
                    || line.quantity().isZero()
                    || line.quantity().units() > order.open.get(line.line() - 1).now()) {
                return false;
            }
        }
        return !shipped.lines().isEmpty();
    }
}
