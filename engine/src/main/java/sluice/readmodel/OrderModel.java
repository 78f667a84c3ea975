package sluice.readmodel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.order.OrderEvent;
import sluice.order.OrderState;
import sluice.readmodel.OrderRow.Listed;
import sluice.value.AccountId;

/**
 * The orders that lists show. A birth says everything about its order. What a later event makes of an order, the rules say: its
 * history is read again and folded. That may be ahead of the page, which then comes to the same, since a row only ever moves to a
 * higher version.
 */
final class OrderModel implements TailModel {

    private static final Logger log = LoggerFactory.getLogger(OrderModel.class);

    private static final String UPSERT = """
        insert into order_list as known (id, status, fulfilment, version, account, channel, external_id, po_number, currency, total,
                                         lines, units, placed_at, updated_at)
        select u.id, u.status, u.fulfilment, u.version, u.account, u.channel, u.external_id, u.po_number, u.currency, u.total,
               u.lines, u.units, to_timestamp(u.placed / 1000.0), to_timestamp(u.updated / 1000.0)
        from unnest(:ids, :statuses, :fulfilments, :versions, :accounts, :channels, :externalIds, :poNumbers, :currencies, :totals,
                    :lines, :units, :placed, :updated)
          as u (id, status, fulfilment, version, account, channel, external_id, po_number, currency, total,
                lines, units, placed, updated)
        on conflict (id) do update
            set status = excluded.status, fulfilment = excluded.fulfilment, version = excluded.version,
                updated_at = excluded.updated_at
            where known.version < excluded.version
        """;

    private static final String INSERT_SKUS = """
        insert into order_list_sku (sku, placed_at, order_id)
        select u.sku, to_timestamp(u.placed / 1000.0), u.id
        from unnest(:skus, :placed, :ids) as u (sku, placed, id)
        on conflict do nothing
        """;

    private static final String HISTORIES = """
        select persistence_id, sequence_number, event_ser_manifest, event_payload from event_journal
        where persistence_id = any (:ids) order by persistence_id, sequence_number
        """;

    private final JournalFormat format;

    OrderModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public List<String> tables() {
        return List.of("order_list", "order_list_sku");
    }

    @Override
    public String wanted() {
        return "persistence_id like 'o|%'";
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var changed = new TreeSet<String>();
        var born = new TreeMap<String, Listed>();
        for (var row : rows) {
            if (row.persistenceId().startsWith(EntityKind.ORDER.prefix() + "|")) {
                decode(row.persistenceId(), row.sequenceNumber(), row.manifest(), row.payload())
                        .ifPresent(batch -> sort(row.persistenceId(), batch, born, changed));
            }
        }
        born.keySet().removeAll(changed);
        var orders = new ArrayList<>(born.values());
        orders.addAll(folded(transaction, changed));
        upsert(transaction, orders);
        insertSkus(transaction, orders);
    }

    private static void sort(
            String persistenceId, Batch<OrderEvent> batch, Map<String, Listed> born, Set<String> changed) {
        for (var event : (Iterable<OrderEvent>) batch.events()::iterator) {
            switch (event) {
                case OrderEvent.Placed placed ->
                    born.put(persistenceId, Listed.of(OrderState.order(placed, batch.at()), batch.at()));
                case OrderEvent.Abandoned abandoned -> {}
                case OrderEvent.Settled settled -> {}
                case OrderEvent.Confirmed confirmed -> changed.add(persistenceId);
                case OrderEvent.Released released -> changed.add(persistenceId);
                case OrderEvent.Shipped shipped -> changed.add(persistenceId);
                case OrderEvent.Delivered delivered -> changed.add(persistenceId);
                case OrderEvent.Cancelled cancelled -> changed.add(persistenceId);
            }
        }
    }

