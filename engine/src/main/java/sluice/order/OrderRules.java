package sluice.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.order.OrderCommand.Ship;
import sluice.order.OrderEvent.ShippedLine;
import sluice.value.LocationId;

/** The order's state machine; {@link OrderState} lists the transitions. */
public final class OrderRules
        implements EntityRules<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> {

    /** What callers can do to an order, in the order of its life, by the API's names. */
    private enum Step {
        CONFIRM,
        RELEASE,
        SHIP,
        DELIVER,
        CANCEL;

        String apiName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Map<OrderStatus, Set<Step>> ALLOWED = new EnumMap<>(Map.of(
            OrderStatus.SUBMITTED, EnumSet.of(Step.CONFIRM, Step.CANCEL),
            OrderStatus.CONFIRMED, EnumSet.of(Step.RELEASE, Step.SHIP, Step.CANCEL),
            OrderStatus.PROCESSING, EnumSet.of(Step.SHIP, Step.CANCEL),
            OrderStatus.SHIPPED, EnumSet.of(Step.DELIVER),
            OrderStatus.DELIVERED, EnumSet.noneOf(Step.class),
            OrderStatus.CANCELLED, EnumSet.noneOf(Step.class)));

    private static final int EVENTS_BETWEEN_SNAPSHOTS = 200;

    @Override
    public OrderState initial(String id) {
        return OrderState.NONE;
    }

    @Override
    public OrderState apply(OrderState state, OrderEvent event, Instant at) {
        return state.apply(event, at);
    }

    @Override
    public Decision<OrderEvent, OrderRejection> decide(OrderState state, OrderCommand command, Instant now) {
        var order = state.order();
        if (order == null) {
            return decideWithoutOrder(state, command);
        }
        return switch (command) {
            case OrderCommand.Read read -> Decision.unchanged();
            case OrderCommand.DoesExist question -> Decision.unchanged();
            case OrderCommand.Settle(var effect) -> settle(state, effect);
            case OrderCommand.Confirm confirm ->
                allowed(order, Step.CONFIRM)
                        ? Decision.accept(new OrderEvent.Confirmed())
                        : illegal(order, Step.CONFIRM);
            case OrderCommand.Release(var location) ->
                allowed(order, Step.RELEASE)
                        ? Decision.accept(new OrderEvent.Released(location))
                        : illegal(order, Step.RELEASE);
            case Ship ship -> ship(order, ship);
            case OrderCommand.Deliver deliver ->
                allowed(order, Step.DELIVER)
                        ? Decision.accept(new OrderEvent.Delivered())
                        : illegal(order, Step.DELIVER);
            case OrderCommand.Cancel(var reason) ->
                allowed(order, Step.CANCEL)
                        ? Decision.accept(new OrderEvent.Cancelled(reason))
                        : illegal(order, Step.CANCEL);
        };
    }

    /** Nobody can order what was abandoned; and only the question whether an order exists abandons it. */
    private static Decision<OrderEvent, OrderRejection> decideWithoutOrder(OrderState state, OrderCommand command) {
        if (command instanceof OrderCommand.DoesExist) {
            return state.abandoned() ? Decision.unchanged() : Decision.accept(new OrderEvent.Abandoned());
        }
        return Decision.reject(new OrderRejection.NotFound());
    }

    private static Decision<OrderEvent, OrderRejection> settle(OrderState state, long effect) {
        boolean pending = state.unsettled().stream().anyMatch(one -> one.number() <= effect);
        return pending ? Decision.accept(new OrderEvent.Settled(effect)) : Decision.unchanged();
    }

    private static Decision<OrderEvent, OrderRejection> ship(Order order, Ship ship) {
        if (!allowed(order, Step.SHIP)) {
            return illegal(order, Step.SHIP);
        }
        var lines = new ArrayList<ShippedLine>();
        var seen = new HashSet<Integer>();
        for (var wanted : ship.lines()) {
            if (wanted.line() < 1 || wanted.line() > order.lines().size() || !seen.add(wanted.line())) {
                return Decision.reject(new OrderRejection.NoSuchLine(wanted.line()));
            }
            var open = order.lines().get(wanted.line() - 1).open();
            if (wanted.quantity().isZero() || wanted.quantity().exceeds(open)) {
                return Decision.reject(new OrderRejection.MoreThanOpen(wanted.line(), wanted.quantity(), open));
            }
            lines.add(new ShippedLine(wanted.line(), wanted.quantity()));
        }
        if (ship.lines().isEmpty()) {
            order.lines().stream()
                    .filter(line -> !line.open().isZero())
                    .forEach(line -> lines.add(new ShippedLine(line.number(), line.open())));
        }
        return Decision.accept(
                new OrderEvent.Shipped(List.copyOf(lines), from(order, ship), ship.carrier(), ship.trackingNumber()));
    }

    private static LocationId from(Order order, Ship ship) {
        return ship.location() == null ? OrderState.shippingLocation(order) : ship.location();
    }

    private static boolean allowed(Order order, Step step) {
        return allowedIn(order).contains(step);
    }

    private static Decision<OrderEvent, OrderRejection> illegal(Order order, Step step) {
        var allowed = allowedIn(order).stream().map(Step::apiName).toList();
        return Decision.reject(new OrderRejection.IllegalTransition(order.status(), step.apiName(), allowed));
    }

    /** What a caller may do to the order as it stands; what has left the house cannot be cancelled. */
    private static Set<Step> allowedIn(Order order) {
        var steps = EnumSet.copyOf(ALLOWED.get(order.status()));
        if (order.fulfilment() != Order.Fulfilment.NONE) {
            steps.remove(Step.CANCEL);
        }
        return steps;
    }

    @Override
    public OrderAnswer answer(OrderState state, OrderCommand command) {
        return switch (command) {
            case OrderCommand.DoesExist question -> new OrderAnswer.Existence(state.order() != null);
            case OrderCommand.Settle settle -> new OrderAnswer.Ok();
            case OrderCommand.Read read -> view(state);
            case OrderCommand.Confirm confirm -> view(state);
            case OrderCommand.Release release -> view(state);
            case Ship ship -> view(state);
            case OrderCommand.Deliver deliver -> view(state);
            case OrderCommand.Cancel cancel -> view(state);
        };
    }

    @Override
    public OrderAnswer view(OrderState state) {
        return state.placed();
    }

    @Override
    public @Nullable Long revision(OrderState state, OrderCommand command) {
        var order = state.order();
        boolean internal = command instanceof OrderCommand.Read
                || command instanceof OrderCommand.DoesExist
                || command instanceof OrderCommand.Settle;
        return internal || order == null ? null : Long.valueOf(order.version());
    }

    @Override
    public boolean isVoid(OrderState state) {
        return state.order() == null;
    }

    @Override
    public Object snapshot(OrderState state) {
        return state.snapshot();
    }

    @Override
    public OrderState restore(String id, Object snapshot) {
        return OrderState.of((OrderSnapshot) snapshot);
    }

    @Override
    public long eventsBetweenSnapshots(OrderState state) {
        return EVENTS_BETWEEN_SNAPSHOTS;
    }
}
