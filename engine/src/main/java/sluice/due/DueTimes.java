package sluice.due;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/**
 * The read model of due times: an order has an entry from when an event of it leaves effects until the latest of them is settled.
 * Where a page holds such an event, the order's whole history decides; it may be ahead of the page, which then comes to the
 * same. Applying a page twice changes nothing.
 */
public final class DueTimes implements TailModel {

    private static final Logger log = LoggerFactory.getLogger(DueTimes.class);

    private final OrderRowDecoder decoder;
    private final Duration settleAfter;

    public DueTimes(OrderRowDecoder decoder, Duration settleAfter) {
        this.decoder = decoder;
        this.settleAfter = settleAfter;
    }

    @Override
    public String name() {
        return "due";
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var withEffects = new TreeMap<String, OrderId>();
        var settled = new TreeMap<String, Long>();
        for (var row : rows) {
            if (!mayMatter(row)) {
                continue;
            }
            decode(row.persistenceId(), row.sequenceNumber(), row.manifest(), row.payload())
                    .ifPresent(batch -> {
                        if (EffectHistory.hasEffects(batch)) {
                            withEffects.put(row.persistenceId(), orderOf(row.persistenceId()));
                        }
                        settled.merge(row.persistenceId(), EffectHistory.settledUpTo(batch), Math::max);
                    });
        }
        settled.keySet().removeAll(withEffects.keySet());
        settled.values().removeIf(number -> number == 0);
        judge(transaction, withEffects, settled);
    }

    /** A birth is a row of its own, the first, and leaves no effects: most rows of orders need not be decoded. */
    private static boolean mayMatter(TailRow row) {
        return row.sequenceNumber() > 1 && row.persistenceId().startsWith(EntityKind.ORDER.prefix() + "|");
    }

    private void judge(Handle transaction, Map<String, OrderId> withEffects, Map<String, Long> settled) {
        var unsettled = new ArrayList<Entry>();
        if (!withEffects.isEmpty()) {
            var histories = histories(transaction, withEffects.keySet().toArray(String[]::new));
            withEffects.forEach((persistenceId, order) -> EffectHistory.unsettled(
                            histories.getOrDefault(persistenceId, List.of()))
                    .ifPresentOrElse(
                            effects -> unsettled.add(new Entry(
                                    order, effects.latest(), effects.since().plus(settleAfter))),
                            () -> settled.put(persistenceId, Long.MAX_VALUE)));
        }
        put(transaction, unsettled);
        remove(transaction, settled);
    }

    private Map<String, List<Batch<OrderEvent>>> histories(Handle transaction, String[] persistenceIds) {
        var histories = new TreeMap<String, List<Batch<OrderEvent>>>();
        transaction
                .createQuery("""
                    select persistence_id, sequence_number, event_ser_manifest, event_payload from event_journal
                    where persistence_id = any (:ids) order by persistence_id, sequence_number
                    """)
                .bind("ids", persistenceIds)
                .map((row, context) -> {
                    var persistenceId = row.getString("persistence_id");
                    decode(
                                    persistenceId,
                                    row.getLong("sequence_number"),
                                    row.getString("event_ser_manifest"),
                                    row.getBytes("event_payload"))
                            .ifPresent(batch -> histories
                                    .computeIfAbsent(persistenceId, absent -> new ArrayList<>())
                                    .add(batch));
                    return persistenceId;
                })
                .list();
        return histories;
    }

    private static void put(Handle transaction, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        transaction
                .createUpdate("""
                    insert into due_time (order_id, kind, slot, due_at, effect)
                    select u.order_id, 'settle', u.slot, to_timestamp(u.due_millis / 1000.0), u.effect
                    from unnest(:orders, :slots, :due, :effects) as u (order_id, slot, due_millis, effect)
                    on conflict (order_id, kind) do update set due_at = excluded.due_at, effect = excluded.effect
                    """)
                .bind(
                        "orders",
                        entries.stream().map(entry -> entry.order().value()).toArray(UUID[]::new))
                .bind(
                        "slots",
                        entries.stream()
                                .map(entry -> entry.order().slot().number())
                                .toArray(Integer[]::new))
                .bind(
                        "due",
                        entries.stream()
                                .map(entry -> entry.dueAt().toEpochMilli())
                                .toArray(Long[]::new))
                .bind("effects", entries.stream().map(Entry::effect).toArray(Long[]::new))
                .execute();
    }

    private static void remove(Handle transaction, Map<String, Long> settled) {
        if (settled.isEmpty()) {
            return;
        }
        transaction
                .createUpdate("""
                    delete from due_time d using unnest(:orders, :effects) as s (order_id, effect)
                    where d.order_id = s.order_id and d.kind = 'settle' and d.effect <= s.effect
                    """)
                .bind(
                        "orders",
                        settled.keySet().stream().map(id -> orderOf(id).value()).toArray(UUID[]::new))
                .bind("effects", settled.values().toArray(Long[]::new))
                .execute();
    }

    /** A row that cannot be read stops its order, which says so; it must not stop the tail for all the others. */
    private Optional<Batch<OrderEvent>> decode(String persistenceId, long sequence, String manifest, byte[] payload) {
        try {
            return Optional.of(decoder.decode(manifest, payload));
        } catch (IOException unreadable) {
            log.error("Row {} of {} cannot be read; its due times are not kept", sequence, persistenceId, unreadable);
            return Optional.empty();
        }
    }

    private static OrderId orderOf(String persistenceId) {
        var id = EntityKind.ORDER.idIn(persistenceId);
        return OrderId.parse(id).orElseThrow(() -> new IllegalStateException("not an order: " + persistenceId));
    }

    private record Entry(OrderId order, long effect, Instant dueAt) {}
}
