package sluice.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sluice.account.AccountScenario.invoice;
import static sluice.account.AccountScenario.lastInvoice;
import static sluice.account.AccountScenario.order;
import static sluice.account.AccountScenario.payment;
import static sluice.account.AccountScenario.pledge;
import static sluice.account.AccountScenario.vouch;
import static sluice.account.AccountScenario.withLimit;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.account.AccountCommand.Abandon;
import sluice.account.AccountCommand.Define;
import sluice.account.AccountCommand.Free;
import sluice.account.AccountCommand.Release;
import sluice.account.AccountCommand.Vouch;
import sluice.account.AccountEvent.Freed;
import sluice.account.AccountEvent.Invoiced;
import sluice.account.AccountEvent.Pledged;
import sluice.account.AccountEvent.Released;
import sluice.account.AccountEvent.Vouched;
import sluice.entity.Decision;
import sluice.entity.Earmarks;
import sluice.value.Money;

/** What orders say after they pledged: release, vouch, abandon, the numbered effects; and how payments meet invoices. */
class AccountEffectsTest {

    private static OpenInvoice open(AccountScenario account, int order, long effect, long minorUnits) {
        var due = account.now.plus(Duration.ofDays(AccountScenario.NET_DAYS));
        return new OpenInvoice(order(order), effect, minorUnits, due.toEpochMilli());
    }

    @Test
    void release_ofAnUnvouchedPledge_givesItBack() {
        var account = withLimit(100).given(pledge(1, 100));
        account.then(new Release(order(1)), new Released(order(1)));
        assertEquals(List.of(0L, 0L, 0L, 0L), account.books());
        assertEquals(Optional.empty(), account.state.oldestUnvouched());
        account.thenUnchanged(new Release(order(1)));
    }

    @Test
    void release_ofAVouchedPledge_changesNothing() {
        withLimit(100).given(pledge(1, 5)).given(vouch(1)).thenUnchanged(new Release(order(1)));
    }

    @Test
    void vouch_isDeferred_forTheUnvouchedAlone() {
        var account = withLimit(100).given(pledge(1, 1)).given(pledge(2, 1)).given(vouch(2));
        var command = new Vouch(List.of(order(9), order(2), order(1), order(1)));
        assertEquals(
                new Decision.Deferred<>(List.of(new Vouched(List.of(order(1))))),
                account.rules.decide(account.state, command, account.now));
        account.given(command).thenUnchanged(command);
    }

    @Test
    void abandon_releasesTheUnvouchedAlone_eachOnce() {
        var account = withLimit(100).given(pledge(1, 1)).given(pledge(2, 2)).given(vouch(2));
        account.then(new Abandon(List.of(order(2), order(1), order(9), order(1))), new Released(order(1)));
        assertEquals(2, account.state.pledgedMinorUnits());
    }

    @Test
    void theUnvouched_areToldOldestFirst() {
        var account = withLimit(100);
        var start = account.now;
        for (int number : new int[] {3, 1, 2}) {
            account.given(pledge(number, 1)).pass(Duration.ofSeconds(1));
        }
        assertEquals(Optional.of(start), account.state.oldestUnvouched());
        assertEquals(List.of(order(3), order(1)), account.state.unvouchedBefore(start.plusSeconds(2)));
    }

    @Test
    void invoice_turnsThatPartOfThePledgeIntoADebt() {
        var account = withLimit(100).given(pledge(1, 60));
        account.then(invoice(1, 2, 25), new Invoiced(order(1), 2, 25, false, 0));
        assertEquals(List.of(35L, 25L, 0L, 60L), account.books());
        assertEquals(List.of(open(account, 1, 2, 25)), account.state.openInvoices());
    }

    @Test
    void theLastInvoice_freesTheRest_toTheCent() {
        var account = withLimit(100).given(pledge(1, 60)).given(invoice(1, 2, 25));
        account.then(lastInvoice(1, 3, 34), new Invoiced(order(1), 3, 34, true, 0));
        assertEquals(List.of(0L, 59L, 0L, 59L), account.books());
    }

    @Test
    void invoice_beyondThePledge_isRecordedAsUnpledged_andStillOwed() {
        var account = withLimit(100).given(pledge(1, 60));
        account.then(invoice(1, 2, 70), new Invoiced(order(1), 2, 70, false, 10));
        account.then(lastInvoice(2, 4, 50), new Invoiced(order(2), 4, 50, true, 50));
        assertEquals(List.of(0L, 120L, 0L, 120L), account.books());
    }

