package sluice.sim;

import java.util.List;
import java.util.Map;
import sluice.due.DueChanges;
import sluice.entity.Entity;
import sluice.journal.Birth;
import sluice.value.OrderId;

/** Sees all that a life brings about, as it happens. Times are microseconds from the life's beginning. */
interface Watcher {

    /** A row has become visible. */
    void committed(Row row);

    void sent(Attempt attempt);

    /** The client has the answer. */
    void answered(Attempt attempt);

    /** An entity has read its snapshot and the rows after it, and is as it was. */
    void recovered(String persistenceId, Entity<?, ?, ?, ?, ?> entity);

    /** The tail has written these rows to its model, in one transaction. */
    void tailed(List<Row> rows);

    /** An actor has thrown. */
    void failed(String actor, RuntimeException failure);

    /** All faults have ended a minute ago. */
    void quiet(Remains remains);

    /** What is there when all is quiet. */
    interface Remains {

        /** All references and the orders that they name. */
        Map<String, Birth.Reference> references();

        OrderId orderOf(String reference);

        /** Due times, by persistence id. */
        Map<String, DueChanges.Entry> due();

        /** Every entity that is in memory on a node that lives, by persistence id. */
        Map<String, Entity<?, ?, ?, ?, ?>> inMemory();

        /** Placements that are still under way, by what they are called. */
        List<String> placementsUnderWay();

        /** Attempts that were neither answered nor given up by their clients. */
        List<Attempt> unanswered();
    }
}
