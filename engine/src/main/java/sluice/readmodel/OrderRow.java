package sluice.readmodel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.order.OrderStatus;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;

/**
 * An order as a list shows it.
 *
 * @param version the order's own: counts its client-visible changes
 * @param units what all lines together ordered
 * @param updatedAt when its version last changed
 */
public record OrderRow(
        OrderId id,
        OrderStatus status,
        Order.Fulfilment fulfilment,
        long version,
        @Nullable AccountId account,
        Channel channel,
        @Nullable String externalId,
        @Nullable String poNumber,
        Money total,
        int lines,
        long units,
        Instant placedAt,
        Instant updatedAt) {

    private static final OrderRules RULES = new OrderRules();

    static OrderRow of(Order order, Instant updatedAt) {
        return new OrderRow(
                order.id(),
                order.status(),
                order.fulfilment(),
                order.version(),
                order.account(),
                order.channel(),
                order.externalId(),
                order.poNumber(),
                order.total(),
                order.lines().size(),
                order.lines().stream().mapToLong(line -> line.ordered().units()).sum(),
                order.placedAt(),
                updatedAt);
    }

    /** What every batch of one order, in their order, comes to; empty if the order was abandoned. */
    static Optional<Listed> after(List<Batch<OrderEvent>> history) {
        OrderState state = RULES.initial("");
        Instant updatedAt = Instant.MIN;
        long version = 0;
        for (var batch : history) {
            for (var event : (Iterable<OrderEvent>) batch.events()::iterator) {
                state = RULES.apply(state, event, batch.at());
                var order = state.order();
                if (order != null && order.version() != version) {
                    version = order.version();
                    updatedAt = batch.at();
                }
            }
        }
        var order = state.order();
        return order == null ? Optional.empty() : Optional.of(Listed.of(order, updatedAt));
    }

    /** A row, and the SKUs that it is found by, each once. */
    record Listed(OrderRow row, List<String> skus) {

        static Listed of(Order order, Instant updatedAt) {
            var skus = order.lines().stream().map(line -> line.sku().value());
            return new Listed(OrderRow.of(order, updatedAt), skus.distinct().toList());
        }
    }
}
