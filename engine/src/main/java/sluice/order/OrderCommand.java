package sluice.order;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Message;
import sluice.value.LocationId;
import sluice.value.Quantity;

/** What can be asked of one order after its placement. */
public sealed interface OrderCommand extends Message {

    /** Asks for the order. */
    record Read() implements OrderCommand {}

    /** Accepts a submitted order. */
    record Confirm() implements OrderCommand {}

    /** Hands a confirmed order to the warehouse. */
    record Release(LocationId location) implements OrderCommand {}

    /**
     * Records that goods have left.
     *
     * @param lines what has left, by line number, each line at most once; empty for all that is open
     * @param location where from; null for where the order was released to
     */
    record Ship(
            List<LineQuantity> lines,
            @Nullable LocationId location,
            @Nullable String carrier,
            @Nullable String trackingNumber)
            implements OrderCommand {}

    /** A quantity of one line; lines count from 1. */
    record LineQuantity(int line, Quantity quantity) {}

    /** Records that all that was shipped has arrived. */
    record Deliver() implements OrderCommand {}

    /** Cancels the whole order, of which nothing may have shipped. */
    record Cancel(@Nullable String reason) implements OrderCommand {}

    /** Asked by stock and account for a claim or pledge nobody vouched for: whether the order exists, or never will. */
    record DoesExist() implements OrderCommand {}

    /** The order's own note that every effect up to this number is carried out. */
    record Settle(long effect) implements OrderCommand {}
}
