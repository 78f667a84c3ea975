package sluice.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Aftercare;
import sluice.entity.Asking;
import sluice.entity.Outcome;
import sluice.order.OrderCommand;
import sluice.order.OrderState;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.OrderId;

/** What could go wrong when an order's events are carried out at SKUs and accounts. */
final class BugsOfEffects {

    private BugsOfEffects() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "the newest effect first",
                        "of several effects of an order the newest is carried out first",
                        EffectsOnceInOrder.class,
                        Focus.LOST_VOUCHES,
                        new NewestFirst()),
                new PlantedBug(
                        "settled before it is done",
                        "an effect is noted as settled when its SKUs are told, not when they have answered",
                        EffectsOnceInOrder.class,
                        new Parts() {
                            @Override
                            Aftercare<OrderCommand, OrderState> settling(
                                    OrderId order,
                                    Asking<StockCommand, StockAnswer, StockRejection> stock,
                                    Asking<AccountCommand, AccountAnswer, AccountRejection> accounts) {
                                return super.settling(
                                        order,
                                        (sku, command, origin, ifVersion) -> {
                                            var unused = stock.ask(sku, command, origin, ifVersion);
                                            return CompletableFuture.completedFuture(
                                                    new Outcome.Done<>(new StockAnswer.Ok(), false));
                                        },
                                        accounts);
                            }
                        }),
                new PlantedBug(
                        "the account is not told",
                        "of an effect's targets only the SKUs are told",
                        EffectsOnceInOrder.class,
                        new Parts() {
                            @Override
                            Aftercare<OrderCommand, OrderState> settling(
                                    OrderId order,
                                    Asking<StockCommand, StockAnswer, StockRejection> stock,
                                    Asking<AccountCommand, AccountAnswer, AccountRejection> accounts) {
                                return super.settling(
                                        order,
                                        stock,
                                        (account, command, origin, ifVersion) -> CompletableFuture.completedFuture(
                                                new Outcome.Done<>(new AccountAnswer.Ok(), false)));
                            }
                        }),
                new PlantedBug(
                        "the last invoice is not the last",
                        "the invoice of the shipment that completes an order does not free what is left of the pledge",
                        EffectsOnceInOrder.class,
                        new Parts() {
                            @Override
                            Aftercare<OrderCommand, OrderState> settling(
                                    OrderId order,
                                    Asking<StockCommand, StockAnswer, StockRejection> stock,
                                    Asking<AccountCommand, AccountAnswer, AccountRejection> accounts) {
                                return super.settling(
                                        order,
                                        stock,
                                        (account, command, origin, ifVersion) ->
                                                accounts.ask(account, notLast(command), origin, ifVersion));
                            }
                        }),
                new PlantedBug(
                        "due orders stay asleep",
                        "nobody wakes an order whose effects are not settled when their time is up",
                        NothingWaits.class,
                        Focus.ENDED_NODES,
                        new Parts() {
                            @Override
                            boolean wakesDue() {
                                return false;
                            }
                        }));
    }

    private static AccountCommand notLast(AccountCommand command) {
        return command instanceof AccountCommand.Invoice(var order, var effect, var amount, var last)
                ? new AccountCommand.Invoice(order, effect, amount, false)
                : command;
    }

    private static final class NewestFirst extends Parts {

        @Override
        Aftercare<OrderCommand, OrderState> settling(
                OrderId order,
                Asking<StockCommand, StockAnswer, StockRejection> stock,
                Asking<AccountCommand, AccountAnswer, AccountRejection> accounts) {
            var settling = super.settling(order, stock, accounts);
            return new Aftercare<>() {
                @Override
                public Optional<Duration> attend(OrderState state, Instant now, Consumer<OrderCommand> self) {
                    var reversed = new OrderState(
                            state.order(),
                            state.abandoned(),
                            state.events(),
                            state.unsettled().reversed());
                    return settling.attend(reversed, now, self);
                }
            };
        }
    }
}
