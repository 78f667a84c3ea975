package sluice.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.collection.Iterator;

/** What one persistent actor asked to be written in one go. Its rows have one fate: where one cannot be written, none is. */
final class EntityWrite {

    /** What became of a write. */
    sealed interface Outcome {

        /**
         * It is committed, but for what could not be serialised.
         *
         * @param refusals one for each {@link AtomicWrite}; empty if there is none at all
         */
        record Written(List<Optional<Exception>> refusals) implements Outcome {}

        /** Nothing of it is, nor ever will be. */
        record Rejected(Exception cause) implements Outcome {}

        /** The database did not say, or did not get it in time. */
        record Failed(Exception cause) implements Outcome {}
    }

    private final List<AtomicWrite> atomicWrites;
    private final long handedOverNanos;
    private final List<JournalRow> rows = new ArrayList<>(1);
    private List<Optional<Exception>> refusals = List.of();
    private long bytes;
    private Outcome outcome = new Outcome.Failed(new IllegalStateException("the write was not carried out"));

    /** @param handedOverNanos a monotonic time */
    EntityWrite(List<AtomicWrite> atomicWrites, long handedOverNanos) {
        this.atomicWrites = atomicWrites;
        this.handedOverNanos = handedOverNanos;
    }

    String persistenceId() {
        return atomicWrites.getFirst().persistenceId();
    }

    long handedOverNanos() {
        return handedOverNanos;
    }

    /** Makes rows of what Pekko handed over; what has no serialiser is refused alone, as Pekko asks for. */
    void serialize(RowFormat format, long nowMillis) {
        for (int i = 0; i < atomicWrites.size(); i++) {
            try {
                var rowsOfOne = new ArrayList<JournalRow>(1);
                for (Iterator<PersistentRepr> events =
                                atomicWrites.get(i).payload().iterator();
                        events.hasNext(); ) {
                    rowsOfOne.add(format.row(events.next(), nowMillis));
                }
                rows.addAll(rowsOfOne);
            } catch (Exception unwritable) { // whatever a serialiser throws, also Scala's checked ones
                refuse(i, unwritable);
            }
        }
        rows.forEach(row -> bytes += row.bytes());
    }

    private void refuse(int place, Exception cause) {
        if (refusals.isEmpty()) {
            refusals = new ArrayList<>();
            atomicWrites.forEach(any -> refusals.add(Optional.empty()));
        }
        refusals.set(place, Optional.of(cause));
    }

    List<JournalRow> rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    long firstSequence() {
        return rows.getFirst().sequence();
    }

    void written() {
        outcome = new Outcome.Written(refusals);
    }

    void rejected(Exception cause) {
        outcome = new Outcome.Rejected(cause);
    }

    void failed(Exception cause) {
        outcome = new Outcome.Failed(cause);
    }

    Outcome outcome() {
        return outcome;
    }
}