    private List<Listed> folded(Handle transaction, Set<String> persistenceIds) {
        if (persistenceIds.isEmpty()) {
            return List.of();
        }
        var histories = new TreeMap<String, List<Batch<OrderEvent>>>();
        var unreadable = new TreeSet<String>();
        transaction
                .createQuery(HISTORIES)
                .bind("ids", persistenceIds.toArray(String[]::new))
                .map((row, context) -> {
                    var id = row.getString("persistence_id");
                    decode(
                                    id,
                                    row.getLong("sequence_number"),
                                    row.getString("event_ser_manifest"),
                                    row.getBytes("event_payload"))
                            .ifPresentOrElse(
                                    batch -> histories
                                            .computeIfAbsent(id, absent -> new ArrayList<>())
                                            .add(batch),
                                    () -> unreadable.add(id));
                    return id;
                })
                .list();
        histories.keySet().removeAll(unreadable);
        return histories.values().stream()
                .flatMap(history -> OrderRow.after(history).stream())
                .toList();
    }

    private static void upsert(Handle transaction, List<Listed> orders) {
        if (orders.isEmpty()) {
            return;
        }
        transaction
                .createUpdate(UPSERT)
                .bind("ids", column(orders, row -> row.id().value(), UUID[]::new))
                .bind("statuses", column(orders, row -> row.status().name(), String[]::new))
                .bind("fulfilments", column(orders, row -> row.fulfilment().name(), String[]::new))
                .bind("versions", column(orders, OrderRow::version, Long[]::new))
                .bind("accounts", column(orders, row -> text(row.account()), String[]::new))
                .bind("channels", column(orders, row -> row.channel().name(), String[]::new))
                .bind("externalIds", column(orders, OrderRow::externalId, String[]::new))
                .bind("poNumbers", column(orders, OrderRow::poNumber, String[]::new))
                .bind("currencies", column(orders, row -> row.total().currency().getCurrencyCode(), String[]::new))
                .bind("totals", column(orders, row -> row.total().minorUnits(), Long[]::new))
                .bind("lines", column(orders, OrderRow::lines, Integer[]::new))
                .bind("units", column(orders, OrderRow::units, Long[]::new))
                .bind("placed", column(orders, row -> row.placedAt().toEpochMilli(), Long[]::new))
                .bind("updated", column(orders, row -> row.updatedAt().toEpochMilli(), Long[]::new))
                .execute();
    }

    private static <T> T[] column(
            Collection<Listed> orders, Function<OrderRow, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return orders.stream().map(listed -> value.apply(listed.row())).toArray(array);
    }

    private static @Nullable String text(@Nullable AccountId account) {
        return account == null ? null : account.value();
    }

    /** An order's SKUs never change: they come with its birth, or with the row that was folded in its stead. */
    private static void insertSkus(Handle transaction, List<Listed> orders) {
        var skus = new ArrayList<String>();
        var placed = new ArrayList<Long>();
        var ids = new ArrayList<UUID>();
        for (var order : orders) {
            for (var sku : order.skus()) {
                skus.add(sku);
                placed.add(order.row().placedAt().toEpochMilli());
                ids.add(order.row().id().value());
            }
        }
        if (!skus.isEmpty()) {
            transaction
                    .createUpdate(INSERT_SKUS)
                    .bind("skus", skus.toArray(String[]::new))
                    .bind("placed", placed.toArray(Long[]::new))
                    .bind("ids", ids.toArray(UUID[]::new))
                    .execute();
        }
    }

    /** A row that cannot be read stops its order, which says so; it must not stop the lists for all the others. */
    private Optional<Batch<OrderEvent>> decode(String persistenceId, long sequence, String manifest, byte[] payload) {
        try {
            return Optional.of(format.readOrderBatch(manifest, payload));
        } catch (IOException unreadable) {
            log.error(
                    "Row {} of {} cannot be read; lists show the order without it",
                    sequence,
                    persistenceId,
                    unreadable);
            return Optional.empty();
        }
    }
}
