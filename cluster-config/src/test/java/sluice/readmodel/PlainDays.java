package sluice.readmodel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.order.Order;
import sluice.order.OrderStatus;

/** Daily figures, counted by comparing orders before and after each change. */
final class PlainDays {

    private final Map<String, Instant> since = new HashMap<>();
    final Map<String, BigDecimal> figures = new TreeMap<>(); // by day, channel, figure and detail

    void changed(@Nullable Order before, @Nullable Order after, Instant at) {
        if (after == null) {
            return;
        }
        var place = at.atOffset(ZoneOffset.UTC).toLocalDate() + " " + after.channel() + " ";
        long units =
                after.lines().stream().mapToLong(line -> line.ordered().units()).sum();
        if (before == null) {
            since.put(after.id().toString(), at);
            add(place + "orders-placed", 1);
            add(place + "lines-placed", after.lines().size());
            add(place + "units-placed", units);
            add(place + "value-placed EUR", after.total().minorUnits());
            return;
        }
        if (after.shipments().size() > before.shipments().size()) {
            shipped(place, before, after, units);
        }
        if (before.status() != after.status()) {
            var name = before.status() + ">" + after.status();
            var entered = since.put(after.id().toString(), at);
            long millis = entered == null ? -1 : Duration.between(entered, at).toMillis();
            add(place + "transitions " + name, 1);
            add(place + "transition-millis " + name, millis);
            for (var hours : new double[] {1.0 / 60, 1.0 / 6, 1, 4, 24, 72, 168}) {
                long bound = Math.round(hours * 3_600_000);
                add(place + "transitions-within " + name + ">" + Duration.ofMillis(bound), millis <= bound ? 1 : 0);
            }
            if (after.status() == OrderStatus.CANCELLED) {
                add(place + "orders-cancelled", 1);
                add(place + "units-cancelled", units);
            }
            add(place + "orders-delivered", after.status() == OrderStatus.DELIVERED ? 1 : 0);
        }
    }

    private void shipped(String place, Order before, Order after, long units) {
        boolean complete = after.status() == OrderStatus.SHIPPED;
        long left = shipped(after) - shipped(before);
        add(place + "shipments", 1);
        add(place + "units-shipped", left);
        add(place + "orders-shipped", complete ? 1 : 0);
        if (before.shipments().isEmpty()) {
            add(place + "first-shipment-orders", 1);
            add(place + "first-shipment-orders-filled", complete ? 1 : 0);
            add(place + "first-shipment-lines", after.lines().size());
            add(
                    place + "first-shipment-lines-filled",
                    after.lines().stream().filter(line -> line.open().isZero()).count());
            add(place + "first-shipment-units", units);
            add(place + "first-shipment-units-filled", left);
        }
    }

    private static long shipped(Order order) {
        return order.lines().stream().mapToLong(line -> line.shipped().units()).sum();
    }

    private void add(String figure, long amount) {
        if (amount != 0) {
            figures.merge(figure, BigDecimal.valueOf(amount), BigDecimal::add);
        }
    }
}
