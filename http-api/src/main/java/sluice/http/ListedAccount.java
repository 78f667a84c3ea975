package sluice.http;

import sluice.readmodel.AccountRow;
import sluice.view.MoneyView;
import sluice.view.PaymentTerms;

/**
 * An account in a list: its terms, without what it owes.
 *
 * @param version counts changes of the terms; the account's own counts its postings, too
 */
record ListedAccount(
        String id, String name, long version, MoneyView creditLimit, String paymentTerms, String updatedAt) {

    static ListedAccount of(AccountRow row) {
        return new ListedAccount(
                row.id().value(),
                row.terms().name(),
                row.version(),
                MoneyView.of(row.terms().creditLimit()),
                PaymentTerms.of(row.terms().netDays()),
                row.updatedAt().toString());
    }
}
