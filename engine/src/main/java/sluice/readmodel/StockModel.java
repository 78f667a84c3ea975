package sluice.readmodel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.readmodel.EntityBatches.Numbered;
import sluice.stock.StockEvent;

/**
 * How much of each SKU is on hand, where, and claimed. Every row of stock is wanted, so a page is netted in memory first: what a hot
 * SKU's claims come to is one row, and a claim that is made and freed within the page is none at all.
 */
final class StockModel implements TailModel {

    private static final String TOTALS = """
        insert into stock_total as known (sku, on_hand, claimed, version, updated_at, row_number)
        select sku, on_hand, claimed, version, to_timestamp(updated / 1000.0), row_number from {rows}
        on conflict (sku) do update
            set on_hand = excluded.on_hand, claimed = excluded.claimed, version = excluded.version,
                updated_at = excluded.updated_at, row_number = excluded.row_number
        """;

    private static final String LEVELS = """
        insert into stock_level as known (sku, location, on_hand) select sku, location, units from {rows}
        on conflict (sku, location) do update set on_hand = known.on_hand + excluded.on_hand
        """;

    private static final String CLAIMS = """
        insert into stock_claim as known (sku, order_id, units) select sku, order_id, units from {rows}
        on conflict (sku, order_id) do update set units = excluded.units
        """;

    private static final String CLAIMS_ENDED = """
        delete from stock_claim c using {rows} where c.sku = u.sku and c.order_id = u.order_id
        """;

    private final JournalFormat format;

    StockModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "stock";
    }

    @Override
    public String wanted() {
        return "persistence_id like 's|%'";
    }

    @Override
    public List<String> tables() {
        return List.of("stock_total", "stock_level", "stock_claim");
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var batches = EntityBatches.of(EntityKind.STOCK, StockEvent.class, rows, format);
        var known = totals(transaction, batches.keySet());
        batches.forEach((sku, all) -> {
            var total = known.get(sku);
            all.removeIf(row -> total != null && row.rowNumber() <= total.rowNumber);
        });
        batches.values().removeIf(List::isEmpty);
        var claims = claims(transaction, batches);
        var changed = new ArrayList<Total>();
        batches.forEach((sku, all) -> {
            var total = known.computeIfAbsent(sku, Total::new);
            all.forEach(row -> total.add(row, claims));
            changed.add(total);
        });
        write(transaction, changed, claims);
    }

    private static Map<String, Total> totals(Handle transaction, Set<String> skus) {
        var totals = new HashMap<String, Total>();
        if (!skus.isEmpty()) {
            transaction
                    .createQuery("""
                        select sku, on_hand, claimed, version, (extract(epoch from updated_at) * 1000)::bigint, row_number
                        from stock_total where sku = any (:skus)
                        """)
                    .bind("skus", skus.toArray(String[]::new))
                    .map((row, context) -> {
                        var total = new Total(row.getString(1));
                        total.onHand = row.getLong(2);
                        total.claimed = row.getLong(3);
                        total.version = row.getLong(4);
                        total.updatedMillis = row.getLong(5);
                        total.rowNumber = row.getLong(6);
                        return totals.put(total.sku, total);
                    })
                    .list();
        }
        return totals;
    }

    private record ClaimKey(String sku, UUID order) {}

    /** The open claims of orders that {@code batches} name and that do not open within them. */
    private static Claims claims(Handle transaction, Map<String, List<Numbered<StockEvent>>> batches) {
        var named = new HashSet<ClaimKey>();
        batches.forEach((sku, all) -> {
            var opened = new HashSet<UUID>();
            all.stream().flatMap(row -> row.batch().events()).forEach(event -> {
                switch (event) {
                    case StockEvent.Claimed claimed ->
                        opened.add(claimed.order().value());
                    case StockEvent.Released released ->
                        name(named, opened, sku, released.order().value());
                    case StockEvent.Shipped shipped ->
                        name(named, opened, sku, shipped.order().value());
                    case StockEvent.Freed freed ->
                        name(named, opened, sku, freed.order().value());
                    case StockEvent.Defined defined -> {}
                    case StockEvent.Received received -> {}
                    case StockEvent.Adjusted adjusted -> {}
                    case StockEvent.Vouched vouched -> {}
                }
            });
        });
        var claims = new Claims();
        if (!named.isEmpty()) {
            transaction
                    .createQuery("""
                        select c.sku, c.order_id, c.units from stock_claim c
                        join unnest(:skus, :orders) as u (sku, order_id) using (sku, order_id)
                        """)
                    .bind("skus", named.stream().map(ClaimKey::sku).toArray(String[]::new))
                    .bind("orders", named.stream().map(ClaimKey::order).toArray(UUID[]::new))
                    .map((row, context) -> claims.stored.put(
                            new ClaimKey(row.getString(1), row.getObject(2, UUID.class)), row.getLong(3)))
                    .list();
        }
        claims.open.putAll(claims.stored);
        return claims;
    }

    private static void name(Set<ClaimKey> named, Set<UUID> opened, String sku, UUID order) {
        if (!opened.contains(order)) {
            named.add(new ClaimKey(sku, order));
        }
    }

    /** What is claimed now, and what the table says of it. */
    private static final class Claims {
        private final Map<ClaimKey, Long> stored = new HashMap<>();
        private final Map<ClaimKey, Long> open = new HashMap<>();

        /** Ends a claim; returns how much it was. */
        long end(ClaimKey key) {
            var units = open.remove(key);
            return units == null ? 0 : units;
        }

        void take(ClaimKey key, long units) {
            open.computeIfPresent(key, (same, held) -> held > units ? held - units : null);
        }
    }

    /** One SKU's row. */
    private static final class Total {
        private final String sku;
        private long onHand;
        private long claimed;
        private long version;
        private long updatedMillis;
        private long rowNumber;
        private final Map<String, Long> moved = new TreeMap<>(); // units, by location

        Total(String sku) {
            this.sku = sku;
        }

        void add(Numbered<StockEvent> row, Claims claims) {
            rowNumber = row.rowNumber();
            row.batch().events().forEach(event -> add(event, row.batch().at(), claims));
        }

        private void add(StockEvent event, Instant at, Claims claims) {
            switch (event) {
                case StockEvent.Defined defined -> {
                    updatedMillis = version == 0 ? at.toEpochMilli() : updatedMillis;
                    return;
                }
                case StockEvent.Vouched vouched -> {
                    return;
                }
                case StockEvent.Received received ->
                    move(received.location().value(), received.quantity().units());
                case StockEvent.Adjusted adjusted -> move(adjusted.location().value(), adjusted.deltaUnits());
                case StockEvent.Claimed made -> {
                    claimed += made.quantity().units();
                    claims.open.put(
                            new ClaimKey(sku, made.order().value()),
                            made.quantity().units());
                }
                case StockEvent.Released released ->
                    claimed -= claims.end(new ClaimKey(sku, released.order().value()));
                case StockEvent.Shipped shipped -> {
                    move(shipped.location().value(), -shipped.quantity().units());
                    long taken = shipped.quantity().units() - shipped.unclaimed();
                    claimed -= taken;
                    claims.take(new ClaimKey(sku, shipped.order().value()), taken);
                }
                case StockEvent.Freed freed ->
                    claimed -= claims.end(new ClaimKey(sku, freed.order().value()));
            }
            version++;
            updatedMillis = at.toEpochMilli();
        }

        private void move(String location, long units) {
            onHand += units;
            moved.merge(location, units, Long::sum);
        }
    }

    private record Moved(String sku, String location, long units) {}

    private static void write(Handle transaction, Collection<Total> totals, Claims claims) {
        new Columns<>(totals)
                .withText("sku", total -> total.sku)
                .withLong("on_hand", total -> total.onHand)
                .withLong("claimed", total -> total.claimed)
                .withLong("version", total -> total.version)
                .withLong("updated", total -> total.updatedMillis)
                .withLong("row_number", total -> total.rowNumber)
                .execute(transaction, TOTALS);
        var moved = totals.stream()
                .flatMap(total ->
                        total.moved.entrySet().stream().map(at -> new Moved(total.sku, at.getKey(), at.getValue())))
                .toList();
        new Columns<>(moved)
                .withText("sku", Moved::sku)
                .withText("location", Moved::location)
                .withLong("units", Moved::units)
                .execute(transaction, LEVELS);
        var ended = claims.stored.keySet().stream()
                .filter(key -> !claims.open.containsKey(key))
                .toList();
        keys(ended).execute(transaction, CLAIMS_ENDED);
        var open = claims.open.entrySet().stream()
                .filter(claim -> !claim.getValue().equals(claims.stored.get(claim.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        keys(open).withLong("units", claims.open::get).execute(transaction, CLAIMS);
    }

    private static Columns<ClaimKey> keys(List<ClaimKey> keys) {
        return new Columns<>(keys).withText("sku", ClaimKey::sku).with("order_id", ClaimKey::order, UUID[]::new);
    }
}
