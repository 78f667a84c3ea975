package sluice.readmodel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sluice.order.Channel;
import sluice.order.OrderStatus;

/**
 * What happened on one day, in UTC, to the orders of one channel.
 *
 * @param ordersFirstShipped orders whose first shipment left that day; the next two and the like for lines and units are of these
 *     alone: how many there were, and how many that first shipment filled
 * @param value of the orders placed, in minor units by currency
 * @param refusals orders refused, by reason
 */
public record DailyRow(
        LocalDate day,
        Channel channel,
        long ordersPlaced,
        long linesPlaced,
        long unitsPlaced,
        SortedMap<String, BigDecimal> value,
        long ordersCancelled,
        long unitsCancelled,
        long shipments,
        long unitsShipped,
        long ordersShipped,
        long ordersDelivered,
        Filled ordersFirstShipped,
        Filled linesFirstShipped,
        Filled unitsFirstShipped,
        List<Transition> transitions,
        SortedMap<String, Long> refusals) {

    /** How many there were, and how many of them were filled. */
    public record Filled(long all, long filled) {}

    /**
     * Changes from one status to another.
     *
     * @param total how long all of them together had been in {@code from}
     * @param within how many of them had been there at most so long
     */
    public record Transition(
            OrderStatus from, OrderStatus to, long count, Duration total, SortedMap<Duration, Long> within) {}

    /** Puts a row together from figures, and refusals. */
    static DailyRow of(
            LocalDate day, String channel, Map<DailyFigure, BigDecimal> figures, SortedMap<String, Long> refusals) {
        var of = new Figures(day, channel, figures);
        return new DailyRow(
                day,
                Channel.valueOf(channel),
                of.count(DailyFigure.ORDERS_PLACED),
                of.count(DailyFigure.LINES_PLACED),
                of.count(DailyFigure.UNITS_PLACED),
                of.details(DailyFigure.VALUE_PLACED),
                of.count(DailyFigure.ORDERS_CANCELLED),
                of.count(DailyFigure.UNITS_CANCELLED),
                of.count(DailyFigure.SHIPMENTS),
                of.count(DailyFigure.UNITS_SHIPPED),
                of.count(DailyFigure.ORDERS_SHIPPED),
                of.count(DailyFigure.ORDERS_DELIVERED),
                new Filled(of.count(DailyFigure.FIRST_ORDERS), of.count(DailyFigure.FIRST_ORDERS_FILLED)),
                new Filled(of.count(DailyFigure.FIRST_LINES), of.count(DailyFigure.FIRST_LINES_FILLED)),
                new Filled(of.count(DailyFigure.FIRST_UNITS), of.count(DailyFigure.FIRST_UNITS_FILLED)),
                of.transitions(),
                refusals);
    }

    private record Figures(LocalDate day, String channel, Map<DailyFigure, BigDecimal> all) {

        long count(String figure) {
            return count(figure, "");
        }

        private long count(String figure, String detail) {
            return all.getOrDefault(new DailyFigure(day, channel, figure, detail), BigDecimal.ZERO)
                    .longValue();
        }

        SortedMap<String, BigDecimal> details(String figure) {
            var found = new TreeMap<String, BigDecimal>();
            all.forEach((one, amount) -> {
                if (one.day().equals(day)
                        && one.channel().equals(channel)
                        && one.figure().equals(figure)) {
                    found.put(one.detail(), amount);
                }
            });
            return found;
        }

        List<Transition> transitions() {
            var found = new ArrayList<Transition>();
            details(DailyFigure.TRANSITIONS).forEach((name, count) -> {
                int arrow = name.indexOf('>');
                var within = new TreeMap<Duration, Long>();
                DailyOrder.BOUNDS.forEach(
                        bound -> within.put(bound, count(DailyFigure.TRANSITIONS_WITHIN, name + ">" + bound)));
                found.add(new Transition(
                        OrderStatus.valueOf(name.substring(0, arrow)),
                        OrderStatus.valueOf(name.substring(arrow + 1)),
                        count.longValue(),
                        Duration.ofMillis(count(DailyFigure.TRANSITION_MILLIS, name)),
                        within));
            });
            return found;
        }
    }
}
