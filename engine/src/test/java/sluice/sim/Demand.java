package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.LocationId;
import sluice.value.SkuId;

/** What one event of an order asks of its SKUs and its account, and which of them have done it. */
final class Demand {

    /** What is asked of one SKU: units that were shipped; or none, and what is left is given back. */
    static final class OfSku {
        final SkuId sku;
        long units;
        boolean done;

        OfSku(SkuId sku) {
            this.sku = sku;
        }
    }

    /** The event's number within the order. */
    final long number;

    /** Where goods were shipped from; null if all is given back. */
    final @Nullable LocationId from;

    final List<OfSku> skus = new ArrayList<>(2);

    /** What is invoiced of the account, if the order has one and if this was a shipment. */
    long invoicedMinorUnits;

    boolean last;
    boolean accountDone;

    Demand(long number, @Nullable LocationId from) {
        this.number = number;
        this.from = from;
    }

    boolean isShipment() {
        return from != null;
    }

    /** What is asked of {@code sku}, with so many units more. */
    void add(SkuId sku, long units) {
        var asked = of(sku);
        if (asked == null) {
            asked = new OfSku(sku);
            skus.add(asked);
        }
        asked.units += units;
    }

    @Nullable
    OfSku of(SkuId sku) {
        for (var one : skus) {
            if (one.sku.equals(sku)) {
                return one;
            }
        }
        return null;
    }
}
