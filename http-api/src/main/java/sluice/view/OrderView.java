package sluice.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.order.Order;
import sluice.order.OrderCommand;
import sluice.value.AccountId;
import sluice.value.LocationId;

/** An order as JSON; what an order does not have is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
        String id,
        String status,
        String fulfilment,
        long version,
        @Nullable String accountId,
        String channel,
        @Nullable String externalId,
        @Nullable String poNumber,
        String currency,
        List<Line> lines,
        MoneyView total,
        Map<String, String> metadata,
        @Nullable String location,
        List<Shipment> shipments,
        @Nullable String cancelReason,
        String placedBy,
        String placedAt) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            int line,
            String sku,
            @Nullable String description,
            long ordered,
            long claimed,
            long cancelled,
            long shipped,
            long delivered,
            long open,
            String unitPrice,
            MoneyView total) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Shipment(
            int shipment,
            String location,
            @Nullable String carrier,
            @Nullable String trackingNumber,
            List<LineQuantity> lines,
            String shippedAt) {}

    public record LineQuantity(int line, long quantity) {}

    public static OrderView of(Order order) {
        return new OrderView(
                order.id().toString(),
                order.status().name(),
                order.fulfilment().name(),
                order.version(),
                text(order.account()),
                order.channel().name(),
                order.externalId(),
                order.poNumber(),
                order.currency().getCurrencyCode(),
                order.lines().stream().map(line -> line(order, line)).toList(),
                MoneyView.of(order.total()),
                order.metadata(),
                text(order.location()),
                order.shipments().stream().map(OrderView::shipment).toList(),
                order.cancelReason(),
                order.placedBy(),
                order.placedAt().toString());
    }

    private static Line line(Order order, Order.Line line) {
        return new Line(
                line.number(),
                line.sku().value(),
                line.description(),
                line.ordered().units(),
                line.claimed().units(),
                line.cancelled().units(),
                line.shipped().units(),
                line.delivered().units(),
                line.open().units(),
                MoneyView.price(line.unitPrice(), order.currency()),
                MoneyView.of(line.total()));
    }

    private static Shipment shipment(Order.Shipment shipment) {
        return new Shipment(
                shipment.number(),
                shipment.location().value(),
                shipment.carrier(),
                shipment.trackingNumber(),
                shipment.lines().stream().map(OrderView::quantity).toList(),
                shipment.at().toString());
    }

    private static LineQuantity quantity(OrderCommand.LineQuantity part) {
        return new LineQuantity(part.line(), part.quantity().units());
    }

    private static @Nullable String text(@Nullable AccountId account) {
        return account == null ? null : account.value();
    }

    private static @Nullable String text(@Nullable LocationId location) {
        return location == null ? null : location.value();
    }
}
