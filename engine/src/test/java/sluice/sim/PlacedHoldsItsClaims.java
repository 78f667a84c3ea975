package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.value.SkuId;

final class PlacedHoldsItsClaims extends Check implements Check.OfOrders {

    PlacedHoldsItsClaims(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "When an order is placed, its claims and its pledge are committed, and are what its lines come to.";
    }

    @Override
    public void event(OrderBook order, OrderEvent event, Origin origin) {
        if (!(event instanceof Placed placed)) {
            return;
        }
        long total = 0;
        for (var line : placed.lines()) {
            total += line.totalMinorUnits();
            long claimed = books.of(line.sku()).claimOf(order.order);
            long ordered = unitsOf(placed, line.sku());
            if (claimed != ordered) {
                violated("%s orders %d of %s and has claimed %d", order, ordered, line.sku(), claimed);
            }
        }
        if (placed.account() != null
                && !holds(books.of(placed.account()).pledges.get(order.order), total)) {
            violated("%s comes to %d, which is not what it has pledged of %s", order, total, placed.account());
        }
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
