package sluice.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Aftercare;
import sluice.entity.Asking;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.OrderId;

/**
 * Carries out what an order's events ask of stock and account: the oldest first, all its targets at once, again and again until
 * each has said that it is done; then the order notes it, and the next follows. Targets know what they have done by its number.
 */
public final class Settling implements Aftercare<OrderCommand, OrderState> {

    private final OrderId order;
    private final Asking<StockCommand, StockAnswer, StockRejection> stock;
    private final Asking<AccountCommand, AccountAnswer, AccountRejection> accounts;
    private final Duration retryAfter;
    private long attempted;
    private Instant attemptEnds = Instant.MIN;

    /** @param retryAfter when what was not answered is asked again */
    public Settling(
            OrderId order,
            Asking<StockCommand, StockAnswer, StockRejection> stock,
            Asking<AccountCommand, AccountAnswer, AccountRejection> accounts,
            Duration retryAfter) {
        this.order = order;
        this.stock = stock;
        this.accounts = accounts;
        this.retryAfter = retryAfter;
    }

    @Override
    public Optional<Duration> attend(OrderState state, Instant now, Consumer<OrderCommand> self) {
        if (state.unsettled().isEmpty()) {
            return Optional.empty();
        }
        var oldest = state.unsettled().getFirst();
        if (oldest.number() != attempted || !attemptEnds.isAfter(now)) {
            attempted = oldest.number();
            attemptEnds = now.plus(retryAfter);
            var unused = carryOut(oldest).thenAccept(done -> {
                if (done) {
                    self.accept(new OrderCommand.Settle(oldest.number()));
                }
            });
        }
        return Optional.of(Duration.between(now, attemptEnds));
    }

    private CompletionStage<Boolean> carryOut(Effects effects) {
        var origin = Origin.ofOrder(order.toString(), effects.number());
        var targets = new ArrayList<CompletableFuture<Boolean>>();
        for (var effect : effects.stock()) {
            targets.add(done(stock.ask(effect.sku().value(), command(effects.number(), effect), origin, null)));
        }
        var effect = effects.account();
        if (effect != null) {
            targets.add(done(accounts.ask(effect.account().value(), command(effects.number(), effect), origin, null)));
        }
        return CompletableFuture.allOf(targets.toArray(CompletableFuture[]::new))
                .thenApply(all -> targets.stream().allMatch(CompletableFuture::join));
    }

    private StockCommand command(long number, Effects.OnStock effect) {
        var shipped = effect.shipped();
        var from = effect.from();
        return shipped == null || from == null
                ? new StockCommand.Free(order, number)
                : new StockCommand.Ship(order, number, shipped, from);
    }

    private AccountCommand command(long number, Effects.OnAccount effect) {
        var invoiced = effect.invoiced();
        return invoiced == null
                ? new AccountCommand.Free(order, number)
                : new AccountCommand.Invoice(order, number, invoiced, effect.last());
    }

    private static <A extends Message, R extends Message> CompletableFuture<Boolean> done(
            CompletionStage<Outcome<A, R>> asked) {
        return asked.thenApply(outcome -> outcome instanceof Outcome.Done).toCompletableFuture();
    }
}
