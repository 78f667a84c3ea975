package sluice.stock;

import sluice.entity.Message;
import sluice.value.Quantity;

/** Why a SKU refuses. */
public sealed interface StockRejection extends Message {

    /** The SKU was never defined. */
    record UnknownSku() implements StockRejection {}

    /**
     * Less is available than is wanted.
     *
     * @param unvouched how much of what is claimed may still come back because its orders are not yet known to exist
     */
    record InsufficientStock(Quantity requested, Quantity available, Quantity unvouched) implements StockRejection {}

    /** The order holds a claim of another quantity. */
    record ClaimedDifferently(Quantity held) implements StockRejection {}

    /**
     * The value on record is not the one that the count expected.
     *
     * @param onHandUnits what is on record at the location; may be below zero
     */
    record CountMoved(long onHandUnits) implements StockRejection {}

    /**
     * The location would hold less than nothing.
     *
     * @param onHandUnits what it holds now
     */
    record BelowZero(long onHandUnits) implements StockRejection {}

    /** The SKU would hold more than can be counted, {@link Quantity#MAX_UNITS}. */
    record TooMuch() implements StockRejection {}
}
