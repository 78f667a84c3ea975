package sluice.readmodel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sluice.value.LocationId;
import sluice.value.OrderId;

/**
 * An entry of a SKU's stock ledger: what came, or went.
 *
 * @param number counts the SKU's entries, from 1
 * @param reason {@code RECEIPT}, {@code SHIPMENT} or that of an adjustment
 * @param delta units that came; below zero where they went
 * @param onHand at all locations together, after it
 * @param order that a shipment was for
 * @param reference of a receipt
 * @param by who did it: a key, or what else events come from
 */
public record LedgerEntry(
        long number,
        Instant at,
        String reason,
        long delta,
        LocationId location,
        long onHand,
        @Nullable OrderId order,
        @Nullable String reference,
        String by,
        @Nullable String requestId) {}
