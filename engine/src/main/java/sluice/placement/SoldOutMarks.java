package sluice.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
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
 * without a pledge that would only be released again: a sold-out request costs no journal row. A mark lives 100 ms at most, and ends
 * when goods come in through this node; goods that come in through another may be missed for that long.
 */
public final class SoldOutMarks {

    private static final Duration LIFETIME = Duration.ofMillis(100);
    private static final int MAX_MARKS = 10_000;

    private final Cache<SkuId, Quantity> available;

    public SoldOutMarks() {
        this(Ticker.systemTicker(), ForkJoinPool.commonPool());
    }

    /**
     * Marks that live by another clock.
     *
     * @param maintenance runs what tidies up after the marks
     */
    public SoldOutMarks(Ticker ticker, Executor maintenance) {
        this.available = Caffeine.newBuilder()
                .expireAfterWrite(LIFETIME)
                .maximumSize(MAX_MARKS)
                .ticker(ticker)
                .executor(maintenance)
                .build();
    }

    /** A SKU has refused a claim; where claims may yet come back, that is no reason to refuse the next. */
    void refused(SkuId sku, InsufficientStock shortage) {
        if (shortage.unvouched().isZero()) {
            available.put(sku, shortage.available());
        }
    }

    /** Goods may have come in. */
    public void forget(SkuId sku) {
        available.invalidate(sku);
    }

    /** What each SKU lacks, if every one of them is known to have too little; else nothing, and they must be asked. */
    List<Shortage> shortages(Map<SkuId, Quantity> wanted) {
        var shortages = new ArrayList<Shortage>(wanted.size());
        for (var line : wanted.entrySet()) {
            var left = available.getIfPresent(line.getKey());
            if (left == null || !line.getValue().exceeds(left)) {
                return List.of();
            }
            shortages.add(new Shortage(line.getKey(), line.getValue(), left));
        }
        return shortages;
    }
}
