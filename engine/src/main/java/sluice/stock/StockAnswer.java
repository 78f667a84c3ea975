package sluice.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Message;
import sluice.value.LocationId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** What an accepted command is told. */
public sealed interface StockAnswer extends Message {

    /**
     * A SKU as a caller sees it.
     *
     * @param definitionVersion counts changes of the definition, 1 for the first
     * @param stockVersion counts changes of the stock that a caller can see, 0 before the first
     * @param available what can be claimed: on hand less claimed, and never below zero
     * @param shortfall how much more is claimed than is on hand, after a physical loss
     */
    record StockView(
            SkuId sku,
            SkuDefinition definition,
            long definitionVersion,
            long stockVersion,
            long onHandUnits,
            Quantity claimed,
            Quantity available,
            Quantity shortfall,
            List<AtLocation> locations)
            implements StockAnswer {}

    /** What one location holds; below zero only where more was shipped from it than it had on record. */
    record AtLocation(LocationId location, long onHandUnits) {}

    /**
     * A claim was granted, now or by an earlier request.
     *
     * @param price the SKU's own price, where it has one
     */
    record ClaimGranted(SkuDefinition.@Nullable Price price) implements StockAnswer {}

    /** Done; there is nothing to tell. */
    record Ok() implements StockAnswer {}
}
