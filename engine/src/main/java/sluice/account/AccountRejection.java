package sluice.account;

import java.util.Currency;
import sluice.entity.Message;
import sluice.value.Money;

/** Why an account refuses. */
public sealed interface AccountRejection extends Message {

    /** The account was never opened. */
    record UnknownAccount() implements AccountRejection {}

    /** The order would raise the exposure above the limit. */
    record CreditLimitExceeded(Money requested, Money creditLimit, Money exposure) implements AccountRejection {}

    /** An amount is in another currency than the account. */
    record CurrencyMismatch(Currency accountCurrency) implements AccountRejection {}

    /** The order holds a pledge of another amount. */
    record PledgedDifferently(Money held) implements AccountRejection {}

    /** The currency cannot change while the account owes, pledges or is owed anything. */
    record CurrencyInUse(Currency accountCurrency) implements AccountRejection {}

    /** The account would hold more unapplied credit than can be counted, {@link Money#MAX_MINOR_UNITS}. */
    record TooMuch() implements AccountRejection {}
}
