package sluice.http;

import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.get;
import static sluice.http.Operation.post;
import static sluice.key.Scope.ORDERS_READ;
import static sluice.key.Scope.ORDERS_WRITE;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import sluice.Caller;
import sluice.Engine;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.placement.WantedOrder;
import sluice.value.OrderId;
import sluice.view.OrderView;

/** Placing orders, reading them, and taking them through their life. */
final class OrderRoutes {

    private static final String ORDER = "/v1/orders/{id}";

    private final Engines engines;

    OrderRoutes(Engine engine) {
        this.engines = new Engines(engine);
    }

    List<Operation> operations() {
        return List.of(
                post("placeOrder", ORDERS_WRITE, "/v1/orders", this::place).confined(TO_ACCOUNT),
                get("readOrder", ORDERS_READ, ORDER, this::read).confined(TO_ACCOUNT),
                get("readOrderEvents", ORDERS_READ, ORDER + "/events", this::events)
                        .confined(TO_ACCOUNT),
                changing("confirmOrder", "/confirm", body -> OrderCommand.Confirm::new),
                changing("releaseOrder", "/release", OrderBodies::release),
                changing("shipOrder", "/shipments", OrderBodies::ship),
                changing("deliverOrder", "/deliver", body -> OrderCommand.Deliver::new),
                changing("cancelOrder", "/cancel", OrderBodies::cancel));
    }

    private Operation changing(String id, String action, Function<Fields, Supplier<OrderCommand>> body) {
        return post(id, ORDERS_WRITE, ORDER + action, change(body)).confined(TO_ACCOUNT);
    }

    private Supplier<CompletionStage<Answer>> place(Reading in) {
        var wanted = OrderBodies.wanted(in.body(), in.key());
        var caller = in.creator();
        return () -> place(in, wanted.get(), caller);
    }

    private CompletionStage<Answer> place(Reading in, WantedOrder wanted, Caller caller) {
        var beyond = PlacementRefusals.beyond(in.key(), wanted);
        if (beyond.isPresent()) {
            return CompletableFuture.completedStage(beyond.get());
        }
        return engines.of(in)
                .place(wanted, caller)
                .thenApply(outcome -> Outcomes.answer(
                        outcome,
                        done -> order(201, done.answer(), done.replayed())
                                .withHeader(
                                        "Location",
                                        "/v1/orders/" + done.answer().id()),
                        reason -> PlacementRefusals.of(reason, in.key())));
    }

    private Supplier<CompletionStage<Answer>> read(Reading in) {
        return () -> ask(
                in.parameter("id"),
                id -> engines.of(in)
                        .order(id, new OrderCommand.Read(), in.asker())
                        .thenApply(OrderRoutes::answer));
    }

    private Supplier<CompletionStage<Answer>> events(Reading in) {
        return () -> ask(
                in.parameter("id"),
                id -> engines.of(in).history(id).thenApply(history -> {
                    var trail = OrderTrail.of(history);
                    return trail.isEmpty() ? notFound() : Resource.ok(Map.of("data", trail));
                }));
    }

    private Function<Reading, Supplier<CompletionStage<Answer>>> change(Function<Fields, Supplier<OrderCommand>> body) {
        return in -> {
            var command = body.apply(in.body());
            var caller = in.changer();
            return () -> ask(
                    in.parameter("id"),
                    id -> engines.of(in).order(id, command.get(), caller).thenApply(OrderRoutes::answer));
        };
    }

    /** What is not the id of any order is not found, as is an id that no order has. */
    private static CompletionStage<Answer> ask(String id, Function<OrderId, CompletionStage<Answer>> question) {
        return OrderId.parse(id).map(question).orElseGet(() -> CompletableFuture.completedStage(notFound()));
    }

    private static Answer answer(Outcome<OrderAnswer, OrderRejection> outcome) {
        return Outcomes.answer(
                outcome,
                done -> switch (done.answer()) {
                    case Order order -> order(200, order, done.replayed());
                    case OrderAnswer.Existence other -> throw new IllegalStateException("not an order: " + other);
                    case OrderAnswer.Ok other -> throw new IllegalStateException("not an order: " + other);
                },
                OrderRoutes::refusal);
    }

    private static Resource order(int status, Order order, boolean replayed) {
        return Resource.versioned(status, order.version(), OrderView.of(order)).replayed(replayed);
    }

    private static Refusal refusal(OrderRejection rejection) {
        return switch (rejection) {
            case OrderRejection.NotFound() -> notFound();
            case OrderRejection.IllegalTransition(var status, var command, var allowed) ->
                Refusal.of(
                                Problem.ILLEGAL_TRANSITION,
                                "The order is " + status + ", which does not allow " + command + ".")
                        .with("orderStatus", status)
                        .with("command", command)
                        .with("allowed", allowed);
            case OrderRejection.NoSuchLine(int line) ->
                Refusal.of(Problem.NO_SUCH_LINE, "The order has no line " + line + ".")
                        .with("line", line);
            case OrderRejection.MoreThanOpen(int line, var requested, var open) ->
                Refusal.of(
                                Problem.MORE_THAN_OPEN,
                                "Of line " + line + ", " + open + " is open and " + requested + " was asked for.")
                        .with("line", line)
                        .with("requested", requested.units())
                        .with("open", open.units());
        };
    }

    private static Refusal notFound() {
        return Refusal.of(Problem.NOT_FOUND, "There is no such order.");
    }
}
