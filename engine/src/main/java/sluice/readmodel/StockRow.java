package sluice.readmodel;

import java.time.Instant;
import java.util.List;
import sluice.value.LocationId;
import sluice.value.SkuId;

/**
 * A SKU's stock as a list shows it.
 *
 * @param version of its stock
 * @param onHandUnits at all locations together
 * @param availableUnits on hand and not claimed, zero or more
 * @param locations where there is, or was, any
 * @param updatedAt when the version last changed
 */
public record StockRow(
        SkuId sku,
        long version,
        long onHandUnits,
        long claimedUnits,
        long availableUnits,
        List<At> locations,
        Instant updatedAt) {

    /** What one location has. */
    public record At(LocationId location, long onHandUnits) {}
}
