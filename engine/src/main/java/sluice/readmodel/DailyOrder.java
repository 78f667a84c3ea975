package sluice.readmodel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import sluice.entity.Batch;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.order.OrderStatus;

/** One order's way through the days, event by event: each adds what it means to the figures of its day. */
final class DailyOrder {

    /** The bounds that transitions are told apart by. */
    static final List<Duration> BOUNDS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7));

    private static final OrderRules RULES = new OrderRules();

    private final Map<DailyFigure, BigDecimal> sums;
    private OrderState state = RULES.initial("");
    private Instant since = Instant.EPOCH; // when it came into its status

    DailyOrder(Map<DailyFigure, BigDecimal> sums) {
        this.sums = sums;
    }

    /** Goes over a row that was counted before. */
    void skip(Batch<OrderEvent> batch) {
        batch.events().forEach(event -> apply(event, batch.at()));
    }

    /** Counts a row. */
    void count(Batch<OrderEvent> batch) {
        batch.events().forEach(event -> {
            var before = state.order();
            var sinceBefore = since;
            apply(event, batch.at());
            var after = state.order();
            if (after != null) {
                var day = new Day(
                        batch.at().atOffset(ZoneOffset.UTC).toLocalDate(),
                        after.channel().name(),
                        sums);
                if (before == null) {
                    placed(day, after);
                } else {
                    changed(day, event, before, after);
                    transition(day, before, after, Duration.between(sinceBefore, batch.at()));
                }
            }
        });
    }

    private void apply(OrderEvent event, Instant at) {
        var before = state.order();
        state = RULES.apply(state, event, at);
        var after = state.order();
        if (after != null && (before == null || before.status() != after.status())) {
            since = at;
        }
    }

    private static void placed(Day day, Order order) {
        day.add(DailyFigure.ORDERS_PLACED, 1);
        day.add(DailyFigure.LINES_PLACED, order.lines().size());
        order.lines().forEach(line -> {
            day.add(DailyFigure.UNITS_PLACED, line.ordered().units());
            day.add(
                    DailyFigure.VALUE_PLACED,
                    order.currency().getCurrencyCode(),
                    line.total().minorUnits());
        });
    }

    private static void changed(Day day, OrderEvent event, Order before, Order after) {
        switch (event) {
            case OrderEvent.Shipped shipped -> shipped(day, before, after);
            case OrderEvent.Cancelled cancelled -> {
                day.add(DailyFigure.ORDERS_CANCELLED, 1);
                before.lines()
                        .forEach(line ->
                                day.add(DailyFigure.UNITS_CANCELLED, line.open().units()));
            }
            case OrderEvent.Delivered delivered -> day.add(DailyFigure.ORDERS_DELIVERED, 1);
            case OrderEvent.Placed placed -> {}
            case OrderEvent.Abandoned abandoned -> {}
            case OrderEvent.Confirmed confirmed -> {}
            case OrderEvent.Released released -> {}
            case OrderEvent.Settled settled -> {}
        }
    }

    private static void shipped(Day day, Order before, Order after) {
        boolean first = before.shipments().isEmpty();
        boolean complete = after.status() == OrderStatus.SHIPPED;
        day.add(DailyFigure.SHIPMENTS, 1);
        if (complete) {
            day.add(DailyFigure.ORDERS_SHIPPED, 1);
        }
        if (first) {
            day.add(DailyFigure.FIRST_ORDERS, 1);
            day.add(DailyFigure.FIRST_ORDERS_FILLED, complete ? 1 : 0);
        }
        for (int index = 0; index < after.lines().size(); index++) {
            var line = after.lines().get(index);
            long ordered = line.ordered().units();
            long units =
                    line.shipped().units() - before.lines().get(index).shipped().units();
            day.add(DailyFigure.UNITS_SHIPPED, units);
            if (first) {
                day.add(DailyFigure.FIRST_LINES, 1);
                day.add(DailyFigure.FIRST_LINES_FILLED, units == ordered ? 1 : 0);
                day.add(DailyFigure.FIRST_UNITS, ordered);
                day.add(DailyFigure.FIRST_UNITS_FILLED, units);
            }
        }
    }

    /** @param took below zero where the clocks of two nodes disagree, which then counts as no time */
    private static void transition(Day day, Order before, Order after, Duration took) {
        if (before.status() == after.status()) {
            return;
        }
        var name = before.status() + ">" + after.status();
        day.add(DailyFigure.TRANSITIONS, name, 1);
        day.add(DailyFigure.TRANSITION_MILLIS, name, Math.max(0, took.toMillis()));
        BOUNDS.stream()
                .filter(bound -> took.compareTo(bound) <= 0)
                .forEach(bound -> day.add(DailyFigure.TRANSITIONS_WITHIN, name + ">" + bound, 1));
    }

    /** The figures of one day and channel. */
    private record Day(LocalDate date, String channel, Map<DailyFigure, BigDecimal> sums) {

        void add(String figure, long amount) {
            add(figure, "", amount);
        }

        void add(String figure, String detail, long amount) {
            if (amount != 0) {
                sums.merge(new DailyFigure(date, channel, figure, detail), BigDecimal.valueOf(amount), BigDecimal::add);
            }
        }
    }
}
