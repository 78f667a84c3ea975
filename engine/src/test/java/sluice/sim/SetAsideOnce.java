package sluice.sim;

import sluice.account.AccountEvent;
import sluice.entity.Origin;
import sluice.stock.StockEvent;

final class SetAsideOnce extends Check implements Check.OfStock, Check.OfAccounts {

    SetAsideOnce(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "Nothing is claimed or pledged for an order that has a claim or a pledge there already, or had one that"
                + " it used up.";
    }

    @Override
    public void event(StockBook sku, StockEvent event, Origin origin) {
        if (event instanceof StockEvent.Claimed claimed && sku.claims.containsKey(claimed.order())) {
            violated("%s: %s again", sku, claimed);
        }
    }

    @Override
    public void event(AccountBook account, AccountEvent event, Origin origin) {
        if (event instanceof AccountEvent.Pledged pledged && account.pledges.containsKey(pledged.order())) {
            violated("%s: %s again", account, pledged);
        }
    }
}
