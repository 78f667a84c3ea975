package sluice.load.target;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountTerms;
import sluice.entity.Message;
import sluice.entity.Outcome;
import sluice.load.client.Answer;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;
import sluice.load.client.Target;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** An engine in this process, driven without HTTP; names the same outcomes as {@link HttpTarget}. */
public final class EngineTarget implements Target {

    private static final Caller CALLER = Caller.of("load");
    private static final long PATIENCE_SECONDS = 15; // longer than the engine's ask timeout

    private final Engine engine;

    public EngineTarget(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Answer place(OrderRequest request) {
        Outcome<Order, PlacementRejection> outcome;
        try {
            outcome = await(engine.place(wanted(request), CALLER.withIdempotencyKey(request.key())));
        } catch (NotServed e) {
            return new Answer.Unknown(0, String.valueOf(e.getMessage()));
        }
        return switch (outcome) {
            case Outcome.Done<Order, PlacementRejection>(var order, var replayed) ->
                new Answer.Accepted(content(order), replayed);
            case Outcome.Refused<Order, PlacementRejection>(var reason) -> refused(reason);
            case Outcome.KeyReused<Order, PlacementRejection>() -> new Answer.Refused(422, "idempotency-key-reused");
            case Outcome.VersionMismatch<Order, PlacementRejection>(var actual) ->
                new Answer.Refused(412, "version-mismatch");
            case Outcome.NotDone<Order, PlacementRejection>(var why) -> new Answer.NotDone(503, why);
            case Outcome.Unknown<Order, PlacementRejection>(var why) -> new Answer.Unknown(503, why);
        };
    }

    private static Answer.Refused refused(PlacementRejection reason) {
        return switch (reason) {
            case PlacementRejection.InsufficientStock r -> new Answer.Refused(409, "insufficient-stock");
            case PlacementRejection.CreditLimitExceeded r -> new Answer.Refused(409, "credit-limit-exceeded");
            case PlacementRejection.RequestInFlight r -> new Answer.Refused(409, "request-in-flight");
            case PlacementRejection.ExternalIdTaken r -> new Answer.Refused(409, "external-id-taken");
            case PlacementRejection.UnknownSkus r -> new Answer.Refused(422, "unknown-sku");
            case PlacementRejection.UnknownAccount r -> new Answer.Refused(422, "unknown-account");
            case PlacementRejection.CurrencyMismatch r -> new Answer.Refused(422, "currency-mismatch");
            case PlacementRejection.PriceMissing r -> new Answer.Refused(422, "price-missing");
            case PlacementRejection.TotalOutOfRange r -> new Answer.Refused(422, "total-out-of-range");
        };
    }

    private static WantedOrder wanted(OrderRequest request) {
        return new WantedOrder(
                Channel.valueOf(request.channel()),
                request.account() == null ? null : new AccountId(request.account()),
                request.externalId(),
                request.key(),
                Currency.getInstance(request.currency()),
                request.lines().stream()
                        .map(line -> new WantedOrder.WantedLine(
                                new SkuId(line.sku()), Quantity.of(line.quantity()), line.unitPrice(), null))
                        .toList(),
                Map.of());
    }

    private static OrderContent content(Order order) {
        return new OrderContent(
                order.id().toString(),
                order.channel().name(),
                order.account() == null ? null : order.account().value(),
                order.externalId(),
                order.poNumber(),
                order.currency().getCurrencyCode(),
                order.lines().stream()
                        .map(line -> new OrderContent.Line(
                                line.sku().value(),
                                line.ordered().units(),
                                line.unitPrice(),
                                line.total().minorUnits()))
                        .toList());
    }

    @Override
    public void defineSku(String sku, String name) {
        done(engine.sku(new SkuId(sku), new StockCommand.Define(new SkuDefinition(name, null)), CALLER));
    }

    @Override
    public void receive(String sku, long quantity, String key) {
        var command = new StockCommand.Receive(Quantity.of(quantity), new LocationId("main"), key);
        done(engine.sku(new SkuId(sku), command, CALLER.withIdempotencyKey(key)));
    }

    @Override
    public void defineAccount(String account, String name, BigDecimal creditLimit, String currency) {
        var limit = Money.of(creditLimit, Currency.getInstance(currency));
        var command = new AccountCommand.Define(new AccountTerms(name, limit, 30));
        done(engine.account(new AccountId(account), command, CALLER));
    }

    @Override
    public Optional<OrderContent> readOrder(String id) {
        var parsed = OrderId.parse(id);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        var outcome = await(engine.order(parsed.get(), new OrderCommand.Read(), CALLER));
        if (outcome instanceof Outcome.Refused<OrderAnswer, OrderRejection>(OrderRejection.NotFound none)) {
            return Optional.empty();
        }
        return Optional.of(content(as(Order.class, answer(outcome))));
    }

    @Override
    public Stock stock(String sku) {
        var view = as(StockAnswer.StockView.class, done(engine.sku(new SkuId(sku), new StockCommand.Read(), CALLER)));
        return new Stock(
                view.onHandUnits(), view.claimed().units(), view.available().units());
    }

    @Override
    public Account account(String account) {
        var view = as(
                AccountAnswer.AccountView.class,
                done(engine.account(new AccountId(account), new AccountCommand.Read(), CALLER)));
        return new Account(
                view.terms().creditLimit().minorUnits(), view.exposure().minorUnits());
    }

    @Override
    public String name() {
        return "in-process";
    }

    /** The engine goes on. */
    @Override
    public void close() {}

    private static <A extends Message, R extends Message> A done(CompletionStage<Outcome<A, R>> stage) {
        return answer(await(stage));
    }

    private static <A extends Message, R extends Message> A answer(Outcome<A, R> outcome) {
        if (outcome instanceof Outcome.Done<A, R>(var answer, var replayed)) {
            return answer;
        }
        throw new NotServed("the engine answered " + outcome, outcome instanceof Outcome.NotDone<A, R>);
    }

    private static <T> T as(Class<T> type, Object answer) {
        return type.cast(answer);
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotServed("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotServed("no answer from the engine: " + e, e);
        }
    }
}
