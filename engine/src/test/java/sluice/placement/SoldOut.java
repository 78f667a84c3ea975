package sluice.placement;

import java.time.Instant;
import sluice.stock.StockRejection;
import sluice.value.SkuId;

/** Marks SKUs as sold out for others. */
public final class SoldOut {

    private SoldOut() {}

    /** As a desk does that has heard of {@code shortage}, having asked at {@code askedAt}. */
    public static void mark(SoldOutMarks marks, SkuId sku, StockRejection.InsufficientStock shortage, Instant askedAt) {
        marks.refused(sku, shortage, askedAt);
    }
}
