package sluice.sim;

import sluice.entity.Origin;
import sluice.stock.StockEvent;

final class NoOversell extends Check implements Check.OfStock {

    NoOversell(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "What is claimed of a SKU was available, and what is shipped of it was claimed, or is recorded as"
                + " unclaimed.";
    }

    @Override
    public void event(StockBook sku, StockEvent event, Origin origin) {
        switch (event) {
            case StockEvent.Claimed(var order, var quantity) -> {
                if (sku.claimed.now() + quantity.units() > sku.onHand.now()) {
                    violated(
                            "%s: %s claims %s while %d of %d on hand are claimed",
                            sku, order, quantity, sku.claimed.now(), sku.onHand.now());
                }
            }
            case StockEvent.Shipped shipped -> {
                long claimed = sku.claimOf(shipped.order());
                if (shipped.unclaimed() != Math.max(0, shipped.quantity().units() - claimed)) {
                    violated("%s: %s has a claim of %d, and it ships as %s", sku, shipped.order(), claimed, shipped);
                }
            }
            case StockEvent.Adjusted loss -> {} // a loss is a fact, and stops the next claim
            case StockEvent.Defined other -> {}
            case StockEvent.Received other -> {}
            case StockEvent.Released other -> {}
            case StockEvent.Vouched other -> {}
            case StockEvent.Freed other -> {}
        }
    }
}
