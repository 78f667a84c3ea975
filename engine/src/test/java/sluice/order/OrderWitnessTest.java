package sluice.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import sluice.entity.Outcome;
import sluice.value.OrderId;

class OrderWitnessTest {

    private final Map<OrderId, CompletionStage<Optional<OrderEvent>>> firstEvents = new HashMap<>();
    private final Map<String, Outcome<OrderAnswer, OrderRejection>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final OrderWitness witness = new OrderWitness(
            order -> firstEvents.getOrDefault(order, CompletableFuture.completedFuture(Optional.empty())),
            (order, command, origin, ifVersion) -> {
                asked.add(order);
                assertEquals(new OrderCommand.DoesExist(), command);
                return CompletableFuture.completedFuture(answers.getOrDefault(order, new Outcome.Unknown<>("lost")));
            });

    @Test
    void firstEvent_tellsWithoutAskingTheOrder() {
        firstEvents.put(order(1), found(OrderLife.placed().order()));
        firstEvents.put(order(2), CompletableFuture.completedFuture(Optional.of(new OrderEvent.Abandoned())));
        assertEquals(Map.of(order(1), true, order(2), false), existence(order(1), order(2)));
        assertEquals(List.of(), asked);
    }

    @Test
    void orderWithoutAFirstEvent_isAskedItself() {
        answers.put(order(1).toString(), new Outcome.Done<>(new OrderAnswer.Existence(false), false));
        answers.put(order(2).toString(), new Outcome.Done<>(new OrderAnswer.Existence(true), false));
        assertEquals(Map.of(order(1), false, order(2), true), existence(order(1), order(2)));
    }

    @Test
    void orderOfWhichNobodyCanTell_isLeftOut_andTheOthersAreTold() {
        firstEvents.put(order(1), CompletableFuture.failedFuture(new IllegalStateException("no database")));
        firstEvents.put(order(2), found(OrderLife.placed().order()));
        assertEquals(Map.of(order(2), true), existence(order(1), order(2), order(3)));
    }

    private Map<OrderId, Boolean> existence(OrderId... orders) {
        return witness.exist(List.of(orders)).toCompletableFuture().join();
    }

    private static CompletionStage<Optional<OrderEvent>> found(Order order) {
        return CompletableFuture.completedFuture(Optional.of(new OrderEvent.Placed(
                order.id(),
                order.channel(),
                order.account(),
                null,
                null,
                order.currency(),
                List.of(OrderLife.line(OrderLife.TEE, 1, 1)),
                Map.of(),
                "key-1")));
    }

    private static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, number));
    }
}
