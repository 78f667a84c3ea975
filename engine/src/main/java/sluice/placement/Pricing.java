package sluice.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.order.OrderEvent.PlacedLine;
import sluice.stock.SkuDefinition.Price;
import sluice.value.Money;
import sluice.value.SkuId;

/** What the lines of a wanted order cost. */
sealed interface Pricing {

    record Priced(List<PlacedLine> lines) implements Pricing {}

    record Unpriceable(PlacementRejection reason) implements Pricing {}

    /** @param ownPrices the SKUs' own prices, for lines that have none; null where there is none or it is not known */
    static Pricing of(WantedOrder wanted, Function<SkuId, @Nullable Price> ownPrices) {
        var lines = new ArrayList<PlacedLine>();
        var unpriced = new ArrayList<SkuId>();
        long total = 0;
        for (var line : wanted.lines()) {
            var unitPrice = line.unitPrice();
            var own = unitPrice == null ? ownPrices.apply(line.sku()) : null;
            if (own != null) {
                if (!own.currency().equals(wanted.currency())) {
                    return new Unpriceable(new PlacementRejection.CurrencyMismatch(own.currency()));
                }
                unitPrice = own.amount();
            }
            if (unitPrice == null) {
                unpriced.add(line.sku());
                continue;
            }
            try {
                long minor = Money.total(unitPrice, line.quantity(), wanted.currency())
                        .minorUnits();
                total += minor;
                lines.add(new PlacedLine(line.sku(), line.quantity(), unitPrice, minor, line.description()));
            } catch (IllegalArgumentException outOfRange) {
                return new Unpriceable(new PlacementRejection.TotalOutOfRange());
            }
        }
        if (!unpriced.isEmpty()) {
            return new Unpriceable(new PlacementRejection.PriceMissing(List.copyOf(unpriced)));
        }
        if (total > Money.MAX_MINOR_UNITS) { // at most 1,000 lines of at most as much each: no overflow
            return new Unpriceable(new PlacementRejection.TotalOutOfRange());
        }
        return new Priced(List.copyOf(lines));
    }
}
