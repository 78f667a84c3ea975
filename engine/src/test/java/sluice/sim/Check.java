package sluice.sim;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountEvent;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;

/** An invariant that looks at what it has to. When it is told of a row, that is in the books; attempts are in them once sent. */
abstract class Check implements Invariant {

    /** Sees each entry of a row before the books do. */
    interface OfEntries {
        void entry(Book book, Row row, Batch.Entry<?> entry);
    }

    /** Sees each event of a SKU before the books do. */
    interface OfStock {
        void event(StockBook sku, StockEvent event, Origin origin);
    }

    /** Sees each event of an account before the books do. */
    interface OfAccounts {
        void event(AccountBook account, AccountEvent event, Origin origin);
    }

    /** Sees each event of an order before the books do. */
    interface OfOrders {
        void event(OrderBook order, OrderEvent event, Origin origin);
    }

    final Books books;
    private final Case life;

    Check(Case life) {
        this.life = life;
        this.books = life.books;
    }

    final long nowMicros() {
        return life.nowMicros();
    }

    final Life life() {
        return life.life;
    }

    /** The invariant is broken. */
    @FormatMethod
    final void violated(String what, @Nullable Object... named) {
        life.violations.add(new Violation(getClass().getSimpleName(), what.formatted(named), nowMicros()));
    }

    @Override
    public void committed(Row row) {}

    @Override
    public void sent(Attempt attempt) {}

    @Override
    public void answered(Attempt attempt) {}

    @Override
    public void recovered(String persistenceId, Entity<?, ?, ?, ?, ?> entity) {}

    @Override
    public void tailed(List<Row> rows) {}

    @Override
    public void failed(String actor, RuntimeException failure) {}

    @Override
    public void quiet(Remains remains) {}
}
