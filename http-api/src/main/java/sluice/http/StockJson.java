package sluice.http;

import java.util.List;
import sluice.readmodel.StockRow;
import sluice.value.Quantity;

/** A SKU's stock in a list; {@link StockLevels} is what it is at this moment. */
record StockJson(
        String sku,
        long version,
        long onHand,
        long claimed,
        long available,
        long shortfall,
        List<StockLevels.Level> locations,
        String updatedAt) {

    /** The most units there can be of anything. */
    static final long MAX_UNITS = Quantity.MAX_UNITS;

    static StockJson of(StockRow row) {
        return new StockJson(
                row.sku().value(),
                row.version(),
                row.onHandUnits(),
                row.claimedUnits(),
                row.availableUnits(),
                Math.max(0, row.claimedUnits() - row.onHandUnits()),
                row.locations().stream()
                        .map(at -> new StockLevels.Level(at.location().value(), at.onHandUnits()))
                        .toList(),
                row.updatedAt().toString());
    }
}
