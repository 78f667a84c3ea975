package sluice.readmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.account.AccountTerms;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.order.OrderStatus;
import sluice.stock.SkuDefinition;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.SkuId;

/**
 * Reads lists from the read models, on threads and connections of its own: slow lists hold up other lists and nothing else. What
 * takes longer than the server's statement timeout is not read.
 */
public final class ListReader implements Lists, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ListReader.class);
    private static final String CANCELLED = "57014"; // query_canceled, PostgreSQL, appendix A

    private static final String ORDERS = """
        select o.id, o.status, o.fulfilment, o.version, o.account, o.channel, o.external_id, o.po_number, o.currency, o.total,
               o.lines, o.units, o.placed_at, o.updated_at
        from order_list o\
        """;
    private static final String ORDERS_OF_SKU = ORDERS + " join order_list_sku s on s.order_id = o.id";

    private final Jdbi jdbi;
    private final Cursors cursors;
    private final ExecutorService threads;

    /** @param database connections that bound their statements on the server, one for each of {@code settings.readers()} */
    public ListReader(DataSource database, ReadModelSettings settings) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        this.cursors = Cursors.of(database);
        this.threads = new ThreadPoolExecutor(
                settings.readers(),
                settings.readers(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.maxWaiting()),
                Thread.ofPlatform().daemon().name("sluice-lists-", 0).factory());
    }

    @Override
    public Cursors cursors() {
        return cursors;
    }

    @Override
    public CompletionStage<Listing<OrderRow>> orders(OrderFilter filter, @Nullable Cursor after, int limit) {
        // Of one SKU, in the order of the table that knows it, so that its index alone gives the page.
        var list = filter.sku() == null ? "o.placed_at, o.id" : "s.placed_at, s.order_id";
        var placedAt = filter.sku() == null ? "o.placed_at" : "s.placed_at";
        var behind = after == null ? null : OrderKey.parse(after.key());
        var search = Search.of(filter.search());
        var select = new Select(filter.sku() == null ? ORDERS : ORDERS_OF_SKU)
                .where(Search.CONDITION, "search", search == null ? null : search.from())
                .with("searchEnd", search == null ? null : search.before())
                .with("searchId", search == null ? null : search.firstId())
                .with("searchIdEnd", search == null ? null : search.lastId())
                .where(
                        "s.sku = :sku",
                        "sku",
                        filter.sku() == null ? null : filter.sku().value())
                .where("o.status = :status", "status", name(filter.status()))
                .where(
                        "o.account = :account",
                        "account",
                        filter.account() == null ? null : filter.account().value())
                .where("o.channel = :channel", "channel", name(filter.channel()))
                .where("o.external_id = :externalId", "externalId", filter.externalId())
                .where("lower(o.external_id) = :externalIdKey", "externalIdKey", Search.key(filter.externalId()))
                .where("o.po_number = :poNumber", "poNumber", filter.poNumber())
                .where("lower(o.po_number) = :poNumberKey", "poNumberKey", Search.key(filter.poNumber()))
                .where(placedAt + " >= :placedFrom", "placedFrom", time(filter.placedFrom()))
                .where(placedAt + " < :placedBefore", "placedBefore", time(filter.placedBefore()))
                .where(
                        "(" + list + ") < (:afterPlaced, :afterId)",
                        "afterPlaced",
                        behind == null ? null : time(behind.placedAt()))
                .with("afterId", behind == null ? null : behind.id());
        var newestFirst = list.replace(",", " desc,") + " desc";
        return read(
                filter,
                limit,
                row -> new OrderKey(row.placedAt(), row.id().value()).toString(),
                handle -> select.rows(handle, newestFirst, limit + 1, (row, context) -> order(row)));
    }

    /** Where an order stands in the list. */
    private record OrderKey(Instant placedAt, UUID id) {

        static OrderKey parse(String key) {
            int dot = key.indexOf('.');
            return new OrderKey(
                    Instant.ofEpochMilli(Long.parseLong(key.substring(0, dot))),
                    UUID.fromString(key.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return placedAt.toEpochMilli() + "." + id;
        }
    }

    @Override
    public CompletionStage<Listing<SkuRow>> skus(SkuFilter filter, @Nullable Cursor after, int limit) {
        var select = new Select("select sku, name, version, price, price_currency, updated_at from sku_list")
                .whereBegins("sku", filter.prefix())
                .where("sku > :after", "after", after == null ? null : after.key());
        return read(
                filter,
                limit,
                row -> row.sku().value(),
                handle -> select.rows(handle, "sku", limit + 1, (row, context) -> sku(row)));
    }

    @Override
    public CompletionStage<Listing<AccountRow>> accounts(AccountFilter filter, @Nullable Cursor after, int limit) {
        var select = new Select(
                        "select id, name, version, credit_limit, currency, net_days, updated_at from account_list")
                .where(
                        "id = :only",
                        "only",
                        filter.only() == null ? null : filter.only().value())
                .whereBegins("id", filter.prefix())
                .where(
                        "currency = :currency",
                        "currency",
                        filter.currency() == null ? null : filter.currency().getCurrencyCode())
                .where("net_days = :netDays", "netDays", filter.netDays())
                .where("id > :after", "after", after == null ? null : after.key());
        return read(
                filter,
                limit,
                row -> row.id().value(),
                handle -> select.rows(handle, "id", limit + 1, (row, context) -> account(row)));
    }

    @Override
    public CompletionStage<Listing<StockRow>> stock(StockFilter filter, @Nullable Cursor after, int limit) {
        return read(
                filter,
                limit,
                row -> row.sku().value(),
                handle -> FigureQueries.stock(handle, filter, after, limit + 1));
    }

    @Override
    public CompletionStage<Listing<LedgerEntry>> ledger(LedgerFilter filter, @Nullable Cursor after, int limit) {
        return read(
                filter,
                limit,
                entry -> Long.toString(entry.number()),
                handle -> FigureQueries.ledger(handle, filter, after, limit + 1));
    }

    @Override
    public CompletionStage<Listing<AccountEntry>> statement(StatementFilter filter, @Nullable Cursor after, int limit) {
        return read(
                filter,
                limit,
                entry -> Long.toString(entry.number()),
                handle -> FigureQueries.statement(handle, filter, after, limit + 1));
    }

    @Override
    public CompletionStage<Listing<DailyRow>> daily(DailyFilter filter) {
        return read(filter, Integer.MAX_VALUE, row -> "", handle -> FigureQueries.daily(handle, filter));
    }

    /** @param rows reads up to one row more than the limit, which tells whether there is more */
    private <R> CompletionStage<Listing<R>> read(
            Filter filter, int limit, Function<R, String> key, Function<Handle, List<R>> rows) {
        try {
            return CompletableFuture.supplyAsync(() -> jdbi.withHandle(rows::apply), threads)
                    .<Listing<R>>thenApply(found -> page(filter, limit, key, found))
                    .exceptionally(failure -> notRead(filter, failure));
        } catch (RejectedExecutionException tooManyWait) {
            return CompletableFuture.completedFuture(new Listing.NotRead<>("too many lists are being read"));
        }
    }

    private static <R> Listing<R> page(Filter filter, int limit, Function<R, String> key, List<R> found) {
        if (found.size() <= limit) {
            return new Listing.Page<>(found, null);
        }
        var shown = new ArrayList<>(found.subList(0, limit));
        return new Listing.Page<>(shown, Cursor.behind(key.apply(shown.getLast()), filter));
    }

    private static <R> Listing<R> notRead(Filter filter, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                log.warn("The list {} took too long with {}", filter.list(), filter);
                return new Listing.NotRead<>("the list takes too long to read; filter it further");
            }
        }
        if (failure instanceof JdbiException || failure.getCause() instanceof JdbiException) {
            log.warn("The list {} could not be read", filter.list(), failure);
            return new Listing.NotRead<>("the database did not answer");
        }
        throw new IllegalStateException("reading the list " + filter.list(), failure);
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OrderRow order(ResultSet row) throws SQLException {
        var account = row.getString("account");
        return new OrderRow(
                new OrderId(row.getObject("id", UUID.class)),
                OrderStatus.valueOf(row.getString("status")),
                Order.Fulfilment.valueOf(row.getString("fulfilment")),
                row.getLong("version"),
                account == null ? null : new AccountId(account),
                Channel.valueOf(row.getString("channel")),
                row.getString("external_id"),
                row.getString("po_number"),
                new Money(row.getLong("total"), Currency.getInstance(row.getString("currency"))),
                row.getInt("lines"),
                row.getLong("units"),
                instant(row, "placed_at"),
                instant(row, "updated_at"));
    }

    private static SkuRow sku(ResultSet row) throws SQLException {
        var price = row.getBigDecimal("price");
        return new SkuRow(
                new SkuId(row.getString("sku")),
                new SkuDefinition(
                        row.getString("name"),
                        price == null
                                ? null
                                : new SkuDefinition.Price(
                                        price, Currency.getInstance(row.getString("price_currency")))),
                row.getLong("version"),
                instant(row, "updated_at"));
    }

    private static AccountRow account(ResultSet row) throws SQLException {
        return new AccountRow(
                new AccountId(row.getString("id")),
                new AccountTerms(
                        row.getString("name"),
                        new Money(row.getLong("credit_limit"), Currency.getInstance(row.getString("currency"))),
                        row.getInt("net_days")),
                row.getLong("version"),
                instant(row, "updated_at"));
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
