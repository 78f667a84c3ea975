package sluice.sim;

import sluice.account.AccountEvent;
import sluice.entity.Origin;

final class NoOverCredit extends Check implements Check.OfAccounts {

    NoOverCredit(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "No pledge leaves pledges + open invoices - unapplied credit above the limit in force, "
                + "and what is invoiced was pledged, or is recorded as unpledged.";
    }

    @Override
    public void event(AccountBook account, AccountEvent event, Origin origin) {
        switch (event) {
            case AccountEvent.Pledged(var order, var minorUnits) -> {
                if (account.exposure.now() > account.limit() - minorUnits) {
                    violated(
                            "%s: %s pledges %d at an exposure of %d and a limit of %d",
                            account, order, minorUnits, account.exposure.now(), account.limit());
                }
            }
            case AccountEvent.Invoiced invoiced -> {
                long pledged = account.pledgeOf(invoiced.order());
                if (invoiced.unpledged() != Math.max(0, invoiced.minorUnits() - pledged)) {
                    violated("%s: %s pledges %d, and is invoiced as %s", account, invoiced.order(), pledged, invoiced);
                }
            }
            case AccountEvent.Defined other -> {}
            case AccountEvent.Released other -> {}
            case AccountEvent.Vouched other -> {}
            case AccountEvent.Freed other -> {}
            case AccountEvent.PaymentReceived other -> {}
        }
    }
}
