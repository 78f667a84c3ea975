package sluice.journal;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** A read model that a tail keeps. */
public interface TailModel {

    /** Names its tail: in the offset store, in metrics, in the cluster. For ever. */
    String name();

    /**
     * Which rows of the journal it is about, as an SQL condition on the columns of {@code event_journal}: the others are passed over
     * in the database.
     */
    String wanted();

    /**
     * The tables that are its own and nobody else's, from which it can be made anew from the first row of the journal: all that it
     * writes and all that it reads but the journal. Named without a schema, in every statement too, so that the same rules fill
     * others of the same names; in the order in which readers lock them. Empty for a model that is not made anew beside itself.
     */
    default List<String> tables() {
        return List.of();
    }

    /**
     * Writes what {@code rows} mean for the model, within the transaction that also moves the tail's offset: neither commits
     * nor rolls back. Every row that is wanted comes, and others that are not, those of one entity in their order; what fails is
     * repeated until it succeeds.
     */
    void write(Handle transaction, List<TailRow> rows);
}
