package sluice.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.order.OrderLife.EUR;
import static sluice.order.OrderLife.ID;
import static sluice.order.OrderLife.MAIN;
import static sluice.order.OrderLife.NOW;
import static sluice.order.OrderLife.placed;
import static sluice.order.OrderLife.ship;
import static sluice.order.OrderLife.shipAll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.order.OrderCommand.Confirm;
import sluice.order.OrderCommand.Settle;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.Money;
import sluice.value.Quantity;

class SettlingTest {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final List<Message> asked = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final List<CompletableFuture<Outcome<StockAnswer, StockRejection>>> stock = new ArrayList<>();
    private final List<CompletableFuture<Outcome<AccountAnswer, AccountRejection>>> accounts = new ArrayList<>();
    private final List<OrderCommand> told = new ArrayList<>();
    private final Settling settling = new Settling(
            ID,
            (sku, command, origin, ifVersion) -> {
                asked.add(command);
                origins.add(origin);
                stock.add(new CompletableFuture<>());
                return stock.getLast();
            },
            (account, command, origin, ifVersion) -> {
                asked.add(command);
                origins.add(origin);
                accounts.add(new CompletableFuture<>());
                return accounts.getLast();
            },
            RETRY);
    private final OrderLife life = placed().given(new Confirm());

    @Test
    void nothingUnsettled_needsNoAttention() {
        assertEquals(Optional.empty(), attend(NOW));
        assertEquals(List.of(), asked);
    }

    @Test
    void oldestEffect_isAskedOfAllItsTargetsAtOnce_andSettledWhenAllAreDone() {
        life.given(shipAll());
        assertEquals(Optional.of(RETRY), attend(NOW));
        assertEquals(
                List.of(
                        new StockCommand.Ship(ID, 3, Quantity.of(3), MAIN),
                        new StockCommand.Ship(ID, 3, Quantity.of(2), MAIN),
                        new AccountCommand.Invoice(ID, 3, new Money(35_01, EUR), true)),
                asked);
        assertTrue(origins.stream().allMatch(Origin.ofOrder(ID.toString(), 3)::equals));

        stock.get(0).complete(stockDone());
        stock.get(1).complete(stockDone());
        assertEquals(List.of(), told);
        accounts.getFirst().complete(accountDone());
        assertEquals(List.of(new Settle(3)), told);
    }

    @Test
    void nextEffect_waitsUntilTheOneBeforeIsSettled() {
        life.given(ship(1, 1), ship(2, 1));
        attend(NOW);
        attend(NOW.plusMillis(1));
        assertEquals(2, asked.size(), "only the first effect, and only once");

        stock.getFirst().complete(stockDone());
        accounts.getFirst().complete(accountDone());
        life.given(new Settle(3));
        attend(NOW.plusMillis(2));
        assertEquals(new StockCommand.Ship(ID, 4, Quantity.of(1), MAIN), asked.get(2));
    }

    @Test
    void effectThatIsNotDone_isAskedAgain_untilItIs() {
        life.given(shipAll());
        attend(NOW);
        stock.get(0).complete(stockDone());
        stock.get(1).complete(new Outcome.NotDone<>("busy"));
        accounts.getFirst().complete(new Outcome.Unknown<>("lost"));
        assertEquals(List.of(), told);

        assertEquals(Optional.of(Duration.ofMillis(1)), attend(NOW.plus(RETRY).minusMillis(1)));
        assertEquals(3, asked.size());
        attend(NOW.plus(RETRY));
        assertEquals(asked.subList(0, 3), asked.subList(3, 6));
        stock.get(2).complete(stockDone());
        stock.get(3).complete(stockDone());
        accounts.getLast().complete(accountDone());
        assertEquals(List.of(new Settle(3)), told);
    }

    @Test
    void refusedEffect_staysUnsettled() {
        life.given(shipAll());
        attend(NOW);
        stock.forEach(one -> one.complete(stockDone()));
        accounts.getFirst().complete(new Outcome.Refused<>(new AccountRejection.UnknownAccount()));
        assertEquals(List.of(), told);
    }

    @Test
    void cancellation_freesClaimsAndPledge() {
        var cancelled = placed().given(new OrderCommand.Cancel(null));
        settling.attend(cancelled.state, NOW, told::add);
        assertEquals(
                List.of(new StockCommand.Free(ID, 2), new StockCommand.Free(ID, 2), new AccountCommand.Free(ID, 2)),
                asked);
    }

    private Optional<Duration> attend(Instant now) {
        return settling.attend(life.state, now, told::add);
    }

    private static Outcome<StockAnswer, StockRejection> stockDone() {
        return new Outcome.Done<>(new StockAnswer.Ok(), false);
    }

    private static Outcome<AccountAnswer, AccountRejection> accountDone() {
        return new Outcome.Done<>(new AccountAnswer.Ok(), false);
    }
}
