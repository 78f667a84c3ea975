package sluice.readmodel;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.order.Channel;
import sluice.order.OrderStatus;
import sluice.value.AccountId;
import sluice.value.SkuId;

/**
 * Which orders are wanted.
 *
 * @param sku that one of its lines orders
 * @param placedFrom inclusive, in whole milliseconds
 * @param placedBefore exclusive, in whole milliseconds
 */
public record OrderFilter(
        @Nullable OrderStatus status,
        @Nullable AccountId account,
        @Nullable Channel channel,
        @Nullable SkuId sku,
        @Nullable String externalId,
        @Nullable String poNumber,
        @Nullable Instant placedFrom,
        @Nullable Instant placedBefore)
        implements Filter {

    /** Every order. */
    public static final OrderFilter ALL = new OrderFilter(null, null, null, null, null, null, null, null);

    @Override
    public String list() {
        return "orders";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(status, account, channel, sku, externalId, poNumber, placedFrom, placedBefore);
    }
}
