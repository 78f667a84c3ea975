package sluice.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import sluice.value.OrderId;

/**
 * What a customer still owes for one shipment; known by its order and effect.
 *
 * @param openMinorUnits above zero
 * @param dueMillis when it is due, in milliseconds since 1970
 */
public record OpenInvoice(
        @JsonProperty("o") OrderId order,
        @JsonProperty("n") long effect,
        @JsonProperty("m") long openMinorUnits,
        @JsonProperty("d") long dueMillis) {

    OpenInvoice less(long paidMinorUnits) {
        return new OpenInvoice(order, effect, openMinorUnits - paidMinorUnits, dueMillis);
    }
}
