package sluice.event;

import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.event.EventModel.Decoded;
import sluice.journal.OrderHistories;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.order.OrderStatus;
import sluice.view.OrderView;

/**
 * What is told of orders. Each event shows its order as the API gives it just after that very event: the history is folded step by
 * step, by the rules, and goes no further than the row.
 */
final class OrderTold {

    private static final OrderRules RULES = new OrderRules();

    private final Map<String, List<OrderHistories.Row>> histories;
    private final Map<String, Map<Long, List<NewEvent>>> told = new HashMap<>();

    /** @param histories of the orders that are asked about with more than their births */
    OrderTold(Map<String, List<OrderHistories.Row>> histories) {
        this.histories = histories;
    }

    /** The events of one row. */
    @SuppressWarnings("unchecked") // the row's kind says what its events are
    List<NewEvent> of(Decoded row) {
        if (row.sequence() == 1) {
            var only = List.of(new OrderHistories.Row(1, (Batch<OrderEvent>) row.batch()));
            return fold(row.persistenceId(), only).getOrDefault(1L, List.of());
        }
        return told.computeIfAbsent(row.persistenceId(), id -> fold(id, histories.getOrDefault(id, List.of())))
                .getOrDefault(row.sequence(), List.of());
    }

    /** The currency of an order, if its history is known. */
    Optional<Currency> currency(String persistenceId) {
        return histories.getOrDefault(persistenceId, List.of()).stream()
                .flatMap(row -> row.batch().events())
                .filter(OrderEvent.Placed.class::isInstance)
                .map(event -> ((OrderEvent.Placed) event).currency())
                .findFirst();
    }

    private static Map<Long, List<NewEvent>> fold(String persistenceId, List<OrderHistories.Row> history) {
        var byRow = new HashMap<Long, List<NewEvent>>();
        OrderState state = RULES.initial("");
        for (var row : history) {
            var events = new ArrayList<NewEvent>();
            int index = 0;
            for (var event : (Iterable<OrderEvent>) row.batch().events()::iterator) {
                var before = state.order();
                state = RULES.apply(state, event, row.batch().at());
                var after = state.order();
                if (after != null) {
                    var step = new Step(persistenceId, row, index, before, after);
                    events.addAll(step.told(types(event, before, after)));
                }
                index++;
            }
            byRow.put(row.sequence(), events);
        }
        return byRow;
    }

    /** Whether anything is told of {@code event}. */
    static boolean isTold(OrderEvent event) {
        return switch (event) {
            case OrderEvent.Placed placed -> true;
            case OrderEvent.Confirmed confirmed -> true;
            case OrderEvent.Released released -> true;
            case OrderEvent.Shipped shipped -> true;
            case OrderEvent.Delivered delivered -> true;
            case OrderEvent.Cancelled cancelled -> true;
            case OrderEvent.Abandoned abandoned -> false; // nobody was ever told of the order
            case OrderEvent.Settled settled -> false; // the order's note to itself
        };
    }

    /** As what {@code event} is told, in order. */
    private static List<EventType> types(OrderEvent event, @Nullable Order before, Order after) {
        return switch (event) {
            case OrderEvent.Placed placed -> List.of(EventType.ORDER_CREATED);
            case OrderEvent.Confirmed confirmed -> changed(before, after);
            case OrderEvent.Released released -> changed(before, after);
            case OrderEvent.Shipped shipped -> {
                var types = new ArrayList<>(List.of(EventType.SHIPMENT_CREATED));
                types.addAll(changed(before, after));
                yield types;
            }
            case OrderEvent.Delivered delivered -> changed(before, after);
            case OrderEvent.Cancelled cancelled -> changed(before, after);
            case OrderEvent.Abandoned abandoned -> List.of();
            case OrderEvent.Settled settled -> List.of();
        };
    }

    private static List<EventType> changed(@Nullable Order before, Order after) {
        return before != null && before.status() == after.status()
                ? List.of()
                : List.of(EventType.ORDER_STATUS_CHANGED, reached(after.status()));
    }

    private static EventType reached(OrderStatus status) {
        return switch (status) {
            case SUBMITTED -> EventType.ORDER_CREATED;
            case CONFIRMED -> EventType.ORDER_CONFIRMED;
            case PROCESSING -> EventType.ORDER_PROCESSING;
            case SHIPPED -> EventType.ORDER_SHIPPED;
            case DELIVERED -> EventType.ORDER_DELIVERED;
            case CANCELLED -> EventType.ORDER_CANCELLED;
        };
    }

    /** What one event of the journal made of an order. */
    private record Step(
            String persistenceId,
            OrderHistories.Row row,
            int index,
            @Nullable Order before,
            Order after) {

        List<NewEvent> told(List<EventType> types) {
            if (types.isEmpty()) {
                return List.of();
            }
            var order = new RawValue(EventBody.json(OrderView.of(after))); // written once for all
            return types.stream().map(type -> event(type, data(type, order))).toList();
        }

        private Map<String, Object> data(EventType type, RawValue order) {
            var data = new LinkedHashMap<String, Object>();
            data.put("order", order);
            if (before != null) {
                data.put("previousStatus", before.status().name());
            }
            if (type == EventType.SHIPMENT_CREATED) {
                data.put("shipment", after.shipments().size());
            }
            return data;
        }

        private NewEvent event(EventType type, Map<String, Object> data) {
            var id = EventId.of(persistenceId, row.sequence(), index, type.wireName());
            var at = row.batch().at();
            var account = after.account();
            return new NewEvent(
                    id,
                    type,
                    "order/" + after.id(),
                    account == null ? null : account.value(),
                    after.version(),
                    at,
                    EventBody.of(id, type, at, after.version(), data));
        }
    }
}
