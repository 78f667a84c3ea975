package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.account.AccountEvent;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.OrderId;
import sluice.value.SkuId;

final class EffectsOnceInOrder extends Check implements Check.OfStock, Check.OfAccounts, Check.OfOrders {

    EffectsOnceInOrder(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "SKUs and accounts carry out what each event of an order asks of them, as it asks, once, in the order"
                + " of the events; it is settled when all of them have; and in the end all have.";
    }

    @Override
    public void event(StockBook sku, StockEvent event, Origin origin) {
        switch (event) {
            case StockEvent.Shipped shipped -> {
                var demand = books.of(shipped.order()).demand(shipped.effect());
                var asked = demand == null ? null : demand.of(sku.sku);
                if (demand == null
                        || asked == null
                        || asked.units != shipped.quantity().units()
                        || !shipped.location().equals(demand.from)) {
                    violated("%s: nobody asked for %s", sku, shipped);
                } else {
                    carryOut(sku, shipped.order(), demand, asked);
                }
            }
            case StockEvent.Freed(var order, var effect) -> {
                var demand = books.of(order).demand(effect);
                var asked = demand == null ? null : demand.of(sku.sku);
                if (demand == null || asked == null || demand.isShipment()) {
                    violated("%s: nobody asked for %s", sku, event);
                } else {
                    carryOut(sku, order, demand, asked);
                }
            }
            case StockEvent.Defined other -> {}
            case StockEvent.Received other -> {}
            case StockEvent.Adjusted other -> {}
            case StockEvent.Claimed other -> {}
            case StockEvent.Released other -> {}
            case StockEvent.Vouched other -> {}
        }
    }

    private void carryOut(StockBook sku, OrderId order, Demand demand, Demand.OfSku asked) {
        if (asked.done) {
            violated("%s carries out effect %d of %s again", sku, demand.number, order);
        }
        asked.done = true;
        for (var earlier : books.of(order).demands) {
            if (earlier.number < demand.number && isUndone(earlier.of(sku.sku))) {
                violated("%s carries out effect %d of %s before %d", sku, demand.number, order, earlier.number);
            }
        }
    }

    private static boolean isUndone(Demand.@Nullable OfSku asked) {
        return asked != null && !asked.done;
    }

    @Override
    public void event(AccountBook account, AccountEvent event, Origin origin) {
        switch (event) {
            case AccountEvent.Invoiced invoiced -> {
                var demand = demandOf(account, invoiced.order(), invoiced.effect());
                if (demand == null
                        || !demand.isShipment()
                        || demand.invoicedMinorUnits != invoiced.minorUnits()
                        || demand.last != invoiced.last()) {
                    violated("%s: nobody asked for %s", account, invoiced);
                } else {
                    carryOut(account, invoiced.order(), demand);
                }
            }
            case AccountEvent.Freed(var order, var effect) -> {
                var demand = demandOf(account, order, effect);
                if (demand == null || demand.isShipment()) {
                    violated("%s: nobody asked for %s", account, event);
                } else {
                    carryOut(account, order, demand);
                }
            }
            case AccountEvent.Defined other -> {}
            case AccountEvent.Pledged other -> {}
            case AccountEvent.Released other -> {}
            case AccountEvent.Vouched other -> {}
            case AccountEvent.PaymentReceived other -> {}
        }
    }

    private @Nullable Demand demandOf(AccountBook account, OrderId order, long effect) {
        var book = books.of(order);
        return book.placed == null || !account.account.equals(book.placed.account()) ? null : book.demand(effect);
    }

    private void carryOut(AccountBook account, OrderId order, Demand demand) {
        if (demand.accountDone) {
            violated("%s carries out effect %d of %s again", account, demand.number, order);
        }
        demand.accountDone = true;
        for (var earlier : books.of(order).demands) {
            if (earlier.number < demand.number && !earlier.accountDone) {
                violated("%s carries out effect %d of %s before %d", account, demand.number, order, earlier.number);
            }
        }
    }

    @Override
    public void event(OrderBook order, OrderEvent event, Origin origin) {
        if (event instanceof OrderEvent.Settled(var effect)) {
            for (var demand : order.demands) {
                if (demand.number <= effect) {
                    checkDone(order, demand, "is settled");
                }
            }
        }
    }

    private void checkDone(OrderBook order, Demand demand, String yet) {
        for (var sku : demand.skus) {
            if (!sku.done) {
                violated(
                        "effect %d of %s %s and %s has not carried it out", demand.number, order, yet, nameOf(sku.sku));
            }
        }
        if (order.placed != null && order.placed.account() != null && !demand.accountDone) {
            violated("effect %d of %s %s and its account has not carried it out", demand.number, order, yet);
        }
    }

    private static String nameOf(SkuId sku) {
        return "s|" + sku;
    }

    @Override
    public void quiet(Remains remains) {
        for (var order : books.orders()) {
            for (var demand : order.demands) {
                checkDone(order, demand, "is there when all is quiet");
            }
        }
    }
}
