package sluice.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import sluice.placement.PlacementRejection.Shortage;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * What this node was told a moment ago of SKUs that are sold out, so that a flood on such a SKU is answered without asking it, and
 * without a pledge that would only be released again: a sold-out request costs no journal row. A mark lives 100 ms at most from when
 * the SKU was asked, for the answer may have waited while this node stood still; and it ends when goods come in through this node.
 * Goods that come in through another may be missed for that long.
 */
public final class SoldOutMarks {

    private static final Duration LIFETIME = Duration.ofMillis(100);
    private static final int MAX_MARKS = 10_000;

    private record Mark(Quantity available, Instant askedAt) {}

    private final Cache<SkuId, Mark> marks;

    public SoldOutMarks() {
        this(Ticker.systemTicker(), ForkJoinPool.commonPool());
    }

    /** @param maintenance what is left of old marks is cleared by it */
    public SoldOutMarks(Ticker ticker, Executor maintenance) {
        this.marks = Caffeine.newBuilder()
                .expireAfterWrite(LIFETIME)
                .maximumSize(MAX_MARKS)
                .ticker(ticker)
                .executor(maintenance)
                .build();
    }

    /**
     * A SKU has refused a claim; where claims may yet come back, that is no reason to refuse the next.
     *
     * @param askedAt when the claim was asked for, or before
     */
    void refused(SkuId sku, InsufficientStock shortage, Instant askedAt) {
        if (shortage.unvouched().isZero()) {
            marks.put(sku, new Mark(shortage.available(), askedAt));
        }
    }

    /** Goods may have come in. */
    public void forget(SkuId sku) {
        marks.invalidate(sku);
    }

    /** What each SKU lacks, if every one of them is known to have too little; else nothing, and they must be asked. */
    List<Shortage> shortages(Map<SkuId, Quantity> wanted, Instant now) {
        var shortages = new ArrayList<Shortage>(wanted.size());
        for (var line : wanted.entrySet()) {
            var mark = marks.getIfPresent(line.getKey());
            if (mark == null
                    || !now.isBefore(mark.askedAt().plus(LIFETIME))
                    || !line.getValue().exceeds(mark.available())) {
                return List.of();
            }
            shortages.add(new Shortage(line.getKey(), line.getValue(), mark.available()));
        }
        return shortages;
    }
}
