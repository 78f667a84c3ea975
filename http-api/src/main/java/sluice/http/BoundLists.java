package sluice.http;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.readmodel.AccountEntry;
import sluice.readmodel.AccountFilter;
import sluice.readmodel.AccountRow;
import sluice.readmodel.Cursor;
import sluice.readmodel.Cursors;
import sluice.readmodel.DailyFilter;
import sluice.readmodel.DailyRow;
import sluice.readmodel.LedgerEntry;
import sluice.readmodel.LedgerFilter;
import sluice.readmodel.Listing;
import sluice.readmodel.Lists;
import sluice.readmodel.OrderFilter;
import sluice.readmodel.OrderRow;
import sluice.readmodel.SkuFilter;
import sluice.readmodel.SkuRow;
import sluice.readmodel.StatementFilter;
import sluice.readmodel.StockFilter;
import sluice.readmodel.StockRow;
import sluice.value.AccountId;

/**
 * Lists as a key sees them that is bound to an account. Routes ask for that account's rows only; a filter that admits others would be
 * a fault of theirs and is refused.
 */
record BoundLists(Lists lists, AccountId account) implements Lists {

    @Override
    public CompletionStage<Listing<OrderRow>> orders(OrderFilter filter, @Nullable Cursor after, int limit) {
        requireOwn(filter.account());
        return lists.orders(filter, after, limit);
    }

    /** SKUs are everybody's to see. */
    @Override
    public CompletionStage<Listing<SkuRow>> skus(SkuFilter filter, @Nullable Cursor after, int limit) {
        return lists.skus(filter, after, limit);
    }

    @Override
    public CompletionStage<Listing<AccountRow>> accounts(AccountFilter filter, @Nullable Cursor after, int limit) {
        requireOwn(filter.only());
        return lists.accounts(filter, after, limit);
    }

    /** What there is of SKUs is everybody's to see. */
    @Override
    public CompletionStage<Listing<StockRow>> stock(StockFilter filter, @Nullable Cursor after, int limit) {
        return lists.stock(filter, after, limit);
    }

    @Override
    public CompletionStage<Listing<LedgerEntry>> ledger(LedgerFilter filter, @Nullable Cursor after, int limit) {
        throw new IllegalStateException("a ledger tells of orders of every account, and " + account + " asks");
    }

    @Override
    public CompletionStage<Listing<AccountEntry>> statement(StatementFilter filter, @Nullable Cursor after, int limit) {
        requireOwn(filter.account());
        return lists.statement(filter, after, limit);
    }

    @Override
    public CompletionStage<Listing<DailyRow>> daily(DailyFilter filter) {
        throw new IllegalStateException("daily figures are of every account together, and " + account + " asks");
    }

    @Override
    public Cursors cursors() {
        return lists.cursors();
    }

    private void requireOwn(@Nullable AccountId asked) {
        if (!account.equals(asked)) {
            throw new IllegalStateException("a list for a key of " + account + " asks for what is another's");
        }
    }
}
