package sluice.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * An order as a caller sees it.
 *
 * @param version counts its client-visible changes, 1 at its placement
 * @param location where it was released to, once it was
 */
public record Order(
        OrderId id,
        OrderStatus status,
        long version,
        Channel channel,
        @Nullable AccountId account,
        @Nullable String externalId,
        @Nullable String poNumber,
        Currency currency,
        List<Line> lines,
        Map<String, String> metadata,
        @Nullable LocationId location,
        List<Shipment> shipments,
        @Nullable String cancelReason,
        String placedBy,
        Instant placedAt)
        implements OrderAnswer {

    /** A line and its counters; open = ordered − cancelled − shipped. */
    public record Line(
            int number,
            SkuId sku,
            @Nullable String description,
            Quantity ordered,
            Quantity claimed,
            Quantity cancelled,
            Quantity shipped,
            Quantity delivered,
            BigDecimal unitPrice,
            Money total) {

        public Quantity open() {
            return ordered.minus(cancelled).minus(shipped);
        }

        Line with(Quantity nowClaimed, Quantity nowCancelled, Quantity nowShipped, Quantity nowDelivered) {
            return new Line(
                    number,
                    sku,
                    description,
                    ordered,
                    nowClaimed,
                    nowCancelled,
                    nowShipped,
                    nowDelivered,
                    unitPrice,
                    total);
        }
    }

    /** What left in one go; shipments count from 1. */
    public record Shipment(
            int number,
            LocationId location,
            @Nullable String carrier,
            @Nullable String trackingNumber,
            List<OrderCommand.LineQuantity> lines,
            Instant at) {}

    /** What all lines come to. */
    public Money total() {
        return lines.stream().map(Line::total).reduce(Money.zero(currency), Money::plus);
    }

    /** How much of the order has left the house. */
    public Fulfilment fulfilment() {
        boolean anyShipped = lines.stream().anyMatch(line -> !line.shipped().isZero());
        boolean anyOpen = lines.stream().anyMatch(line -> !line.open().isZero());
        return !anyShipped ? Fulfilment.NONE : anyOpen ? Fulfilment.PARTIAL : Fulfilment.COMPLETE;
    }

    /** The three degrees of {@link #fulfilment()}. */
    public enum Fulfilment {
        NONE,
        PARTIAL,
        COMPLETE
    }

    /** The order in its next version and the status that it has then. */
    Order with(OrderStatus next) {
        return changed(next, version + 1, lines, location, shipments, cancelReason);
    }

    Order with(LocationId released) {
        return changed(status, version, lines, released, shipments, cancelReason);
    }

    Order with(Shipment shipment) {
        var all = new ArrayList<>(shipments);
        all.add(shipment);
        return changed(status, version, lines, location, List.copyOf(all), cancelReason);
    }

    Order withLines(UnaryOperator<Line> change) {
        return changed(status, version, lines.stream().map(change).toList(), location, shipments, cancelReason);
    }

    Order withCancelReason(@Nullable String reason) {
        return changed(status, version, lines, location, shipments, reason);
    }

    /** All that can change of an order; the rest is as agreed. */
    private Order changed(
            OrderStatus newStatus,
            long newVersion,
            List<Line> newLines,
            @Nullable LocationId newLocation,
            List<Shipment> newShipments,
            @Nullable String newCancelReason) {
        return new Order(
                id,
                newStatus,
                newVersion,
                channel,
                account,
                externalId,
                poNumber,
                currency,
                newLines,
                metadata,
                newLocation,
                newShipments,
                newCancelReason,
                placedBy,
                placedAt);
    }
}
