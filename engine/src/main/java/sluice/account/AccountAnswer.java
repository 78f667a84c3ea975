package sluice.account;

import sluice.entity.Message;
import sluice.value.AccountId;
import sluice.value.Money;

/** What an accepted command is told. */
public sealed interface AccountAnswer extends Message {

    /**
     * An account as a caller sees it.
     *
     * @param version counts its client-visible changes, 1 for the first
     * @param exposure pledged + open invoices − unapplied credit; below zero while more is credited than owed
     * @param availableCredit limit − exposure; below zero after the limit was lowered under what is owed
     */
    record AccountView(
            AccountId account,
            AccountTerms terms,
            long version,
            Money pledged,
            Money openInvoices,
            Money unappliedCredit,
            Money exposure,
            Money availableCredit)
            implements AccountAnswer {}

    /** Done; there is nothing to tell. */
    record Ok() implements AccountAnswer {}
}
