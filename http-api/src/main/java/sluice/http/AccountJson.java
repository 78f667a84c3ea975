package sluice.http;

import sluice.account.AccountAnswer.AccountView;
import sluice.view.MoneyView;
import sluice.view.PaymentTerms;

/**
 * An account as JSON.
 *
 * @param exposure pledged + openInvoices − unappliedCredit
 * @param availableCredit creditLimit − exposure
 */
record AccountJson(
        String id,
        String name,
        MoneyView creditLimit,
        String paymentTerms,
        long version,
        MoneyView pledged,
        MoneyView openInvoices,
        MoneyView unappliedCredit,
        MoneyView exposure,
        MoneyView availableCredit) {

    static AccountJson of(AccountView view) {
        return new AccountJson(
                view.account().value(),
                view.terms().name(),
                MoneyView.of(view.terms().creditLimit()),
                PaymentTerms.of(view.terms().netDays()),
                view.version(),
                MoneyView.of(view.pledged()),
                MoneyView.of(view.openInvoices()),
                MoneyView.of(view.unappliedCredit()),
                MoneyView.of(view.exposure()),
                MoneyView.of(view.availableCredit()));
    }
}
