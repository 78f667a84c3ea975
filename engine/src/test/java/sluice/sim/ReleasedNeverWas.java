package sluice.sim;

import java.util.HashSet;
import java.util.Set;
import sluice.account.AccountEvent;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.OrderId;

final class ReleasedNeverWas extends Check implements Check.OfStock, Check.OfAccounts, Check.OfOrders {

    private final Set<OrderId> released = new HashSet<>();

    ReleasedNeverWas(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "An order whose claim or pledge is released was not placed before and is not placed later.";
    }

    @Override
    public void event(StockBook sku, StockEvent event, Origin origin) {
        if (event instanceof StockEvent.Released(var order)) {
            release(sku, order, sku.claims.containsKey(order));
        }
    }

    @Override
    public void event(AccountBook account, AccountEvent event, Origin origin) {
        if (event instanceof AccountEvent.Released(var order)) {
            release(account, order, account.pledges.containsKey(order));
        }
    }

    private void release(Book book, OrderId order, boolean held) {
        released.add(order);
        if (books.isPlaced(order)) {
            violated("%s releases what is set aside for %s, which is placed", book, order);
        }
        if (!held) {
            violated("%s releases what is not set aside for %s", book, order);
        }
    }

    @Override
    public void event(OrderBook order, OrderEvent event, Origin origin) {
        if (event instanceof OrderEvent.Placed && released.contains(order.order)) {
            violated("%s is placed after what was set aside for it was released", order);
        }
    }
}
