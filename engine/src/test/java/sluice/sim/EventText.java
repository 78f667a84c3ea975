package sluice.sim;

import java.util.List;
import java.util.stream.Collectors;
import sluice.account.AccountEvent;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.OrderId;

/** What has happened, in words. */
final class EventText {

    private EventText() {}

    static String of(Object event) {
        return switch (event) {
            case StockEvent stock -> of(stock);
            case AccountEvent account -> of(account);
            case OrderEvent order -> of(order);
            default -> event.toString();
        };
    }

    private static String of(StockEvent event) {
        return switch (event) {
            case StockEvent.Defined(var definition) -> "defined";
            case StockEvent.Received(var quantity, var location, var reference) ->
                quantity + " received at " + location;
            case StockEvent.Adjusted(var delta, var location, var reason) ->
                "adjusted by " + CommandText.signed(delta) + " at " + location;
            case StockEvent.Claimed(var order, var quantity) -> quantity + " claimed for " + order;
            case StockEvent.Released(var order) -> "claim of " + order + " released";
            case StockEvent.Vouched(var orders) -> "vouched for " + of(orders);
            case StockEvent.Shipped(var order, var effect, var quantity, var location, var unclaimed) ->
                quantity + " shipped from " + location + ", effect " + effect + " of " + order
                        + (unclaimed == 0 ? "" : ", " + unclaimed + " unclaimed");
            case StockEvent.Freed(var order, var effect) -> "claim freed, effect " + effect + " of " + order;
        };
    }

    private static String of(AccountEvent event) {
        return switch (event) {
            case AccountEvent.Defined(var terms) -> "limit " + terms.creditLimit();
            case AccountEvent.Pledged(var order, var minorUnits) -> minorUnits + " cents pledged for " + order;
            case AccountEvent.Released(var order) -> "pledge of " + order + " released";
            case AccountEvent.Vouched(var orders) -> "vouched for " + of(orders);
            case AccountEvent.Invoiced(var order, var effect, var minorUnits, var last, var unpledged) ->
                minorUnits + " cents invoiced, effect " + effect + " of " + order + (last ? ", the last" : "")
                        + (unpledged == 0 ? "" : ", " + unpledged + " unpledged");
            case AccountEvent.Freed(var order, var effect) -> "pledge freed, effect " + effect + " of " + order;
            case AccountEvent.PaymentReceived(var amount, var reference) -> amount + " paid";
        };
    }

    private static String of(OrderEvent event) {
        return switch (event) {
            case OrderEvent.Placed placed ->
                "placed: "
                        + placed.lines().stream()
                                .map(line -> line.quantity() + " of " + line.sku())
                                .collect(Collectors.joining(" and "))
                        + (placed.account() == null ? "" : " for " + placed.account());
            case OrderEvent.Abandoned abandoned -> "abandoned";
            case OrderEvent.Confirmed confirmed -> "confirmed";
            case OrderEvent.Released(var location) -> "released to " + location;
            case OrderEvent.Shipped shipped ->
                "shipped: "
                        + shipped.lines().stream()
                                .map(line -> line.quantity() + " of line " + line.line())
                                .collect(Collectors.joining(" and "));
            case OrderEvent.Delivered delivered -> "delivered";
            case OrderEvent.Cancelled(var reason) -> "cancelled";
            case OrderEvent.Settled(var effect) -> "settled up to effect " + effect;
        };
    }

    private static String of(List<OrderId> orders) {
        return orders.stream().map(OrderId::toString).collect(Collectors.joining(" and "));
    }
}
