package sluice.readmodel;

import java.time.Instant;
import java.util.ArrayList;
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
 * @param search how its id, its external id or its purchase order's number begins, whether letters of ASCII are capital or not
 */
public record OrderFilter(
        @Nullable OrderStatus status,
        @Nullable AccountId account,
        @Nullable Channel channel,
        @Nullable SkuId sku,
        @Nullable String externalId,
        @Nullable String poNumber,
        @Nullable Instant placedFrom,
        @Nullable Instant placedBefore,
        @Nullable String search)
        implements Filter {

    /** Every order. */
    public static final OrderFilter ALL = new OrderFilter(null, null, null, null, null, null, null, null, null);

    @Override
    public String list() {
        return "orders";
    }

    @Override
    public List<@Nullable Object> parts() {
        var parts = Arrays.<@Nullable Object>asList(
                status, account, channel, sku, externalId, poNumber, placedFrom, placedBefore);
        if (search == null) { // so that cursors go on which a release gave that could not search
            return parts;
        }
        var all = new ArrayList<@Nullable Object>(parts);
        all.add(search);
        return all;
    }
}
