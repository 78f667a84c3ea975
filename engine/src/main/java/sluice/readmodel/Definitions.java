package sluice.readmodel;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.EventMark;
import sluice.journal.JournalFormat;
import sluice.journal.TailRow;

/**
 * Finds the few rows of SKUs and accounts that hold a definition among the many that hold claims and pledges. Both events have the
 * wire name {@code def}.
 */
final class Definitions {

    private static final Logger log = LoggerFactory.getLogger(Definitions.class);

    private Definitions() {}

    /** As {@link sluice.journal.TailModel#wanted}: the rows of this kind that may hold a definition. */
    static String wanted(EntityKind kind) {
        return EventMark.wanted(kind, List.of("def"));
    }

    /** One definition. */
    record Definition<D>(D definition, Instant at, long rowNumber) {}

    /**
     * The definitions in {@code rows} that a model does not know yet, oldest first, by the id of their entity.
     *
     * @param table the model's table
     * @param id its column of ids
     * @param type the event that defines
     */
    static <D> Map<String, List<Definition<D>>> unknown(
            Handle transaction,
            List<TailRow> rows,
            JournalFormat format,
            EntityKind kind,
            Class<D> type,
            String table,
            String id) {
        var found = new TreeMap<String, List<Definition<D>>>();
        for (var row : rows) {
            if (row.persistenceId().startsWith(kind.prefix() + "|")) {
                for (var definition : in(row, format, type)) {
                    found.computeIfAbsent(kind.idIn(row.persistenceId()), absent -> new ArrayList<>())
                            .add(definition);
                }
            }
        }
        if (!found.isEmpty()) {
            known(transaction, found.keySet().toArray(String[]::new), table, id)
                    .forEach((entity, rowNumber) -> found.computeIfPresent(entity, (same, all) -> {
                        all.removeIf(definition -> definition.rowNumber() <= rowNumber);
                        return all.isEmpty() ? null : all;
                    }));
        }
        return found;
    }

    private static <D> List<Definition<D>> in(TailRow row, JournalFormat format, Class<D> type) {
        return decode(row, format).stream()
                .flatMap(batch -> batch.events()
                        .filter(type::isInstance)
                        .map(event -> new Definition<>(type.cast(event), batch.at(), row.sequenceNumber())))
                .toList();
    }

    /** A row that cannot be read stops its entity, which says so; it must not stop the lists for all the others. */
    private static Optional<Batch<?>> decode(TailRow row, JournalFormat format) {
        try {
            return Optional.of(row.batch(format));
        } catch (IOException unreadable) {
            log.error("Row {} of {} cannot be read", row.sequenceNumber(), row.persistenceId(), unreadable);
            return Optional.empty();
        }
    }

    private static Map<String, Long> known(Handle transaction, String[] ids, String table, String id) {
        var known = new TreeMap<String, Long>();
        transaction
                .createQuery("select %1$s, row_number from %2$s where %1$s = any (:ids)".formatted(id, table))
                .bind("ids", ids)
                .map((row, context) -> known.put(row.getString(1), row.getLong(2)))
                .list();
        return known;
    }
}
