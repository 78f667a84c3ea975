package sluice.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.order.Effects.OnAccount;
import sluice.order.Effects.OnStock;
import sluice.order.Order.Line;
import sluice.order.Order.Shipment;
import sluice.order.OrderCommand.LineQuantity;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderEvent.Shipped;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * One order: what a caller sees, and what its events have asked of stock and account that is not yet carried out.
 *
 * <p>Every legal transition: none → SUBMITTED (Placed); SUBMITTED → CONFIRMED (Confirmed); CONFIRMED → PROCESSING (Released, or a
 * first shipment that leaves something open); CONFIRMED, PROCESSING → SHIPPED (a shipment that leaves nothing open); SHIPPED →
 * DELIVERED (Delivered); SUBMITTED, CONFIRMED, PROCESSING → CANCELLED (Cancelled, with nothing shipped). DELIVERED and CANCELLED are
 * left by no event of this release.
 *
 * @param order null before its placement, and for ever if it was abandoned
 * @param events how many there have been; the ordinal of the last
 * @param unsettled oldest first
 */
public record OrderState(@Nullable Order order, boolean abandoned, long events, List<Effects> unsettled) {

    private static final LocationId DEFAULT_LOCATION = new LocationId("main");

    static final OrderState NONE = new OrderState(null, false, 0, List.of());

    /** The state after {@code event}, recorded at {@code at}. */
    OrderState apply(OrderEvent event, Instant at) {
        long number = events + 1;
        return switch (event) {
            case Placed placed -> new OrderState(order(placed, at), false, number, unsettled);
            case OrderEvent.Abandoned abandoned -> new OrderState(null, true, number, unsettled);
            case OrderEvent.Confirmed confirmed -> changed(number, placed().with(OrderStatus.CONFIRMED));
            case OrderEvent.Released(var location) ->
                changed(number, placed().with(OrderStatus.PROCESSING).with(location));
            case Shipped shipped -> shipped(number, shipped, at);
            case OrderEvent.Delivered delivered ->
                changed(number, placed().with(OrderStatus.DELIVERED).withLines(OrderState::delivered));
            case OrderEvent.Cancelled(var reason) -> cancelled(number, reason);
            case OrderEvent.Settled(var effect) ->
                new OrderState(
                        order,
                        abandoned,
                        number,
                        unsettled.stream().filter(one -> one.number() > effect).toList());
        };
    }

    /** The order, of which an event other than the first implies that it was placed. */
    public Order placed() {
        if (order == null) {
            throw new IllegalStateException("an event of an order that was never placed");
        }
        return order;
    }

    private OrderState changed(long number, Order next) {
        return new OrderState(next, abandoned, number, unsettled);
    }

    private OrderState changed(long number, Order next, Effects effects) {
        var all = new ArrayList<>(unsettled);
        all.add(effects);
        return new OrderState(next, abandoned, number, List.copyOf(all));
    }

    /** The order as it is when it has just been placed at {@code at}. */
    public static Order order(Placed placed, Instant at) {
        var lines = new ArrayList<Line>();
        for (var line : placed.lines()) {
            lines.add(new Line(
                    lines.size() + 1,
                    line.sku(),
                    line.description(),
                    line.quantity(),
                    line.quantity(),
                    Quantity.ZERO,
                    Quantity.ZERO,
                    Quantity.ZERO,
                    line.unitPrice(),
                    new Money(line.totalMinorUnits(), placed.currency())));
        }
        return new Order(
                placed.order(),
                OrderStatus.SUBMITTED,
                1,
                placed.channel(),
                placed.account(),
                placed.externalId(),
                placed.poNumber(),
                placed.currency(),
                List.copyOf(lines),
                placed.metadata(),
                null,
                List.of(),
                null,
                placed.placedBy(),
                at);
    }

    private OrderState shipped(long number, Shipped event, Instant at) {
        var before = placed();
        var after = before.withLines(line -> shipped(line, quantityOf(event, line.number())));
        boolean complete = after.lines().stream().allMatch(line -> line.open().isZero());
        var quantities = event.lines().stream()
                .map(line -> new LineQuantity(line.line(), line.quantity()))
                .toList();
        var shipment = new Shipment(
                before.shipments().size() + 1,
                event.location(),
                event.carrier(),
                event.trackingNumber(),
                quantities,
                at);
        return changed(
                number,
                after.with(complete ? OrderStatus.SHIPPED : OrderStatus.PROCESSING)
                        .with(shipment),
                new Effects(
                        number, shippedStock(before, event), invoice(before, billed(after), billed(before), complete)));
    }

    private static Quantity quantityOf(Shipped event, int line) {
        return event.lines().stream()
                .filter(shipped -> shipped.line() == line)
                .map(OrderEvent.ShippedLine::quantity)
                .findFirst()
                .orElse(Quantity.ZERO);
    }

    private static Line shipped(Line line, Quantity quantity) {
        if (quantity.isZero()) {
            return line; // remembered answers share the lines that did not change
        }
        return line.with(
                line.claimed().minus(quantity), line.cancelled(), line.shipped().plus(quantity), line.delivered());
    }

    private static Line delivered(Line line) {
        return line.with(line.claimed(), line.cancelled(), line.shipped(), line.shipped());
    }

    private static Line cancelled(Line line) {
        return line.with(Quantity.ZERO, line.cancelled().plus(line.open()), line.shipped(), line.delivered());
    }

    private static List<OnStock> shippedStock(Order order, Shipped event) {
        var bySku = new LinkedHashMap<SkuId, Quantity>();
        for (var shipped : event.lines()) {
            bySku.merge(order.lines().get(shipped.line() - 1).sku(), shipped.quantity(), Quantity::plus);
        }
        return bySku.entrySet().stream()
                .map(sku -> new OnStock(sku.getKey(), sku.getValue(), event.location()))
                .toList();
    }

    private static @Nullable OnAccount invoice(Order order, Money after, Money before, boolean last) {
        return order.account() == null ? null : new OnAccount(order.account(), after.minus(before), last);
    }

    /**
     * What the shipped part of an order is worth: of each line its share of the line's total, rounded half up, so that the invoices
     * of all shipments together make the order's total to the cent.
     */
    private static Money billed(Order order) {
        return order.lines().stream().map(OrderState::billed).reduce(Money.zero(order.currency()), Money::plus);
    }

    private static Money billed(Line line) {
        long minor = BigDecimal.valueOf(line.total().minorUnits())
                .multiply(BigDecimal.valueOf(line.shipped().units()))
                .divide(BigDecimal.valueOf(line.ordered().units()), 0, RoundingMode.HALF_UP)
                .longValueExact();
        return new Money(minor, line.total().currency());
    }

    private OrderState cancelled(long number, @Nullable String reason) {
        var before = placed();
        var freed = before.lines().stream()
                .map(Line::sku)
                .distinct()
                .map(sku -> new OnStock(sku, null, null))
                .toList();
        var account = before.account() == null ? null : new OnAccount(before.account(), null, true);
        return changed(
                number,
                before.with(OrderStatus.CANCELLED)
                        .withLines(OrderState::cancelled)
                        .withCancelReason(reason),
                new Effects(number, freed, account));
    }

    /** The location that shipments leave from unless they say otherwise. */
    static LocationId shippingLocation(Order order) {
        return order.location() == null ? DEFAULT_LOCATION : order.location();
    }

    OrderSnapshot snapshot() {
        return new OrderSnapshot(order, abandoned, events, unsettled);
    }

    static OrderState of(OrderSnapshot snapshot) {
        return new OrderState(snapshot.order(), snapshot.abandoned(), snapshot.events(), snapshot.unsettled());
    }
}
