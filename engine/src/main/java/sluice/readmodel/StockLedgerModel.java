package sluice.readmodel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.journal.EventMark;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.stock.StockEvent;

/** What came and went of each SKU: receipts, adjustments and shipments, which are few among the claims. */
final class StockLedgerModel implements TailModel {

    static final String RECEIPT = "RECEIPT";
    static final String SHIPMENT = "SHIPMENT";

    private static final String ENTRIES = """
        insert into stock_ledger (sku, number, at, reason, delta, location, on_hand, order_id, reference, by, request_id)
        select sku, number, to_timestamp(at / 1000.0), reason, delta, location, on_hand, order_id, reference, by, request_id
        from {rows}
        """;

    private static final String ENDS = """
        insert into stock_ledger_end as known (sku, number, on_hand, row_number) select sku, number, on_hand, row_number from {rows}
        on conflict (sku) do update
            set number = excluded.number, on_hand = excluded.on_hand, row_number = excluded.row_number
        """;

    private final JournalFormat format;

    StockLedgerModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String wanted() {
        return EventMark.wanted(EntityKind.STOCK, List.of("rec", "adj", "s"));
    }

    @Override
    public List<String> tables() {
        return List.of("stock_ledger", "stock_ledger_end");
    }

    private record Entry(
            String sku,
            long number,
            Instant at,
            String reason,
            long delta,
            String location,
            long onHand,
            @Nullable UUID order,
            @Nullable String reference,
            String by,
            @Nullable String requestId) {}

    private record End(String sku, long number, long onHand, long rowNumber) {}

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var batches = EntityBatches.of(EntityKind.STOCK, StockEvent.class, rows, format);
        var known = ends(transaction, batches.keySet());
        var entries = new ArrayList<Entry>();
        var ends = new ArrayList<End>();
        batches.forEach((sku, all) -> {
            var before = known.getOrDefault(sku, new End(sku, 0, 0, 0));
            var end = before;
            for (var row : all) {
                if (row.rowNumber() > before.rowNumber()) {
                    var after = add(end, row.batch(), entries);
                    end = after.number() == end.number() // rows of claims alone leave no trace
                            ? end
                            : new End(sku, after.number(), after.onHand(), row.rowNumber());
                }
            }
            if (end.number() > before.number()) {
                ends.add(end);
            }
        });
        write(transaction, entries, ends);
    }

    private static Map<String, End> ends(Handle transaction, Set<String> skus) {
        var ends = new HashMap<String, End>();
        if (!skus.isEmpty()) {
            transaction
                    .createQuery(
                            "select sku, number, on_hand, row_number from stock_ledger_end where sku = any (:skus)")
                    .bind("skus", skus.toArray(String[]::new))
                    .map((row, context) -> ends.put(
                            row.getString(1),
                            new End(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4))))
                    .list();
        }
        return ends;
    }

    private static End add(End end, Batch<StockEvent> batch, List<Entry> entries) {
        var last = end;
        for (var command : batch.entries()) {
            for (var event : command.events()) {
                var entry = entry(last, event, command.origin(), batch.at());
                if (entry != null) {
                    entries.add(entry);
                    last = new End(last.sku(), entry.number(), entry.onHand(), last.rowNumber());
                }
            }
        }
        return last;
    }

    private static @Nullable Entry entry(End last, StockEvent event, Origin origin, Instant at) {
        return switch (event) {
            case StockEvent.Received(var quantity, var location, var reference) ->
                entry(last, at, RECEIPT, quantity.units(), location.value(), null, reference, origin);
            case StockEvent.Adjusted(var delta, var location, var reason) ->
                entry(last, at, reason.name(), delta, location.value(), null, null, origin);
            case StockEvent.Shipped(var order, var effect, var quantity, var location, var unclaimed) ->
                entry(last, at, SHIPMENT, -quantity.units(), location.value(), order.value(), null, origin);
            case StockEvent.Defined defined -> null;
            case StockEvent.Claimed claimed -> null;
            case StockEvent.Released released -> null;
            case StockEvent.Vouched vouched -> null;
            case StockEvent.Freed freed -> null;
        };
    }

    private static Entry entry(
            End last,
            Instant at,
            String reason,
            long delta,
            String location,
            @Nullable UUID order,
            @Nullable String reference,
            Origin origin) {
        return new Entry(
                last.sku(),
                last.number() + 1,
                at,
                reason,
                delta,
                location,
                last.onHand() + delta,
                order,
                reference,
                origin.by(),
                origin.requestId());
    }

    private static void write(Handle transaction, List<Entry> entries, List<End> ends) {
        new Columns<>(entries)
                .withText("sku", Entry::sku)
                .withLong("number", Entry::number)
                .withLong("at", entry -> entry.at().toEpochMilli())
                .withText("reason", Entry::reason)
                .withLong("delta", Entry::delta)
                .withText("location", Entry::location)
                .withLong("on_hand", Entry::onHand)
                .with("order_id", Entry::order, UUID[]::new)
                .withText("reference", Entry::reference)
                .withText("by", Entry::by)
                .withText("request_id", Entry::requestId)
                .execute(transaction, ENTRIES);
        new Columns<>(ends)
                .withText("sku", End::sku)
                .withLong("number", End::number)
                .withLong("on_hand", End::onHand)
                .withLong("row_number", End::rowNumber)
                .execute(transaction, ENDS);
    }
}
