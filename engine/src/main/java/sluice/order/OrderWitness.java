package sluice.order;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Asking;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Witness;
import sluice.value.OrderId;

/**
 * Tells whether orders exist: by their first event where there is one; else the order itself is asked, which then writes as its
 * first event that it was abandoned. A birth that comes later fails on the primary key, and so "no" is final.
 */
public final class OrderWitness implements Witness {

    private static final Logger LOG = LoggerFactory.getLogger(OrderWitness.class);

    private final Function<OrderId, CompletionStage<Optional<OrderEvent>>> firstEvent;
    private final Asking<OrderCommand, OrderAnswer, OrderRejection> orders;

    /** @param firstEvent reads event 1 of an order; many readings asked for at once should share a statement */
    public OrderWitness(
            Function<OrderId, CompletionStage<Optional<OrderEvent>>> firstEvent,
            Asking<OrderCommand, OrderAnswer, OrderRejection> orders) {
        this.firstEvent = firstEvent;
        this.orders = orders;
    }

    @Override
    public CompletionStage<Map<OrderId, Boolean>> exist(Collection<OrderId> asked) {
        var known = new ConcurrentHashMap<OrderId, Boolean>();
        var answers = asked.stream()
                .map(order -> exists(order).handle((exists, failure) -> {
                    if (failure == null) {
                        known.put(order, exists);
                    } else {
                        LOG.warn("it cannot be told yet whether order {} exists: {}", order, failure.toString());
                    }
                    return order;
                }));
        return CompletableFuture.allOf(
                        answers.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .thenApply(all -> known);
    }

    private CompletionStage<Boolean> exists(OrderId order) {
        return firstEvent
                .apply(order)
                .thenCompose(event -> event.isPresent()
                        ? CompletableFuture.completedFuture(!(event.get() instanceof OrderEvent.Abandoned))
                        : askOrder(order));
    }

    private CompletionStage<Boolean> askOrder(OrderId order) {
        return orders.ask(order.toString(), new OrderCommand.DoesExist(), Origin.TIMER, null)
                .thenApply(outcome -> {
                    if (outcome
                            instanceof
                            Outcome.Done<OrderAnswer, OrderRejection>(
                                    OrderAnswer.Existence(var exists),
                                    var replayed)) {
                        return exists;
                    }
                    throw new IllegalStateException("order " + order + " does not say whether it exists: " + outcome);
                });
    }
}
