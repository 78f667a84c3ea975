package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderEvent.PlacedLine;
import sluice.value.Money;
import sluice.value.SkuId;

final class PlacedHoldsItsClaims extends Check implements Check.OfOrders {

    PlacedHoldsItsClaims(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "When an order is placed, its claims and its pledge are committed, and are what its lines come to, "
                + "at the prices that were asked or that the SKUs had.";
    }

    @Override
    public void event(OrderBook order, OrderEvent event, Origin origin) {
        if (!(event instanceof Placed placed)) {
            return;
        }
        checkPrices(placed, books.sent(origin.requestId()));
        long total = 0;
        for (var line : placed.lines()) {
            total += line.totalMinorUnits();
            long claimed = books.of(line.sku()).claimOf(order.order);
            long ordered = unitsOf(placed, line.sku());
            if (claimed != ordered) {
                violated("%s orders %d of %s and has claimed %d", order, ordered, line.sku(), claimed);
            }
            if (Money.total(line.unitPrice(), line.quantity(), placed.currency())
                            .minorUnits()
                    != line.totalMinorUnits()) {
                violated("%s: the total is wrong of %s", order, line);
            }
        }
        if (placed.account() != null
                && !holds(books.of(placed.account()).pledges.get(order.order), total)) {
            violated("%s comes to %d, which is not what it has pledged of %s", order, total, placed.account());
        }
    }

    /** Where the order was wanted without a price, it has one that the SKU had since. */
    private void checkPrices(Placed placed, @Nullable Sent sent) {
        if (sent == null || !(sent.attempt.act.wish() instanceof Act.Place(var wanted))) {
            return;
        }
        for (int i = 0; i < Math.min(wanted.lines().size(), placed.lines().size()); i++) {
            var line = placed.lines().get(i);
            if (wanted.lines().get(i).unitPrice() == null && !wasPrice(line, sent.attempt.sentMicros)) {
                violated("%s: %s had no such price", placed.order(), line);
            }
        }
    }

    private boolean wasPrice(PlacedLine line, long sinceMicros) {
        for (var definition : books.of(line.sku()).definitionsSince(sinceMicros)) {
            var price = definition == null ? null : definition.price();
            if (price != null && price.amount().compareTo(line.unitPrice()) == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(@Nullable Held held, long amount) {
        return held != null && held.amount == amount;
    }

    private static long unitsOf(Placed placed, SkuId sku) {
        long units = 0;
        for (var line : placed.lines()) {
            if (line.sku().equals(sku)) {
                units += line.quantity().units();
            }
        }
        return units;
    }
}
