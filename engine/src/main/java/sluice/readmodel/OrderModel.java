package sluice.readmodel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.journal.JournalFormat;
import sluice.journal.OrderHistories;
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

    private final OrderHistories histories;

    OrderModel(JournalFormat format) {
        this.histories = new OrderHistories(format);
    }

    @Override
    public String name() {
        return "orders";
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
            if (OrderHistories.isOrders(row)) {
                histories.batch(row).ifPresent(batch -> sort(row.persistenceId(), batch, born, changed));
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
        return histories.of(transaction, persistenceIds).values().stream()
                .flatMap(rows -> OrderRow.after(
                        rows.stream().map(OrderHistories.Row::batch).toList())
                        .stream())
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
}
