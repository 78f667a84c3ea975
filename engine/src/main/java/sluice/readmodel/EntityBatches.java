package sluice.readmodel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailRow;

/** The rows of a page that are of one kind of entity, decoded. */
final class EntityBatches {

    private static final Logger log = LoggerFactory.getLogger(EntityBatches.class);

    private EntityBatches() {}

    /** One row. */
    record Numbered<E>(long rowNumber, Batch<E> batch) {}

    /** The rows of {@code kind}, those of each entity in their order, by the entity's id. */
    @SuppressWarnings("unchecked") // the manifest names the kind, and the kind the type of its events
    static <E> Map<String, List<Numbered<E>>> of(
            EntityKind kind, Class<E> events, List<TailRow> rows, JournalFormat format) {
        var found = new TreeMap<String, List<Numbered<E>>>();
        for (var row : rows) {
            if (row.persistenceId().startsWith(kind.prefix() + "|")) {
                decode(row, format)
                        .ifPresent(batch -> found.computeIfAbsent(
                                        kind.idIn(row.persistenceId()), absent -> new ArrayList<>())
                                .add(new Numbered<>(row.sequenceNumber(), (Batch<E>) batch)));
            }
        }
        return found;
    }

    /** A row that cannot be read stops its entity, which says so; it must not stop what is shown of all the others. */
    private static Optional<Batch<?>> decode(TailRow row, JournalFormat format) {
        try {
            return Optional.of(row.batch(format));
        } catch (IOException unreadable) {
            log.error("Row {} of {} cannot be read", row.sequenceNumber(), row.persistenceId(), unreadable);
            return Optional.empty();
        }
    }
}
