package sluice.sim;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Abandoned;
import sluice.order.OrderEvent.Cancelled;
import sluice.order.OrderEvent.Confirmed;
import sluice.order.OrderEvent.Delivered;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderEvent.PlacedLine;
import sluice.order.OrderEvent.Released;
import sluice.order.OrderEvent.Settled;
import sluice.order.OrderEvent.Shipped;
import sluice.order.OrderStatus;
import sluice.value.LocationId;
import sluice.value.OrderId;

/** What the rows of one order say. */
final class OrderBook extends Book {

    final OrderId order;
    final String id;

    @Nullable
    Placed placed;

    @Nullable
    Instant placedAt;

    @Nullable
    Origin placedBy;

    long placedMicros;
    boolean abandoned;
    boolean anyShipped;

    /** The number of its last event. */
    long events;

    long settled;
    private @Nullable OrderStatus status;

    /** The status by version, as {@link #codeOf} numbers it; nothing is 0. */
    final Course statuses = new Course(0);

    /** What is open of each line. */
    final List<Course> open = new ArrayList<>(2);

    final List<Demand> demands = new ArrayList<>(2);
    private @Nullable LocationId releasedTo;

    OrderBook(OrderId order) {
        this(order, order.toString());
    }

    private OrderBook(OrderId order, String id) {
        super("o|" + id);
        this.order = order;
        this.id = id;
    }

    @Override
    long version() {
        return statuses.version();
    }

    @Nullable
    OrderStatus status() {
        return status;
    }

    static long codeOf(OrderStatus status) {
        return switch (status) {
            case SUBMITTED -> 1;
            case CONFIRMED -> 2;
            case PROCESSING -> 3;
            case SHIPPED -> 4;
            case DELIVERED -> 5;
            case CANCELLED -> 6;
        };
    }

    /** Where its goods are shipped from if nothing else is said. */
    LocationId location() {
        return releasedTo == null ? new LocationId("main") : releasedTo;
    }

    boolean isCancelled() {
        return status() == OrderStatus.CANCELLED;
    }

    List<PlacedLine> lines() {
        return placed == null ? List.of() : placed.lines();
    }

    boolean isAllShipped() {
        return status() == OrderStatus.SHIPPED || status() == OrderStatus.DELIVERED;
    }

    @Nullable
    Demand demand(long number) {
        for (var demand : demands) {
            if (demand.number == number) {
                return demand;
            }
        }
        return null;
    }

    void fold(OrderEvent event, Origin origin, Row row) {
        events++;
        long atMicros = row.committedMicros();
        switch (event) {
            case Placed placedNow -> {
                placed = placedNow;
                placedAt = row.batch().at();
                placedBy = origin;
                placedMicros = atMicros;
                for (var line : placedNow.lines()) {
                    open.add(new Course(line.quantity().units()));
                }
                becomes(OrderStatus.SUBMITTED, atMicros);
            }
            case Abandoned abandonedNow -> abandoned = true;
            case Confirmed confirmed -> becomes(OrderStatus.CONFIRMED, atMicros);
            case Released(var location) -> {
                releasedTo = location;
                becomes(OrderStatus.PROCESSING, atMicros);
            }
            case Shipped shipped -> ship(shipped, atMicros);
            case Delivered delivered -> becomes(OrderStatus.DELIVERED, atMicros);
            case Cancelled cancelled -> cancel(atMicros);
            case Settled(var effect) -> settled = Math.max(settled, effect);
        }
    }

    private void becomes(OrderStatus next, long atMicros) {
        status = next;
        statuses.add(atMicros, codeOf(next));
        for (var line : open) {
            if (line.version() < statuses.version()) {
                line.add(atMicros, line.now());
            }
        }
    }

    private void ship(Shipped shipped, long atMicros) {
        var demand = new Demand(events, shipped.location());
        long billedBefore = billedMinorUnits();
        for (var line : shipped.lines()) {
            var openOfLine = open.get(line.line() - 1);
            openOfLine.add(atMicros, openOfLine.now() - line.quantity().units());
            demand.add(lines().get(line.line() - 1).sku(), line.quantity().units());
        }
        anyShipped = true;
        demand.last = isNothingOpen();
        demand.invoicedMinorUnits = billedMinorUnits() - billedBefore;
        demands.add(demand);
        becomes(demand.last ? OrderStatus.SHIPPED : OrderStatus.PROCESSING, atMicros);
    }

    private void cancel(long atMicros) {
        var demand = new Demand(events, null);
        for (var line : lines()) {
            demand.add(line.sku(), 0);
        }
        demand.last = true;
        demands.add(demand);
        for (var line : open) {
            line.add(atMicros, 0);
        }
        becomes(OrderStatus.CANCELLED, atMicros);
    }

    private boolean isNothingOpen() {
        for (var line : open) {
            if (line.now() != 0) {
                return false;
            }
        }
        return true;
    }

    long totalMinorUnits() {
        long total = 0;
        for (var line : lines()) {
            total += line.totalMinorUnits();
        }
        return total;
    }

    /** Of each line, the share of its total that was shipped, half a minor unit rounded up; nothing is billed of what was cancelled. */
    long billedMinorUnits() {
        if (isCancelled()) {
            return 0;
        }
        long billed = 0;
        for (int i = 0; i < open.size(); i++) {
            var line = lines().get(i);
            long ordered = line.quantity().units();
            billed += share(line.totalMinorUnits(), ordered - open.get(i).now(), ordered);
        }
        return billed;
    }

    private static long share(long total, long part, long whole) {
        if (total < Integer.MAX_VALUE && whole < Integer.MAX_VALUE / 2) {
            return (2 * total * part + whole) / (2 * whole);
        }
        var twice = BigInteger.valueOf(total).multiply(BigInteger.valueOf(part)).shiftLeft(1);
        return twice.add(BigInteger.valueOf(whole))
                .divide(BigInteger.valueOf(whole).shiftLeft(1))
                .longValueExact();
    }
}
