package sluice.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sluice.account.AccountScenario.define;
import static sluice.account.AccountScenario.eur;
import static sluice.account.AccountScenario.invoice;
import static sluice.account.AccountScenario.lastInvoice;
import static sluice.account.AccountScenario.order;
import static sluice.account.AccountScenario.payment;
import static sluice.account.AccountScenario.pledge;
import static sluice.account.AccountScenario.vouch;
import static sluice.account.AccountScenario.withLimit;

import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.account.AccountAnswer.AccountView;
import sluice.account.AccountAnswer.Ok;
import sluice.account.AccountCommand.Abandon;
import sluice.account.AccountCommand.Define;
import sluice.account.AccountCommand.Free;
import sluice.account.AccountCommand.Invoice;
import sluice.account.AccountCommand.Pledge;
import sluice.account.AccountCommand.Read;
import sluice.account.AccountCommand.ReceivePayment;
import sluice.account.AccountCommand.Release;
import sluice.account.AccountEvent.Defined;
import sluice.account.AccountEvent.Freed;
import sluice.account.AccountEvent.Invoiced;
import sluice.account.AccountEvent.PaymentReceived;
import sluice.account.AccountEvent.Pledged;
import sluice.account.AccountRejection.CreditLimitExceeded;
import sluice.account.AccountRejection.CurrencyInUse;
import sluice.account.AccountRejection.CurrencyMismatch;
import sluice.account.AccountRejection.PledgedDifferently;
import sluice.account.AccountRejection.TooMuch;
import sluice.account.AccountRejection.UnknownAccount;
import sluice.value.AccountId;
import sluice.value.Money;

class AccountRulesTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Define IN_DOLLARS = new Define(new AccountTerms("Acme", new Money(500, USD), 0));

    @Test
    void define_opensTheAccount_andAgainChangesNothing() {
        var account = new AccountScenario();
        account.then(define(100), new Defined(define(100).terms()));
        account.thenUnchanged(define(100));
        account.then(define(101), new Defined(define(101).terms()));
    }

    @Test
    void terms_outOfRange_cannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new AccountTerms("Acme", eur(-1), 0));
        assertThrows(IllegalArgumentException.class, () -> new AccountTerms("Acme", eur(0), -1));
        assertThrows(IllegalArgumentException.class, () -> new AccountTerms("Acme", eur(0), 366));
    }

    @Test
    void amountsBelowZero_cannotBeAsked() {
        assertThrows(IllegalArgumentException.class, () -> pledge(1, -1));
        assertThrows(IllegalArgumentException.class, () -> invoice(1, 2, -1));
        assertThrows(IllegalArgumentException.class, () -> payment(-1));
    }

    @Test
    void define_inAnotherCurrency_isAccepted_whileEverythingIsZero() {
        var account = withLimit(1_000).given(pledge(1, 10)).given(lastInvoice(1, 2, 10));
        account.thenRejected(IN_DOLLARS, new CurrencyInUse(AccountScenario.EUR));
        account.given(payment(10)).given(IN_DOLLARS);
        assertEquals(new Money(500, USD), account.state.view().availableCredit());
    }

    static List<AccountCommand> whatBringsTheCurrencyIntoUse() {
        return List.of(pledge(1, 10), pledge(1, 0), invoice(1, 2, 10), payment(5));
    }

    @ParameterizedTest
    @MethodSource("whatBringsTheCurrencyIntoUse")
    void define_inAnotherCurrency_isRejected_whileOneIsInUse(AccountCommand use) {
        var account = withLimit(1_000).given(use);
        account.thenRejected(IN_DOLLARS, new CurrencyInUse(AccountScenario.EUR));
        account.given(define(2_000));
    }

    static List<AccountCommand> commandsThatNeedAnAccount() {
        return List.of(new Read(), pledge(1, 1), payment(1), invoice(1, 2, 1));
    }

    @ParameterizedTest
    @MethodSource("commandsThatNeedAnAccount")
    void anAccountThatWasNeverOpened_refuses(AccountCommand command) {
        new AccountScenario().thenRejected(command, new UnknownAccount());
    }

    static List<AccountCommand> commandsThatAreNeverRefused() {
        return List.of(new Release(order(1)), vouch(1), new Abandon(List.of(order(1), order(2))));
    }

    @ParameterizedTest
    @MethodSource("commandsThatAreNeverRefused")
    void whereNothingIsPledged_whatOrdersSay_changesNothing(AccountCommand command) {
        new AccountScenario().thenUnchanged(command);
        withLimit(5).thenUnchanged(command);
    }

    @Test
    void free_ofAnUnknownOrder_isRecorded_soThatAnOwnerWhoLostItsPlaceFailsOnTheKey() {
        withLimit(5).then(new Free(order(1), 3), new Freed(order(1), 3));
    }

    static List<AccountCommand> commandsInDollars() {
        var dollars = new Money(1, USD);
        return List.of(
                new Pledge(order(1), dollars),
                new Invoice(order(1), 2, dollars, true),
                new ReceivePayment(dollars, null));
    }

    @ParameterizedTest
    @MethodSource("commandsInDollars")
    void anAmountInAnotherCurrency_isRejected(AccountCommand command) {
        withLimit(100).thenRejected(command, new CurrencyMismatch(AccountScenario.EUR));
    }

    @Test
    void anInvoiceOfNothing_closesItsOrder_alsoAfterTheCurrencyChanged() {
        var account = withLimit(100);
        var last = new Invoice(order(1), 2, new Money(0, USD), true);
        account.then(last, new Invoiced(order(1), 2, 0, true, 0));
    }

    @Test
    void pledge_withinTheLimit_isRecorded_downToTheLastCent() {
        var account = withLimit(100);
        account.then(pledge(1, 60), new Pledged(order(1), 60));
        account.then(pledge(2, 40), new Pledged(order(2), 40));
        assertEquals(List.of(100L, 0L, 0L, 100L), account.books());
        account.thenRejected(pledge(3, 1), new CreditLimitExceeded(eur(1), eur(100), eur(100)));
    }

    @Test
    void pledge_countsInvoicesAndCredit() {
        var account = withLimit(100).given(pledge(1, 60)).given(invoice(1, 2, 50));
        account.thenRejected(pledge(2, 41), new CreditLimitExceeded(eur(41), eur(100), eur(60)));
        account.given(payment(70)); // pays the 50 and leaves 20 unapplied
        account.thenRejected(pledge(2, 111), new CreditLimitExceeded(eur(111), eur(100), eur(-10)));
        account.given(pledge(2, 110));
    }

    @ParameterizedTest
    @ValueSource(longs = {102, Money.MAX_MINOR_UNITS, Long.MAX_VALUE})
    void pledge_beyondTheLimit_isRejected_howeverLarge(long minorUnits) {
        withLimit(100)
                .given(payment(1))
                .thenRejected(pledge(1, minorUnits), new CreditLimitExceeded(eur(minorUnits), eur(100), eur(-1)));
        withLimit(100)
                .given(pledge(1, 1))
                .thenRejected(pledge(2, minorUnits), new CreditLimitExceeded(eur(minorUnits), eur(100), eur(1)));
    }

    @Test
    void pledge_again_doesNotPledgeTwice_alsoWhenTheLimitIsReached() {
        var account = withLimit(100).given(pledge(1, 100));
        account.thenUnchanged(pledge(1, 100));
        account.thenRejected(pledge(1, 99), new PledgedDifferently(eur(100)));
    }

    @Test
    void pledge_ofNothing_isRecorded() {
        var account = withLimit(0);
        account.then(pledge(1, 0), new Pledged(order(1), 0));
        account.thenUnchanged(pledge(1, 0));
        assertEquals(List.of(order(1)), account.state.unvouchedBefore(account.now.plusSeconds(1)));
        account.given(lastInvoice(1, 2, 0));
        assertEquals(List.of(0L, 0L, 0L, 0L), account.books());
    }

    @Test
    void aLimitBelowTheExposure_isAccepted_andBlocksNewPledges() {
        var account = withLimit(100).given(pledge(1, 80)).given(define(50));
        account.thenRejected(pledge(2, 1), new CreditLimitExceeded(eur(1), eur(50), eur(80)));
        account.thenRejected(pledge(2, 0), new CreditLimitExceeded(eur(0), eur(50), eur(80)));
        assertEquals(eur(-30), account.state.view().availableCredit());
        account.thenUnchanged(pledge(1, 80));
        account.given(invoice(1, 2, 80)).given(payment(31)).given(pledge(2, 1));
    }

    @Test
    void payment_isRecorded_andOfNothingChangesNothing() {
        var account = withLimit(100);
        account.thenUnchanged(payment(0));
        account.then(payment(7), new PaymentReceived(eur(7), "bank-1"));
        assertEquals(List.of(0L, 0L, 7L, -7L), account.books());
    }

    @Test
    void payment_beyondWhatCanBeCounted_isRejected() {
        var account = withLimit(100).given(payment(Money.MAX_MINOR_UNITS));
        account.thenRejected(payment(1), new TooMuch());
        account.thenRejected(payment(Long.MAX_VALUE), new TooMuch());
        account.given(invoice(1, 2, 5)).given(payment(5));
        assertEquals(Money.MAX_MINOR_UNITS, account.state.receivables().unappliedMinorUnits());
    }

    @Test
    void version_countsWhatACallerCanSee() {
        var account = withLimit(100).given(pledge(1, 10)).given(vouch(1)); // vouching shows nowhere
        assertEquals(2, account.state.version());
        account.given(invoice(1, 2, 5)).given(new Free(order(1), 3)).given(payment(5));
        account.given(pledge(2, 10)).given(new Release(order(2))).given(define(200));
        assertEquals(8, account.state.version());
        assertEquals(8, account.rules.revision(account.state, define(1)));
        assertEquals(8, account.rules.revision(account.state, payment(1)));
        for (var command : List.of(new Read(), pledge(1, 1), vouch(1), invoice(1, 2, 1), new Free(order(1), 2))) {
            assertEquals(null, account.rules.revision(account.state, command));
        }
    }

    @Test
    void answer_isTheAccountAsACallerSeesIt() {
        var account = withLimit(100).given(pledge(1, 60)).given(invoice(1, 2, 50));
        var view = new AccountView(
                new AccountId("acme"), define(100).terms(), 3, eur(10), eur(50), eur(0), eur(60), eur(40));
        for (var command : List.of(new Read(), define(100), payment(1))) {
            assertEquals(view, account.rules.answer(account.state, command));
        }
        assertEquals(view, account.rules.view(account.state));
        assertEquals(new Ok(), account.rules.answer(account.state, pledge(1, 60)));
    }

    @Test
    void anEventThatWouldOverstepTheLimit_isABugOfTheEngine() {
        var account = withLimit(100);
        assertThrows(
                IllegalStateException.class,
                () -> account.rules.apply(account.state, new Pledged(order(1), 101), account.now));
    }

    @Test
    void deferredVouching_isMergedIntoOneEvent() {
        assertEquals(
                List.of(new AccountEvent.Vouched(List.of(order(1), order(2)))),
                new AccountRules()
                        .merge(List.of(
                                new AccountEvent.Vouched(List.of(order(1))),
                                new AccountEvent.Vouched(List.of(order(2))))));
    }
}
