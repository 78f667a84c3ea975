package sluice.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import sluice.account.AccountEvent;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.stock.StockEvent;

/** Holds all invariants against one life. After the first step that breaks any it looks no further. */
final class Judge implements Watcher {

    private final Case life;
    private final Books books;
    private final Check[] checks;
    private final Check[] ofRows;
    private final Check.OfEntries[] ofEntries;
    private final Check.OfStock[] ofStock;
    private final Check.OfAccounts[] ofAccounts;
    private final Check.OfOrders[] ofOrders;

    /** @param nowMicros the time in the life */
    Judge(Life life, LongSupplier nowMicros) {
        this.life = new Case(life, nowMicros);
        this.books = this.life.books;
        var writers = new OneWriterPerRun(this.life);
        var tail = new TailReadsEachRowOnce(this.life);
        this.ofRows = new Check[] {writers, tail};
        this.checks = new Check[] {
            new NobodyFails(this.life),
            writers,
            tail,
            new EveryEffectHasACause(this.life),
            new OneEffectPerRequest(this.life),
            new RefusedMeansNothing(this.life),
            new NoOversell(this.life),
            new NoOverCredit(this.life),
            new SetAsideOnce(this.life),
            new ReleasedNeverWas(this.life),
            new VouchedExists(this.life),
            new PlacedHoldsItsClaims(this.life),
            new LegalTransitions(this.life),
            new EffectsOnceInOrder(this.life),
            new AcknowledgedIsKept(this.life),
            new RetryGetsFirstAnswer(this.life),
            new ReadsAreCurrent(this.life),
            new NoRefusalOfAPlacedOrder(this.life),
            new PlacementRefusalIsJustified(this.life),
            new OrderRefusalIsJustified(this.life),
            new StockRefusalIsJustified(this.life),
            new AccountRefusalIsJustified(this.life),
            new MismatchIsTrue(this.life),
            new ReplayIsState(this.life),
            new NothingWaits(this.life),
            new BooksAgree(this.life),
            new ReferencesNameOrders(this.life),
        };
        this.ofEntries = those(Check.OfEntries.class).toArray(new Check.OfEntries[0]);
        this.ofStock = those(Check.OfStock.class).toArray(new Check.OfStock[0]);
        this.ofAccounts = those(Check.OfAccounts.class).toArray(new Check.OfAccounts[0]);
        this.ofOrders = those(Check.OfOrders.class).toArray(new Check.OfOrders[0]);
    }

    private <T> List<T> those(Class<T> kind) {
        var found = new ArrayList<T>(checks.length);
        for (var check : checks) {
            if (kind.isInstance(check)) {
                found.add(kind.cast(check));
            }
        }
        return found;
    }

    /** What was broken, all of it in one step of the life; empty if nothing was. */
    List<Violation> violations() {
        return Collections.unmodifiableList(life.violations);
    }

    /** All that is held against a life. */
    List<Invariant> invariants() {
        return List.of(checks);
    }

    private boolean isOver() {
        return !life.violations.isEmpty();
    }

    @Override
    public void committed(Row row) {
        if (isOver()) {
            return;
        }
        var book = books.of(row);
        book.rows.add(row);
        for (var check : ofRows) {
            check.committed(row);
        }
        for (var entry : row.batch().entries()) {
            for (var check : ofEntries) {
                check.entry(book, row, entry);
            }
            for (var event : entry.events()) {
                if (isOver()) {
                    return;
                }
                check(book, event, entry);
                if (isOver()) {
                    return;
                }
                fold(book, event, entry, row);
            }
            books.written(book, entry);
        }
    }

    private void check(Book book, Object event, Batch.Entry<?> entry) {
        switch (book) {
            case StockBook sku -> {
                for (var check : ofStock) {
                    check.event(sku, (StockEvent) event, entry.origin());
                }
            }
            case AccountBook account -> {
                for (var check : ofAccounts) {
                    check.event(account, (AccountEvent) event, entry.origin());
                }
            }
            case OrderBook order -> {
                for (var check : ofOrders) {
                    check.event(order, (OrderEvent) event, entry.origin());
                }
            }
        }
    }

    private void fold(Book book, Object event, Batch.Entry<?> entry, Row row) {
        switch (book) {
            case StockBook sku -> sku.fold((StockEvent) event, row.committedMicros());
            case AccountBook account -> account.fold((AccountEvent) event, row.committedMicros());
            case OrderBook order -> {
                order.fold((OrderEvent) event, entry.origin(), row);
                if (event instanceof Placed placed) {
                    books.placed(order, placed, entry.origin());
                }
            }
        }
    }

    @Override
    public void sent(Attempt attempt) {
        books.sent(attempt);
    }

    @Override
    public void answered(Attempt attempt) {
        if (isOver()) {
            return;
        }
        for (var check : checks) {
            check.answered(attempt);
        }
        books.answered(attempt);
    }

    @Override
    public void recovered(String persistenceId, Entity<?, ?, ?, ?, ?> entity) {
        if (!isOver()) {
            for (var check : checks) {
                check.recovered(persistenceId, entity);
            }
        }
    }

    @Override
    public void tailed(List<Row> rows) {
        if (!isOver()) {
            for (var check : checks) {
                check.tailed(rows);
            }
        }
    }

    @Override
    public void failed(String actor, RuntimeException failure) {
        if (!isOver()) {
            for (var check : checks) {
                check.failed(actor, failure);
            }
        }
    }

    @Override
    public void quiet(Remains remains) {
        if (!isOver()) {
            for (var check : checks) {
                check.quiet(remains);
            }
        }
    }
}
