/** One customer's account: its credit limit, pledges and receivables. The credit rule is {@link sluice.account.AccountRules}. */
@NullMarked
package sluice.account;

import org.jspecify.annotations.NullMarked;
