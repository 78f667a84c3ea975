package sluice.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Deferrable;
import sluice.entity.Message;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** What can be asked of one SKU. */
public sealed interface StockCommand extends Message {

    /** Defines the SKU, or changes its definition. */
    record Define(SkuDefinition definition) implements StockCommand {}

    /** Asks for the SKU and its stock. */
    record Read() implements StockCommand {}

    /**
     * Adds goods that have come in.
     *
     * @param reference the document they came with
     */
    record Receive(
            Quantity quantity,
            LocationId location,
            @Nullable String reference) implements StockCommand {}

    /** Corrects what is on hand at a location by a difference, which may be below zero. */
    record Adjust(long deltaUnits, LocationId location, AdjustmentReason reason) implements StockCommand {}

    /**
     * Corrects what is on hand at a location to a counted value.
     *
     * @param expectedUnits what must be on record there; may be below zero, as a record can be that a count puts right
     */
    record Count(Quantity counted, long expectedUnits, LocationId location, AdjustmentReason reason)
            implements StockCommand {}

    /** Sets a quantity aside for an order; the same claim again changes nothing. */
    record Claim(OrderId order, Quantity quantity) implements StockCommand {}

    /** Gives an unvouched claim back; anything else stays as it is. */
    record Release(OrderId order) implements StockCommand {}

    /** The word that these orders exist. */
    record Vouch(List<OrderId> orders) implements StockCommand, Deferrable {}

    /** The word that these orders never will exist; gives their unvouched claims back. */
    record Abandon(List<OrderId> orders) implements StockCommand {}

    /**
     * An effect: a quantity of an order's claim has left a location. Never refused.
     *
     * @param effect its number within the order; one at or below the highest applied changes nothing
     */
    record Ship(OrderId order, long effect, Quantity quantity, LocationId location) implements StockCommand {}

    /** An effect: what is left of an order's claim is given back. Never refused. */
    record Free(OrderId order, long effect) implements StockCommand {}
}