    @Test
    void anEffect_deliveredAgainOrLate_changesNothing() {
        var account =
                withLimit(100).given(pledge(1, 60)).given(invoice(1, 2, 10)).given(invoice(1, 5, 10));
        account.thenUnchanged(invoice(1, 5, 10));
        account.thenUnchanged(invoice(1, 2, 10));
        account.thenUnchanged(lastInvoice(1, 4, 10));
        account.thenUnchanged(new Free(order(1), 5));
        account.given(lastInvoice(1, 6, 40));
        account.thenUnchanged(lastInvoice(1, 6, 40));
        account.thenUnchanged(pledge(1, 60));
        assertEquals(List.of(0L, 60L, 0L, 60L), account.books());
    }

    @Test
    void anInvoiceDeliveredAgain_afterTheCurrencyChanged_changesNothing() {
        var account =
                withLimit(100).given(pledge(1, 60)).given(lastInvoice(1, 2, 60)).given(payment(60));
        account.given(new Define(new AccountTerms("Acme", new Money(100, Currency.getInstance("USD")), 30)));
        account.thenUnchanged(lastInvoice(1, 2, 60));
    }

    @Test
    void free_givesTheRestBack() {
        var account = withLimit(100).given(pledge(1, 60)).given(invoice(1, 2, 10));
        account.then(new Free(order(1), 3), new Freed(order(1), 3));
        account.thenUnchanged(new Free(order(1), 3));
        assertEquals(List.of(0L, 10L, 0L, 10L), account.books());
    }

    @Test
    void anEffect_provesThatItsOrderExists() {
        var account = withLimit(100).given(pledge(1, 60)).given(invoice(1, 2, 10));
        account.thenUnchanged(new Release(order(1)));
        account.thenUnchanged(new Abandon(List.of(order(1))));
        account.thenUnchanged(vouch(1));
        assertEquals(Optional.empty(), account.state.oldestUnvouched());
    }

    @Test
    void payment_paysTheOldestInvoicesFirst_andLeavesTheRestUnapplied() {
        var account = withLimit(100).given(pledge(1, 30)).given(pledge(2, 30));
        account.given(invoice(2, 3, 20)).given(invoice(1, 2, 30)).given(invoice(2, 4, 10));
        account.given(payment(25));
        assertEquals(List.of(open(account, 1, 2, 25), open(account, 2, 4, 10)), account.state.openInvoices());
        account.given(payment(25));
        assertEquals(List.of(open(account, 2, 4, 10)), account.state.openInvoices());
        account.given(payment(25));
        assertEquals(List.of(), account.state.openInvoices());
        assertEquals(List.of(0L, 0L, 15L, -15L), account.books());
    }

    @Test
    void unappliedCredit_paysNewInvoicesAtOnce() {
        var account = withLimit(100).given(payment(15)).given(pledge(1, 30));
        account.given(invoice(1, 2, 10));
        assertEquals(List.of(20L, 0L, 5L, 15L), account.books());
        account.given(invoice(1, 3, 10));
        assertEquals(List.of(10L, 5L, 0L, 15L), account.books());
        assertEquals(List.of(open(account, 1, 3, 5)), account.state.openInvoices());
    }

    @Test
    void invoicesAreDue_byTheTermsWhenTheyWereMade() {
        var account = withLimit(100).given(invoice(1, 2, 10));
        var before = open(account, 1, 2, 10);
        account.given(new Define(new AccountTerms("Acme", AccountScenario.eur(100), 0)));
        account.given(invoice(2, 2, 10));
        assertEquals(
                List.of(before, new OpenInvoice(order(2), 2, 10, account.now.toEpochMilli())),
                account.state.openInvoices());
    }

    @Test
    void aClosedPledge_isRemembered_untilTheMemoryIsOver() {
        var account = withLimit(100).given(pledge(1, 10)).given(lastInvoice(1, 2, 10));
        account.pass(Earmarks.EFFECT_MEMORY);
        account.given(payment(1)).thenUnchanged(lastInvoice(1, 2, 10));
        account.pass(Duration.ofMillis(1));
        account.given(payment(1));
        assertEquals(false, account.state.pledges().knows(order(1)));
    }

    @Test
    void eventsThatContradictTheBooks_areBugsOfTheEngine() {
        var account = withLimit(100).given(pledge(1, 10)).given(vouch(1));
        for (var event : List.of(
                new Pledged(order(1), 10),
                new Released(order(1)),
                new Released(order(2)),
                new Invoiced(order(1), 2, 11, false, 0),
                new Freed(order(1), 0))) {
            var fresh = AccountState.of(account.state.snapshot());
            assertThrows(IllegalStateException.class, () -> fresh.apply(event, account.now), event::toString);
        }
    }
}
