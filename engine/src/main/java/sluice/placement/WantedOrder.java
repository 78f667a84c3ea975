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

    public static final int MAX_LINES = 1_000;

    /** @throws IllegalArgumentException saying what is wrong, if there are no lines or too many, or their quantities add up to too much */
    public WantedOrder {
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw new IllegalArgumentException("an order has 1 to " + MAX_LINES + " lines, not " + lines.size());
        }
        if (lines.stream().mapToLong(line -> line.quantity().units()).sum() > Quantity.MAX_UNITS) {
            throw new IllegalArgumentException("an order has at most " + Quantity.MAX_UNITS + " units in all");
        }
    }

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
            @Nullable String description) {

        private static final int MAX_DECIMALS = 6;

        /** @throws IllegalArgumentException saying what is wrong, if the quantity is zero, or the price negative or too fine */
        public WantedLine {
            if (quantity.isZero()) {
                throw new IllegalArgumentException("a line has a quantity above zero");
            }
            if (unitPrice != null
                    && (unitPrice.signum() < 0 || unitPrice.stripTrailingZeros().scale() > MAX_DECIMALS)) {
                throw new IllegalArgumentException(
                        "a price is zero or more, with at most " + MAX_DECIMALS + " decimals");
            }
        }
    }
}
