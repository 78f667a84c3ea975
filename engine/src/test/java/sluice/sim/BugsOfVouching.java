package sluice.sim;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Witness;
import sluice.order.Order;
import sluice.order.OrderCommand;
import sluice.value.OrderId;

/** What could go wrong when a SKU or an account asks whether an order exists. */
final class BugsOfVouching {

    private BugsOfVouching() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "what do you own now",
                        "the question is not whether an order exists, but whether it has anything open",
                        ReleasedNeverWas.class,
                        Focus.LOST_VOUCHES,
                        new Parts() {
                            @Override
                            Witness witness(Witness witness, SimNode node) {
                                return orders -> witness.exist(orders).thenCompose(known -> owners(known, node));
                            }
                        }),
                new PlantedBug(
                        "no is not written",
                        "an order that cannot be found is taken for one that never will be, and nothing is written",
                        ReleasedNeverWas.class,
                        Focus.LONG_OUTAGES,
                        new OnlyReads(Parts.VOUCH_PATIENCE)),
                new PlantedBug(
                        "impatient",
                        "a claim's order is looked for before a placement can be over, and released if it is not found",
                        ReleasedNeverWas.class,
                        new OnlyReads(Duration.ofMillis(50))),
                new PlantedBug(
                        "nobody answers whether an order exists",
                        "the question whether an order exists gets lost, and claims without an order stay",
                        NothingWaits.class,
                        new Parts() {
                            @Override
                            Witness witness(Witness witness, SimNode node) {
                                return orders -> CompletableFuture.completedFuture(Map.of());
                            }
                        }));
    }

    private static CompletionStage<Map<OrderId, Boolean>> owners(Map<OrderId, Boolean> known, SimNode node) {
        var answers = new HashMap<>(known);
        return each(
                        known.keySet(),
                        order -> node.asks()
                                .orders()
                                .ask(order.toString(), new OrderCommand.Read(), Origin.TIMER, null)
                                .thenAccept(outcome -> {
                                    if (outcome instanceof Outcome.Done<?, ?> done
                                            && done.answer() instanceof Order read) {
                                        answers.put(
                                                order,
                                                read.lines().stream()
                                                        .anyMatch(line ->
                                                                !line.open().isZero()));
                                    }
                                }))
                .thenApply(all -> answers);
    }

    private static CompletionStage<Void> each(
            Collection<OrderId> orders, Function<OrderId, CompletionStage<Void>> action) {
        return CompletableFuture.allOf(orders.stream()
                .map(action)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    }

    private static final class OnlyReads extends Parts {

        private final Duration patience;

        OnlyReads(Duration patience) {
            this.patience = patience;
        }

        @Override
        Duration vouchPatience() {
            return patience;
        }

        @Override
        Witness witness(Witness witness, SimNode node) {
            return orders -> {
                var answers = new HashMap<OrderId, Boolean>();
                return each(
                                orders,
                                order -> node.asks().firstEvent(order).handle((event, failure) -> {
                                    if (failure == null) {
                                        answers.put(order, event.isPresent());
                                    }
                                    return null;
                                }))
                        .thenApply(all -> answers);
            };
        }
    }
}
