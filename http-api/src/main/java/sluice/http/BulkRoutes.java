package sluice.http;

import static sluice.http.Operation.post;
import static sluice.key.Scope.ORDERS_WRITE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.http.Fields.Reader;
import sluice.order.Order;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;
import sluice.view.OrderView;

/**
 * Placing many orders in one request. Each stands by itself: what is wrong with one is told as its own result, and the others are
 * placed. Only what makes the whole unreadable refuses the whole.
 */
final class BulkRoutes {

    private static final int MAX_ORDERS = 100;
    private static final int MAX_LINES = 10_000; // of all orders together

    /** The orders, unread: what is wrong inside of one is a matter of that one. */
    private static final Reader<List<JsonNode>> ORDERS = (value, place) -> {
        if (!value.isArray()) {
            return place.fault("must be an array");
        }
        if (value.isEmpty() || value.size() > MAX_ORDERS) {
            return place.fault("must have 1 to " + MAX_ORDERS + " elements, has " + value.size());
        }
        int lines = 0;
        var orders = new ArrayList<JsonNode>(value.size());
        for (var order : value) {
            lines += order.path("lines").size();
            orders.add(order);
        }
        return lines > MAX_LINES
                ? place.fault("must have at most " + MAX_LINES + " lines in all, have " + lines)
                : orders;
    };

    private final Engines engines;

    BulkRoutes(Engine engine) {
        this.engines = new Engines(engine);
    }

    List<Operation> operations() {
        return List.of(post("placeOrders", ORDERS_WRITE, "/v1/orders/bulk", this::place)
                .confined(Confinement.TO_ACCOUNT)
                .inBulk());
    }

    /**
     * What became of one order.
     *
     * @param index its place in the request, from 0
     * @param status what a request with this order alone would have been answered with
     * @param replayed true where an earlier request had placed it; else left out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            int index,
            int status,
            @Nullable Boolean replayed,
            @Nullable OrderView order,
            @Nullable Map<String, Object> problem) {

        static Result placed(int index, Outcome.Done<Order, PlacementRejection> done) {
            return new Result(index, 201, done.replayed() ? true : null, OrderView.of(done.answer()), null);
        }

        static Result refused(int index, Refusal refusal, String requestId) {
            return new Result(index, refusal.status(), null, null, Responses.problem(refusal, requestId));
        }
    }

    private Supplier<CompletionStage<Answer>> place(Reading in) {
        var orders = in.body().required("orders", ORDERS, List.of());
        var caller = in.creator();
        in.costs(orders.size());
        return () -> {
            var results = new Result[orders.size()];
            var wanted = new LinkedHashMap<Integer, WantedOrder>();
            for (int index = 0; index < results.length; index++) {
                var faults = new ArrayList<Fault>();
                var fields = Fields.of(orders.get(index), "/orders/" + index, faults);
                var order = OrderBodies.wanted(fields, in.key());
                fields.refuseOthers();
                var refusal = faults.isEmpty()
                        ? PlacementRefusals.beyond(in.key(), order.get())
                        : Optional.of(Refusal.of(faults));
                if (refusal.isEmpty()) {
                    wanted.put(index, order.get());
                } else {
                    results[index] = Result.refused(index, refusal.get(), in.requestId());
                }
            }
            return engines.of(in).placeAll(wanted, caller).thenApply(outcomes -> {
                outcomes.forEach((index, outcome) -> results[index] = result(index, outcome, in));
                boolean replayed = Stream.of(results).allMatch(result -> Boolean.TRUE.equals(result.replayed));
                return Resource.ok(Map.of("results", results)).replayed(replayed);
            });
        };
    }

    private static Result result(int index, Outcome<Order, PlacementRejection> outcome, Reading in) {
        return outcome instanceof Outcome.Done<Order, PlacementRejection> done
                ? Result.placed(index, done)
                : Result.refused(
                        index,
                        Outcomes.refusal(outcome, reason -> PlacementRefusals.of(reason, in.key())),
                        in.requestId());
    }
}
