package sluice.sim;

import java.util.HashMap;
import java.util.Map;
import sluice.value.SkuId;

final class BooksAgree extends Check {

    BooksAgree(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "When all is quiet, SKUs and accounts hold what is open of orders, and have shipped and invoiced what"
                + " orders shipped.";
    }

    @Override
    public void quiet(Remains remains) {
        var openOf = new HashMap<SkuId, Long>();
        var shippedOf = new HashMap<SkuId, Long>();
        var unbilledOf = new HashMap<Object, Long>();
        var billedOf = new HashMap<Object, Long>();
        for (var order : books.orders()) {
            if (order.placed != null) {
                addLines(order, openOf, shippedOf);
                addBill(order, unbilledOf, billedOf);
            }
        }
        for (var sku : books.stock()) {
            check(sku, "claimed", sku.claimed.now(), openOf.getOrDefault(sku.sku, 0L));
            long shipped = shippedOf.getOrDefault(sku.sku, 0L);
            check(sku, "on hand", sku.onHand.now(), sku.receivedUnits + sku.adjustedUnits - shipped);
        }
        for (var account : books.accounts()) {
            long billed = billedOf.getOrDefault(account.account, 0L);
            check(account, "pledged", account.pledged.now(), unbilledOf.getOrDefault(account.account, 0L));
            check(account, "invoiced", account.invoicedMinorUnits, billed);
            check(account, "owed", account.owed.now(), billed - account.paidMinorUnits);
        }
    }

    private void addLines(OrderBook order, Map<SkuId, Long> openOf, Map<SkuId, Long> shippedOf) {
        var open = new HashMap<SkuId, Long>(4);
        for (int i = 0; i < order.open.size(); i++) {
            var line = order.lines().get(i);
            long openUnits = order.open.get(i).now();
            open.merge(line.sku(), openUnits, Long::sum);
            if (!order.isCancelled()) {
                shippedOf.merge(line.sku(), line.quantity().units() - openUnits, Long::sum);
            }
        }
        open.forEach((sku, units) -> {
            openOf.merge(sku, units, Long::sum);
            check(books.of(sku), "claimed for " + order, books.of(sku).claimOf(order.order), units);
        });
    }

    private void addBill(OrderBook order, Map<Object, Long> unbilledOf, Map<Object, Long> billedOf) {
        if (order.placed == null || order.placed.account() == null) {
            return;
        }
        long billed = order.billedMinorUnits();
        long unbilled = order.isCancelled() ? 0 : order.totalMinorUnits() - billed;
        unbilledOf.merge(order.placed.account(), unbilled, Long::sum);
        billedOf.merge(order.placed.account(), billed, Long::sum);
        var account = books.of(order.placed.account());
        check(account, "pledged for " + order, account.pledgeOf(order.order), unbilled);
    }

    private void check(Book book, String what, long held, long should) {
        if (held != should) {
            violated("%s: %s is %d, and by the orders it should be %d", book, what, held, should);
        }
    }
}
