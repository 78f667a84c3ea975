package sluice.placement;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.entity.Message;
import sluice.order.Channel;
import sluice.value.AccountId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * An order as a caller wants it.
 *
 * @param account null for a guest, whose order holds no credit
 * @param externalId the channel's own name of the order; one order per channel and external id, for ever
 * @param lines 1 to 1,000; lines of one SKU are claimed as one
 */
public record WantedOrder(
        Channel channel,
        @Nullable AccountId account,
        @Nullable String externalId,
        @Nullable String poNumber,
        Currency currency,
        List<WantedLine> lines,
        Map<String, String> metadata)
        implements Message {

    /**
     * One line.
     *
     * @param quantity above zero
     * @param unitPrice zero or more, up to six decimals; null for the SKU's own price
     */
    public record WantedLine(
            SkuId sku,
            Quantity quantity,
            @Nullable BigDecimal unitPrice,
            @Nullable String description) {}
}
