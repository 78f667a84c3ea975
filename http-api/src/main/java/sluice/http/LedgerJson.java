package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import sluice.readmodel.LedgerEntry;

/** An entry of a SKU's stock ledger. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LedgerJson(
        long number,
        String at,
        String reason,
        long delta,
        String location,
        long onHand,
        @Nullable String orderId,
        @Nullable String reference,
        String by,
        @Nullable String requestId) {

    static LedgerJson of(LedgerEntry entry) {
        var order = entry.order();
        return new LedgerJson(
                entry.number(),
                entry.at().toString(),
                entry.reason(),
                entry.delta(),
                entry.location().value(),
                entry.onHand(),
                order == null ? null : order.toString(),
                entry.reference(),
                entry.by(),
                entry.requestId());
    }
}
