package sluice.sim;

import java.util.Currency;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.value.Money;

final class AccountRefusalIsJustified extends Check {

    AccountRefusalIsJustified(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "What an account says when it refuses a client was so at some moment while the client waited, and is"
                + " reason enough.";
    }

    @Override
    public void answered(Attempt attempt) {
        if (attempt.act.wish() instanceof Act.OfAccount(var account, var command)
                && attempt.outcome instanceof Outcome.Refused<?, ?>(var reason)
                && !(reason instanceof AccountRejection refused
                        && isJustified(attempt, books.of(account), command, refused))) {
            violated("%s is refused: %s", attempt, reason);
        }
    }

    private boolean isJustified(Attempt attempt, AccountBook account, AccountCommand command, AccountRejection reason) {
        long since = attempt.sentMicros;
        return switch (reason) {
            case AccountRejection.UnknownAccount unknown ->
                !(command instanceof AccountCommand.Define) && !account.wasOpenAt(since);
            case AccountRejection.CurrencyMismatch(var currency) ->
                command instanceof AccountCommand.ReceivePayment payment
                        && !currency.equals(payment.amount().currency())
                        && wasIn(account, currency, since);
            case AccountRejection.CurrencyInUse(var currency) ->
                command instanceof AccountCommand.Define define
                        && !currency.equals(define.terms().creditLimit().currency())
                        && wasIn(account, currency, since)
                        && isInUse(account, since);
            case AccountRejection.TooMuch tooMuch ->
                command instanceof AccountCommand.ReceivePayment payment
                        && account.owed.was(
                                owed -> payment.amount().minorUnits() - Money.MAX_MINOR_UNITS > owed,
                                since,
                                nowMicros());
            case AccountRejection.CreditLimitExceeded never -> false;
            case AccountRejection.PledgedDifferently never -> false;
        };
    }

    private static boolean wasIn(AccountBook account, Currency currency, long sinceMicros) {
        for (var terms : account.termsSince(sinceMicros)) {
            if (terms != null && terms.creditLimit().currency().equals(currency)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInUse(AccountBook account, long sinceMicros) {
        return account.open.was(pledges -> pledges > 0, sinceMicros, nowMicros()) // a pledge of nothing counts too
                || account.owed.was(amount -> amount != 0, sinceMicros, nowMicros());
    }
}
