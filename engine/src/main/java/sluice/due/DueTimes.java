package sluice.due;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import sluice.due.DueChanges.Entry;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.OrderHistories;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/**
 * The read model of due times: an order has an entry from when an event of it leaves effects until the latest of them is settled.
 * What a page changes, {@link DueChanges} says. Applying a page twice changes nothing.
 */
public final class DueTimes implements TailModel {

    private final OrderHistories histories;
    private final Duration settleAfter;

    public DueTimes(JournalFormat format, Duration settleAfter) {
        this.histories = new OrderHistories(format);
        this.settleAfter = settleAfter;
    }

    @Override
    public String name() {
        return "due";
    }

    /** A birth is a row of its own, the first, and leaves no effects: most rows of orders need not be read. */
    @Override
    public String wanted() {
        return "sequence_number > 1 and persistence_id like 'o|%'";
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var page = new ArrayList<DueChanges.Row>();
        for (var row : rows) {
            if (mayMatter(row)) {
                histories.batch(row).ifPresent(batch -> page.add(new DueChanges.Row(row.persistenceId(), batch)));
            }
        }
        var changes = DueChanges.of(page, orders -> batches(transaction, orders), settleAfter);
        put(transaction, changes.due());
        remove(transaction, changes.settled());
    }

    private static boolean mayMatter(TailRow row) {
        return row.sequenceNumber() > 1 && OrderHistories.isOrders(row);
    }

    private Map<String, List<Batch<OrderEvent>>> batches(Handle transaction, Set<String> persistenceIds) {
        var batches = new TreeMap<String, List<Batch<OrderEvent>>>();
        histories
                .of(transaction, persistenceIds)
                .forEach((order, rows) -> batches.put(
                        order, rows.stream().map(OrderHistories.Row::batch).toList()));
        return batches;
    }

    private static void put(Handle transaction, Map<String, Entry> entries) {
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
                        entries.keySet().stream().map(id -> orderOf(id).value()).toArray(UUID[]::new))
                .bind(
                        "slots",
                        entries.keySet().stream()
                                .map(id -> orderOf(id).slot().number())
                                .toArray(Integer[]::new))
                .bind(
                        "due",
                        entries.values().stream()
                                .map(entry -> entry.dueAt().toEpochMilli())
                                .toArray(Long[]::new))
                .bind("effects", entries.values().stream().map(Entry::effect).toArray(Long[]::new))
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

    private static OrderId orderOf(String persistenceId) {
        var id = EntityKind.ORDER.idIn(persistenceId);
        return OrderId.parse(id).orElseThrow(() -> new IllegalStateException("not an order: " + persistenceId));
    }
}
