package sluice.readmodel;

import java.time.Instant;
import sluice.account.AccountTerms;
import sluice.value.AccountId;

/**
 * An account as a list shows it.
 *
 * @param version counts changes of its terms; the account's own version counts its postings, too
 * @param updatedAt when its terms last changed
 */
public record AccountRow(AccountId id, AccountTerms terms, long version, Instant updatedAt) {}
