package sluice.readmodel;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.SkuId;

/** The statements of {@link ListReader} that read stock, ledgers, statements and figures. */
final class FigureQueries {

    private FigureQueries() {}

    static List<StockRow> stock(Handle handle, StockFilter filter, @Nullable Cursor after, int limit) {
        var location = filter.location();
        var rows = new Select("select sku, version, on_hand, claimed, available, updated_at from stock_total t")
                .whereBegins("sku", filter.prefix())
                .where("available < :availableBelow", "availableBelow", filter.availableBelow())
                .where(
                        "exists (select from stock_level l where l.sku = t.sku and l.location = :location)",
                        "location",
                        location == null ? null : location.value())
                .where("sku > :after", "after", after == null ? null : after.key())
                .rows(handle, "sku", limit, (row, context) -> stock(row));
        var at = locations(
                handle,
                rows.stream().map(row -> row.sku().value()).toList(),
                location == null ? null : location.value());
        return rows.stream()
                .map(row -> new StockRow(
                        row.sku(),
                        row.version(),
                        row.onHandUnits(),
                        row.claimedUnits(),
                        row.availableUnits(),
                        at.getOrDefault(row.sku().value(), List.of()),
                        row.updatedAt()))
                .toList();
    }

    private static StockRow stock(ResultSet row) throws SQLException {
        return new StockRow(
                new SkuId(row.getString("sku")),
                row.getLong("version"),
                row.getLong("on_hand"),
                row.getLong("claimed"),
                row.getLong("available"),
                List.of(),
                instant(row, "updated_at"));
    }

    private static Map<String, List<StockRow.At>> locations(Handle handle, List<String> skus, @Nullable String only) {
        var found = new HashMap<String, List<StockRow.At>>();
        handle.createQuery("""
            select sku, location, on_hand from stock_level
            where sku = any (:skus) and (cast(:only as text) is null or location = :only) order by sku, location
            """)
                .bind("skus", skus.toArray(String[]::new))
                .bind("only", only)
                .map((row, context) -> found.computeIfAbsent(row.getString(1), absent -> new ArrayList<>())
                        .add(new StockRow.At(new LocationId(row.getString(2)), row.getLong(3))))
                .list();
        return found;
    }

    static List<LedgerEntry> ledger(Handle handle, LedgerFilter filter, @Nullable Cursor after, int limit) {
        return new Select("""
            select number, at, reason, delta, location, on_hand, order_id, reference, by, request_id from stock_ledger\
            """)
                .where("sku = :sku", "sku", filter.sku().value())
                .where("number < :after", "after", after == null ? null : Long.valueOf(after.key()))
                .rows(
                        handle,
                        "number desc",
                        limit,
                        (row, context) -> new LedgerEntry(
                                row.getLong("number"),
                                instant(row, "at"),
                                row.getString("reason"),
                                row.getLong("delta"),
                                new LocationId(row.getString("location")),
                                row.getLong("on_hand"),
                                order(row),
                                row.getString("reference"),
                                row.getString("by"),
                                row.getString("request_id")));
    }

    static List<AccountEntry> statement(Handle handle, StatementFilter filter, @Nullable Cursor after, int limit) {
        return new Select("""
            select number, at, type, amount, currency, balance, order_id, due_at, reference from account_entry\
            """)
                .where("account = :account", "account", filter.account().value())
                .where("at >= :from", "from", time(filter.from()))
                .where("at < :before", "before", time(filter.before()))
                .where("number < :after", "after", after == null ? null : Long.valueOf(after.key()))
                .rows(handle, "number desc", limit, (row, context) -> entry(row));
    }

    private static AccountEntry entry(ResultSet row) throws SQLException {
        var currency = Currency.getInstance(row.getString("currency"));
        return new AccountEntry(
                row.getLong("number"),
                instant(row, "at"),
                AccountEntry.Type.valueOf(row.getString("type")),
                new Money(row.getLong("amount"), currency),
                new Money(row.getLong("balance"), currency),
                order(row),
                row.getObject("due_at") == null ? null : instant(row, "due_at"),
                row.getString("reference"));
    }

    /** A row for each day and channel of which there is anything to tell. */
    static List<DailyRow> daily(Handle handle, DailyFilter filter) {
        var figures = new HashMap<DailyFigure, BigDecimal>();
        handle.createQuery("""
            select day, channel, figure, detail, amount from daily_figure where day between :from and :to
            """)
                .bind("from", filter.from())
                .bind("to", filter.to())
                .map((row, context) -> figures.put(
                        new DailyFigure(
                                row.getObject(1, LocalDate.class),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)),
                        row.getBigDecimal(5)))
                .list();
        var refusals = new HashMap<Place, SortedMap<String, Long>>();
        handle.createQuery("select day, channel, reason, orders from refusal_count where day between :from and :to")
                .bind("from", filter.from())
                .bind("to", filter.to())
                .map((row, context) -> refusals.computeIfAbsent(
                                new Place(row.getObject(1, LocalDate.class), row.getString(2)),
                                absent -> new TreeMap<>())
                        .put(row.getString(3), row.getLong(4)))
                .list();
        var byPlace = new TreeMap<Place, Map<DailyFigure, BigDecimal>>();
        refusals.keySet().forEach(place -> byPlace.put(place, new HashMap<>()));
        figures.forEach((figure, amount) -> byPlace.computeIfAbsent(
                        new Place(figure.day(), figure.channel()), absent -> new HashMap<>())
                .put(figure, amount));
        var rows = new ArrayList<DailyRow>();
        byPlace.forEach((place, of) ->
                rows.add(DailyRow.of(place.day(), place.channel(), of, refusals.getOrDefault(place, new TreeMap<>()))));
        return rows;
    }

    private record Place(LocalDate day, String channel) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byDay = day.compareTo(other.day);
            return byDay == 0 ? channel.compareTo(other.channel) : byDay;
        }
    }

    private static @Nullable OrderId order(ResultSet row) throws SQLException {
        var id = row.getObject("order_id", UUID.class);
        return id == null ? null : new OrderId(id);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
