package sluice.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.order.OrderEvent;
import sluice.order.OrderHistory;
import sluice.view.MoneyView;
import sluice.view.OrderView;

/**
 * The audit trail of an order as JSON: what clients may see of its events. The order's notes to itself are left out, so the
 * sequence may have gaps.
 */
final class OrderTrail {

    private OrderTrail() {}

    static List<Map<String, Object>> of(List<OrderHistory> history) {
        return history.stream().flatMap(entry -> entry(entry).stream()).toList();
    }

    private static Optional<Map<String, Object>> entry(OrderHistory entry) {
        return type(entry.event()).map(type -> {
            var json = new LinkedHashMap<String, Object>();
            json.put("sequence", entry.sequence());
            json.put("type", type);
            json.put("at", entry.at().toString());
            json.put("by", entry.origin().by());
            if (entry.origin().requestId() != null) {
                json.put("requestId", entry.origin().requestId());
            }
            payload(entry.event(), json);
            return json;
        });
    }

    private static Optional<String> type(OrderEvent event) {
        return switch (event) {
            case OrderEvent.Placed placed -> Optional.of("order.created");
            case OrderEvent.Confirmed confirmed -> Optional.of("order.confirmed");
            case OrderEvent.Released released -> Optional.of("order.processing");
            case OrderEvent.Shipped shipped -> Optional.of("shipment.created");
            case OrderEvent.Delivered delivered -> Optional.of("order.delivered");
            case OrderEvent.Cancelled cancelled -> Optional.of("order.cancelled");
            case OrderEvent.Settled settled -> Optional.empty();
            case OrderEvent.Abandoned abandoned -> Optional.empty();
        };
    }

    private static void payload(OrderEvent event, Map<String, Object> json) {
        switch (event) {
            case OrderEvent.Placed placed -> placed(placed, json);
            case OrderEvent.Released released ->
                json.put("location", released.location().value());
            case OrderEvent.Shipped shipped -> shipped(shipped, json);
            case OrderEvent.Cancelled cancelled -> putIfThere(json, "reason", cancelled.reason());
            case OrderEvent.Confirmed confirmed -> {}
            case OrderEvent.Delivered delivered -> {}
            case OrderEvent.Settled settled -> {}
            case OrderEvent.Abandoned abandoned -> {}
        }
    }

    private static void placed(OrderEvent.Placed placed, Map<String, Object> json) {
        json.put("channel", placed.channel().name());
        if (placed.account() != null) {
            json.put("accountId", placed.account().value());
        }
        putIfThere(json, "externalId", placed.externalId());
        putIfThere(json, "poNumber", placed.poNumber());
        json.put("currency", placed.currency().getCurrencyCode());
        json.put(
                "lines",
                placed.lines().stream()
                        .map(line -> Map.of(
                                "sku", line.sku().value(),
                                "quantity", line.quantity().units(),
                                "unitPrice", MoneyView.price(line.unitPrice(), placed.currency())))
                        .toList());
    }

    private static void shipped(OrderEvent.Shipped shipped, Map<String, Object> json) {
        json.put(
                "lines",
                shipped.lines().stream()
                        .map(line -> new OrderView.LineQuantity(
                                line.line(), line.quantity().units()))
                        .toList());
        json.put("location", shipped.location().value());
        putIfThere(json, "carrier", shipped.carrier());
        putIfThere(json, "trackingNumber", shipped.trackingNumber());
    }

    private static void putIfThere(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
