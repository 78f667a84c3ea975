package sluice.load.peers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import sluice.Caller;
import sluice.order.Order;
import sluice.order.OrderStatus;
import sluice.placement.WantedOrder;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.Slot;

/** A wanted order with its id and its totals, as an application works them out before it asks its database. */
record NewOrder(WantedOrder wanted, Order order) {

    /** @throws IllegalArgumentException if a line has no price, which no scenario wants */
    static NewOrder of(WantedOrder wanted, Caller caller) {
        var lines = new ArrayList<Order.Line>(wanted.lines().size());
        for (var line : wanted.lines()) {
            var price = line.unitPrice();
            if (price == null) {
                throw new IllegalArgumentException("opponents take priced lines only");
            }
            lines.add(new Order.Line(
                    lines.size() + 1,
                    line.sku(),
                    line.description(),
                    line.quantity(),
                    line.quantity(),
                    Quantity.ZERO,
                    Quantity.ZERO,
                    Quantity.ZERO,
                    price,
                    Money.total(price, line.quantity(), wanted.currency())));
        }
        var order = new Order(
                OrderId.next(Slot.random()),
                OrderStatus.SUBMITTED,
                1,
                wanted.channel(),
                wanted.account(),
                wanted.externalId(),
                wanted.poNumber(),
                wanted.currency(),
                List.copyOf(lines),
                wanted.metadata(),
                null,
                List.of(),
                null,
                caller.keyId(),
                Instant.now());
        return new NewOrder(wanted, order);
    }

    long totalMinorUnits() {
        long total = 0;
        for (var line : order.lines()) {
            total += line.total().minorUnits();
        }
        return total;
    }

    /** How much of each SKU, in the sequence that all orders lock them in. */
    SortedMap<String, Long> claims() {
        var claims = new TreeMap<String, Long>();
        for (var line : order.lines()) {
            claims.merge(line.sku().value(), line.ordered().units(), Long::sum);
        }
        return claims;
    }
}
