package sluice.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import sluice.account.AccountCommand.Define;
import sluice.account.AccountCommand.Invoice;
import sluice.account.AccountCommand.Pledge;
import sluice.account.AccountCommand.ReceivePayment;
import sluice.account.AccountCommand.Vouch;
import sluice.entity.Decision;
import sluice.value.Money;
import sluice.value.OrderId;

/** One account under test and a clock that the test turns: given commands, when a command, then events or a rejection. */
final class AccountScenario {

    static final Currency EUR = Currency.getInstance("EUR");
    static final int NET_DAYS = 30;

    final AccountRules rules = new AccountRules();
    AccountState state = rules.initial("acme");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    static AccountScenario withLimit(long minorUnits) {
        return new AccountScenario().given(define(minorUnits));
    }

    static Money eur(long minorUnits) {
        return new Money(minorUnits, EUR);
    }

    static Define define(long limitMinorUnits) {
        return new Define(new AccountTerms("Acme", eur(limitMinorUnits), NET_DAYS));
    }

    static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, number));
    }

    static Pledge pledge(int order, long minorUnits) {
        return new Pledge(order(order), eur(minorUnits));
    }

    static Vouch vouch(int order) {
        return new Vouch(List.of(order(order)));
    }

    static Invoice invoice(int order, long effect, long minorUnits) {
        return new Invoice(order(order), effect, eur(minorUnits), false);
    }

    static Invoice lastInvoice(int order, long effect, long minorUnits) {
        return new Invoice(order(order), effect, eur(minorUnits), true);
    }

    static ReceivePayment payment(long minorUnits) {
        return new ReceivePayment(eur(minorUnits), "bank-1");
    }

    /** Carries the command out; it must be accepted and change something. */
    AccountScenario given(AccountCommand command) {
        assertEquals(false, when(command).isEmpty(), command + " changed nothing");
        return this;
    }

    /** The events of the accepted command, which are applied. */
    List<AccountEvent> when(AccountCommand command) {
        var events = switch (rules.decide(state, command, now)) {
            case Decision.Accepted<AccountEvent, AccountRejection>(var accepted) -> accepted;
            case Decision.Deferred<AccountEvent, AccountRejection>(var deferred) -> deferred;
            case Decision.Rejected<AccountEvent, AccountRejection>(var reason) ->
                throw new AssertionError(command + " was rejected: " + reason);
        };
        events.forEach(event -> state = rules.apply(state, event, now));
        return events;
    }

    void then(AccountCommand command, AccountEvent... events) {
        assertEquals(List.of(events), when(command));
    }

    void thenUnchanged(AccountCommand command) {
        var before = state.canonicalHash();
        assertEquals(Decision.unchanged(), rules.decide(state, command, now));
        assertEquals(before, state.canonicalHash());
    }

    void thenRejected(AccountCommand command, AccountRejection reason) {
        var before = state.canonicalHash();
        assertEquals(Decision.reject(reason), rules.decide(state, command, now));
        assertEquals(before, state.canonicalHash());
    }

    /** Pledged, open invoices, unapplied credit, exposure; in minor units. */
    List<Long> books() {
        return List.of(
                state.pledgedMinorUnits(),
                state.receivables().openMinorUnits(),
                state.receivables().unappliedMinorUnits(),
                state.exposureMinorUnits());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
