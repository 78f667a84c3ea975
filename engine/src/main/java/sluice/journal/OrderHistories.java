package sluice.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.order.OrderEvent;

/**
 * Reads what the journal has of orders, for models whose tail brings them a row that means something only after those before it. A
 * row that cannot be read stops its order, which says so; it must not stop the tail for all the others, and is left out.
 */
public final class OrderHistories {

    private static final Logger log = LoggerFactory.getLogger(OrderHistories.class);

    private final JournalFormat format;

    public OrderHistories(JournalFormat format) {
        this.format = format;
    }

    /** One row of an order. */
    public record Row(long sequence, Batch<OrderEvent> batch) {}

    /** Whether {@code row} is an order's. */
    public static boolean isOrders(TailRow row) {
        return row.persistenceId().startsWith(EntityKind.ORDER.prefix() + "|");
    }

    /** The batch of an order's row, if it can be read. */
    public Optional<Batch<OrderEvent>> batch(TailRow row) {
        return batch(row.persistenceId(), row.sequenceNumber(), () -> JournalFormat.ofOrder(row.batch(format)));
    }

    /**
     * Every row so far of these orders, by their persistence ids, each order's in their order. They may be ahead of the tail. An
     * order of which one cannot be read is left out.
     */
    public Map<String, List<Row>> of(Handle transaction, Collection<String> persistenceIds) {
        var histories = new TreeMap<String, List<Row>>();
        if (persistenceIds.isEmpty()) {
            return histories;
        }
        var unreadable = new TreeSet<String>();
        transaction
                .createQuery("""
                    select persistence_id, sequence_number, event_ser_manifest, event_payload from event_journal
                    where persistence_id = any (:ids) order by persistence_id, sequence_number
                    """)
                .bind("ids", persistenceIds.toArray(String[]::new))
                .map((row, context) -> {
                    var id = row.getString("persistence_id");
                    long sequence = row.getLong("sequence_number");
                    var manifest = row.getString("event_ser_manifest");
                    var payload = row.getBytes("event_payload");
                    batch(id, sequence, () -> format.readOrderBatch(manifest, payload))
                            .ifPresentOrElse(
                                    batch -> histories
                                            .computeIfAbsent(id, absent -> new ArrayList<>())
                                            .add(new Row(sequence, batch)),
                                    () -> unreadable.add(id));
                    return id;
                })
                .list();
        histories.keySet().removeAll(unreadable);
        return histories;
    }

    private interface Decoding {
        Batch<OrderEvent> batch() throws IOException;
    }

    private static Optional<Batch<OrderEvent>> batch(String persistenceId, long sequence, Decoding decoding) {
        try {
            return Optional.of(decoding.batch());
        } catch (IOException unreadable) {
            log.error("Row {} of {} cannot be read; models go without", sequence, persistenceId, unreadable);
            return Optional.empty();
        }
    }
}
