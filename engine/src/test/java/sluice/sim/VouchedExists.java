package sluice.sim;

import java.util.List;
import sluice.account.AccountEvent;
import sluice.entity.Origin;
import sluice.stock.StockEvent;
import sluice.value.OrderId;

final class VouchedExists extends Check implements Check.OfStock, Check.OfAccounts {

    VouchedExists(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "An order that is vouched for was placed, and that was committed before.";
    }

    @Override
    public void event(StockBook sku, StockEvent event, Origin origin) {
        if (event instanceof StockEvent.Vouched(var orders)) {
            check(sku, orders);
        }
    }

    @Override
    public void event(AccountBook account, AccountEvent event, Origin origin) {
        if (event instanceof AccountEvent.Vouched(var orders)) {
            check(account, orders);
        }
    }

    private void check(Book book, List<OrderId> orders) {
        for (var order : orders) {
            if (!books.isPlaced(order)) {
                violated("%s vouches for %s, which is not placed", book, order);
            }
        }
    }
}
