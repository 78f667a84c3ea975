package sluice.http;

import static sluice.http.Confinement.SHARED;
import static sluice.http.Operation.get;
import static sluice.http.Operation.post;
import static sluice.http.Operation.put;
import static sluice.key.Scope.INVENTORY_READ;
import static sluice.key.Scope.INVENTORY_WRITE;
import static sluice.key.Scope.PRODUCTS_READ;
import static sluice.key.Scope.PRODUCTS_WRITE;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import sluice.Caller;
import sluice.Engine;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.stock.StockAnswer;
import sluice.stock.StockAnswer.StockView;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.SkuId;

/** Defining SKUs and keeping their stock. */
final class SkuRoutes {

    private static final String SKU = "/v1/skus/{sku}";
    private static final SkuId NO_SKU = new SkuId("-");

    private final Engines engines;

    SkuRoutes(Engine engine) {
        this.engines = new Engines(engine);
    }

    List<Operation> operations() {
        return List.of(
                put("defineSku", PRODUCTS_WRITE, SKU, this::define),
                get("readSku", PRODUCTS_READ, SKU, in -> read(in, SkuRoutes::definition))
                        .confined(SHARED),
                get("readStock", INVENTORY_READ, SKU + "/stock", in -> read(in, SkuRoutes::stock))
                        .confined(SHARED),
                post(
                        "receiveStock",
                        INVENTORY_WRITE,
                        SKU + "/receipts",
                        in -> change(in, SkuBodies.receive(in.body()))),
                post(
                        "adjustStock",
                        INVENTORY_WRITE,
                        SKU + "/adjustments",
                        in -> change(in, SkuBodies.adjust(in.body()))));
    }

    private Supplier<CompletionStage<Answer>> define(Reading in) {
        var sku = sku(in);
        var command = SkuBodies.define(in.body());
        var caller = in.definer();
        if (!in.onlyIfExists()) {
            return () -> ask(in, sku, command.get(), caller, SkuRoutes::defined);
        }
        return () -> engines.of(in)
                .sku(sku, new StockCommand.Read(), in.asker())
                .thenCompose(outcome -> isUnknown(outcome)
                        ? CompletableFuture.completedStage(Outcomes.absent())
                        : ask(in, sku, command.get(), caller, SkuRoutes::defined));
    }

    private Supplier<CompletionStage<Answer>> read(Reading in, Function<StockView, Resource> view) {
        var sku = sku(in);
        return () -> ask(in, sku, new StockCommand.Read(), in.asker(), view);
    }

    private Supplier<CompletionStage<Answer>> change(Reading in, Supplier<StockCommand> command) {
        var sku = sku(in);
        var caller = in.changer();
        return () -> ask(in, sku, command.get(), caller, SkuRoutes::stock);
    }

    static SkuId sku(Reading in) {
        return in.path("sku", SkuId::new, NO_SKU);
    }

    private CompletionStage<Answer> ask(
            Reading in, SkuId sku, StockCommand command, Caller caller, Function<StockView, Resource> view) {
        return engines.of(in)
                .sku(sku, command, caller)
                .thenApply(outcome -> Outcomes.answer(
                        outcome,
                        done -> view.apply(view(done.answer())).replayed(done.replayed()),
                        SkuRoutes::refusal));
    }

    private static StockView view(StockAnswer answer) {
        return switch (answer) {
            case StockView view -> view;
            case StockAnswer.ClaimGranted other -> throw new IllegalStateException("not a view: " + other);
            case StockAnswer.Ok other -> throw new IllegalStateException("not a view: " + other);
        };
    }

    /** The first version was created by this request, or by its twin: a retried PUT gets the first answer again. */
    private static Resource defined(StockView view) {
        return Resource.versioned(
                view.definitionVersion() == 1 ? 201 : 200, view.definitionVersion(), SkuView.of(view));
    }

    private static Resource definition(StockView view) {
        return Resource.versioned(200, view.definitionVersion(), SkuView.of(view));
    }

    private static Resource stock(StockView view) {
        return Resource.versioned(200, view.stockVersion(), StockLevels.of(view));
    }

    private static boolean isUnknown(Outcome<StockAnswer, StockRejection> outcome) {
        return outcome instanceof Outcome.Refused<StockAnswer, StockRejection>(StockRejection.UnknownSku());
    }

    static Refusal refusal(StockRejection rejection) {
        return switch (rejection) {
            case StockRejection.UnknownSku() -> Refusal.of(Problem.NOT_FOUND, "There is no such SKU.");
            case StockRejection.CountMoved(long onHand) ->
                Refusal.of(Problem.COUNT_MOVED, "On record at the location is " + onHand + ".")
                        .with("actual", onHand);
            case StockRejection.BelowZero(long onHand) ->
                Refusal.of(Problem.BELOW_ZERO, "The location holds " + onHand + ".")
                        .with("onHand", onHand);
            case StockRejection.TooMuch() ->
                Refusal.of(Problem.ABOVE_MAXIMUM, "The SKU would hold more than can be counted.");
            case StockRejection.InsufficientStock other -> throw new IllegalStateException("for orders only: " + other);
            case StockRejection.ClaimedDifferently other ->
                throw new IllegalStateException("for orders only: " + other);
        };
    }
}
