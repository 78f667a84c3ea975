package sluice.readmodel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailRow;

/**
 * Finds the few rows of SKUs and accounts that hold a definition among the many that hold claims and pledges. Both events have the
 * wire name {@code def}, which CBOR writes as one byte of length and the letters, after the property {@code t} likewise: a row
 * without these bytes holds none, and is passed over in the database. One that has them by chance does no harm.
 */
final class Definitions {

    private static final Logger log = LoggerFactory.getLogger(Definitions.class);
    private static final int SHORT_TEXT = 0x60; // and the length, up to 23 (RFC 8949, section 3.1)
    private static final String DEFINED = "def";

    private Definitions() {}

    private static String cbor(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().toHexDigits((byte) (SHORT_TEXT + bytes.length))
                + HexFormat.of().formatHex(bytes);
    }

    /** As {@link sluice.journal.TailModel#wanted}: the rows of this kind that may hold a definition. */
    static String wanted(EntityKind kind) {
        return wanted(kind, DEFINED);
    }

    /** The rows of this kind that may hold an event with one of these wire names. */
    static String wanted(EntityKind kind, String... wireNames) {
        return "persistence_id like '%s|%%' and (%s)"
                .formatted(
                        kind.prefix(),
                        Arrays.stream(wireNames)
                                .map(name -> "position(decode('%s', 'hex') in event_payload) > 0"
                                        .formatted(cbor("t") + cbor(name)))
                                .collect(Collectors.joining(" or ")));
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
            return Optional.of(format.readBatch(row.manifest(), row.payload()));
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
