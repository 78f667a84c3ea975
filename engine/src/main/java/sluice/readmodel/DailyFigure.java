package sluice.readmodel;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * What a figure counts.
 *
 * @param day of the events, in UTC
 * @param channel of the orders
 * @param figure one of the names here
 * @param detail what the name leaves open: a currency, a transition; empty where there is nothing
 */
record DailyFigure(LocalDate day, String channel, String figure, String detail) implements Comparable<DailyFigure> {

    static final String ORDERS_PLACED = "orders-placed";
    static final String LINES_PLACED = "lines-placed";
    static final String UNITS_PLACED = "units-placed";

    /** Minor units, by currency. */
    static final String VALUE_PLACED = "value-placed";

    static final String ORDERS_CANCELLED = "orders-cancelled";
    static final String UNITS_CANCELLED = "units-cancelled";
    static final String SHIPMENTS = "shipments";
    static final String UNITS_SHIPPED = "units-shipped";
    static final String ORDERS_SHIPPED = "orders-shipped";
    static final String ORDERS_DELIVERED = "orders-delivered";

    /** Orders whose first shipment left that day, and their lines and units as ordered, and what of each that shipment filled. */
    static final String FIRST_ORDERS = "first-shipment-orders";

    static final String FIRST_ORDERS_FILLED = "first-shipment-orders-filled";
    static final String FIRST_LINES = "first-shipment-lines";
    static final String FIRST_LINES_FILLED = "first-shipment-lines-filled";
    static final String FIRST_UNITS = "first-shipment-units";
    static final String FIRST_UNITS_FILLED = "first-shipment-units-filled";

    /** Changes of status, {@code SUBMITTED>CONFIRMED}, and how many milliseconds orders had been in the status before. */
    static final String TRANSITIONS = "transitions";

    static final String TRANSITION_MILLIS = "transition-millis";

    /** Changes of status that came at most so long after the one before: {@code SUBMITTED>CONFIRMED>PT1H}. */
    static final String TRANSITIONS_WITHIN = "transitions-within";

    private static final Comparator<DailyFigure> ORDER = Comparator.comparing(DailyFigure::day)
            .thenComparing(DailyFigure::channel)
            .thenComparing(DailyFigure::figure)
            .thenComparing(DailyFigure::detail);

    @Override
    public int compareTo(DailyFigure other) {
        return ORDER.compare(this, other);
    }
}
