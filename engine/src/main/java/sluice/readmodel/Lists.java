package sluice.readmodel;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lists of what the engine keeps. They follow the journal, mostly within a second; under load they lag by what the gauge
 * {@code sluice.tail.lag.seconds} tells. Their order is stable: who walks a list from cursor to cursor gets every row that was in it
 * when the walk began exactly once, whatever is added meanwhile, as long as the row goes on passing the filter. A stage
 * that fails is a bug.
 */
public interface Lists {

    /**
     * Orders, those placed last first.
     *
     * @param after where to go on, a cursor that continues {@code filter}; null for the beginning
     * @param limit the most rows, 1 or more
     */
    CompletionStage<Listing<OrderRow>> orders(OrderFilter filter, @Nullable Cursor after, int limit);

    /** SKUs by id, in the order of Unicode code points; otherwise as {@link #orders}. */
    CompletionStage<Listing<SkuRow>> skus(SkuFilter filter, @Nullable Cursor after, int limit);

    /** Accounts by id, in the order of Unicode code points; otherwise as {@link #orders}. */
    CompletionStage<Listing<AccountRow>> accounts(AccountFilter filter, @Nullable Cursor after, int limit);

    /** Writes cursors as text, and reads them. */
    Cursors cursors();
}
