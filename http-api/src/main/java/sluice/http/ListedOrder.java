package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import sluice.readmodel.OrderRow;
import sluice.view.MoneyView;
import sluice.view.OrderView;

/**
 * An order in a list; {@link OrderView} is the whole of it.
 *
 * @param units ordered, of all lines together
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListedOrder(
        String id,
        String status,
        String fulfilment,
        long version,
        @Nullable String accountId,
        String channel,
        @Nullable String externalId,
        @Nullable String poNumber,
        String currency,
        MoneyView total,
        int lineCount,
        long units,
        String placedAt,
        String updatedAt) {

    static ListedOrder of(OrderRow row) {
        var account = row.account();
        return new ListedOrder(
                row.id().toString(),
                row.status().name(),
                row.fulfilment().name(),
                row.version(),
                account == null ? null : account.value(),
                row.channel().name(),
                row.externalId(),
                row.poNumber(),
                row.total().currency().getCurrencyCode(),
                MoneyView.of(row.total()),
                row.lines(),
                row.units(),
                row.placedAt().toString(),
                row.updatedAt().toString());
    }
}
