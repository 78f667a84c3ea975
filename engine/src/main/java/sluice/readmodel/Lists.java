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

    /** What there is of each SKU, by its id; otherwise as {@link #skus}. */
    CompletionStage<Listing<StockRow>> stock(StockFilter filter, @Nullable Cursor after, int limit);

    /** What came and went of a SKU, the newest first; empty if there is no such SKU. Otherwise as {@link #orders}. */
    CompletionStage<Listing<LedgerEntry>> ledger(LedgerFilter filter, @Nullable Cursor after, int limit);

    /** What an account was invoiced and paid, the newest first; empty if there is no such account. Otherwise as {@link #orders}. */
    CompletionStage<Listing<AccountEntry>> statement(StatementFilter filter, @Nullable Cursor after, int limit);

    /** Figures of days and channels, in this order, all in one page: of those alone of which there is anything to tell. */
    CompletionStage<Listing<DailyRow>> daily(DailyFilter filter);

    /** Writes cursors as text, and reads them. */
    Cursors cursors();
}
