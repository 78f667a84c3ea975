package sluice.order;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.entity.Asking;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.value.OrderId;

/**
 * Asks orders for clients. An order that has read nothing knows only that there was nothing when it read, so "not found" is said
 * after a reading of the journal that began after the request.
 */
public final class OrderAsking {

    private static final int REREADS = 5;

    private final Asking<OrderCommand, OrderAnswer, OrderRejection> orders;
    private final Function<OrderId, CompletionStage<Optional<OrderEvent>>> firstEvent;

    /** @param firstEvent reads event 1 of an order */
    public OrderAsking(
            Asking<OrderCommand, OrderAnswer, OrderRejection> orders,
            Function<OrderId, CompletionStage<Optional<OrderEvent>>> firstEvent) {
        this.orders = orders;
        this.firstEvent = firstEvent;
    }

    /** As {@link Asking#ask}, for a client. */
    public CompletionStage<Outcome<OrderAnswer, OrderRejection>> ask(
            OrderId order, OrderCommand command, Origin origin, @Nullable Long ifVersion) {
        return ask(order, command, origin, ifVersion, REREADS);
    }

    private CompletionStage<Outcome<OrderAnswer, OrderRejection>> ask(
            OrderId order, OrderCommand command, Origin origin, @Nullable Long ifVersion, int rereads) {
        return orders.ask(order.toString(), command, origin, ifVersion).thenCompose(outcome -> {
            boolean missing = outcome instanceof Outcome.Refused<OrderAnswer, OrderRejection>(var reason)
                    && reason instanceof OrderRejection.NotFound;
            if (!missing) {
                return CompletableFuture.completedFuture(outcome);
            }
            return firstEvent
                    .apply(order)
                    .<Outcome<OrderAnswer, OrderRejection>>handle((event, failure) -> {
                        if (failure != null) {
                            return new Outcome.NotDone<>("the database did not answer");
                        }
                        return event.isEmpty() || event.get() instanceof OrderEvent.Abandoned
                                ? outcome
                                : new Outcome.NotDone<>("the order is being read");
                    })
                    .thenCompose(checked -> checked instanceof Outcome.NotDone && rereads > 0
                            ? ask(order, command, origin, ifVersion, rereads - 1)
                            : CompletableFuture.completedFuture(checked));
        });
    }
}
