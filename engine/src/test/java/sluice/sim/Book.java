package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the rows of one entity say. */
abstract sealed class Book permits StockBook, AccountBook, OrderBook {

    final String persistenceId;
    final List<Row> rows = new ArrayList<>();

    /** What was written under idempotency keys. */
    final Map<String, Written> byKey = new HashMap<>(4);

    /** The highest version that any client was shown, or that must be, since what it brought about was acknowledged. */
    long shownVersion;

    long shownDefinition;

    Book(String persistenceId) {
        this.persistenceId = persistenceId;
    }

    /** The version that clients see. */
    abstract long version();

    /** The version of a SKU's definition. */
    long definition() {
        return 0;
    }

    void shown(long version) {
        shownVersion = Math.max(shownVersion, version);
    }

    @Override
    public String toString() {
        return persistenceId;
    }
}
