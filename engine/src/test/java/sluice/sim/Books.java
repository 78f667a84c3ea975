package sluice.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer.AccountView;
import sluice.entity.Batch;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.order.OrderEvent.Placed;
import sluice.stock.StockAnswer.StockView;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;

/** What all committed rows say, and who has asked what: a second opinion, which uses no rule and no state of the engine's. */
final class Books {

    private final Map<String, Book> byPersistenceId = new HashMap<>();
    private final Map<SkuId, StockBook> stock = new HashMap<>();
    private final Map<AccountId, AccountBook> accounts = new HashMap<>();
    private final Map<OrderId, OrderBook> orders = new HashMap<>();
    private final Map<String, OrderBook> byName = new HashMap<>();
    private final Map<String, Sent> byRequestId = new HashMap<>();

    static String nameOfKey(String keyHash) {
        return "k|" + keyHash;
    }

    static String nameOfExternalId(Channel channel, String externalId) {
        return "x|" + channel + "|" + externalId;
    }

    /** The names that an order is placed with. */
    static List<String> namesOf(Placed placed, Origin origin) {
        var names = new ArrayList<String>(2);
        if (origin.key() != null) {
            names.add(nameOfKey(origin.key().hash()));
        }
        if (placed.externalId() != null) {
            names.add(nameOfExternalId(placed.channel(), placed.externalId()));
        }
        return names;
    }

    Collection<StockBook> stock() {
        return stock.values();
    }

    Collection<AccountBook> accounts() {
        return accounts.values();
    }

    Collection<OrderBook> orders() {
        return orders.values();
    }

    StockBook of(SkuId sku) {
        var book = stock.get(sku);
        if (book == null) {
            book = new StockBook(sku);
            stock.put(sku, book);
            byPersistenceId.put(book.persistenceId, book);
        }
        return book;
    }

    AccountBook of(AccountId account) {
        var book = accounts.get(account);
        if (book == null) {
            book = new AccountBook(account);
            accounts.put(account, book);
            byPersistenceId.put(book.persistenceId, book);
        }
        return book;
    }

    OrderBook of(OrderId order) {
        var book = orders.get(order);
        if (book == null) {
            book = new OrderBook(order);
            orders.put(order, book);
            byPersistenceId.put(book.persistenceId, book);
        }
        return book;
    }

    boolean isPlaced(OrderId order) {
        var book = orders.get(order);
        return book != null && book.placed != null;
    }

    /** The book of an entity; null if it has no row, and nobody has asked it anything. */
    @Nullable
    Book find(String persistenceId) {
        return byPersistenceId.get(persistenceId);
    }

    Book of(Row row) {
        var book = byPersistenceId.get(row.persistenceId());
        if (book != null) {
            return book;
        }
        var id = row.batch().kind().idIn(row.persistenceId());
        return switch (row.batch().kind()) {
            case STOCK -> of(new SkuId(id));
            case ACCOUNT -> of(new AccountId(id));
            case ORDER -> of(OrderId.parse(id).orElseThrow());
        };
    }

    /** The order that was placed first with this name. */
    @Nullable
    OrderBook named(String name) {
        return byName.get(name);
    }

    /** The attempt whose request id this is; null if none was ever sent. */
    @Nullable
    Sent sent(@Nullable String requestId) {
        return requestId == null ? null : byRequestId.get(requestId);
    }

    void sent(Attempt attempt) {
        var sent = new Sent(
                attempt,
                switch (attempt.act.wish()) {
                    case Act.Place place -> null;
                    case Act.OfSku ofSku -> of(ofSku.sku());
                    case Act.OfAccount ofAccount -> of(ofAccount.account());
                    case Act.OfOrder ofOrder -> attempt.order == null ? null : of(attempt.order);
                });
        byRequestId.put(attempt.requestId(), sent);
    }

    /** An answer shows a version, or acknowledges what was brought about in one. */
    void answered(Attempt attempt) {
        if (!(attempt.outcome instanceof Outcome.Done<?, ?>(var answer, var replayed))) {
            return;
        }
        switch (answer) {
            case StockView view -> {
                of(view.sku()).shown(view.stockVersion());
                of(view.sku()).shownDefinition = Math.max(of(view.sku()).shownDefinition, view.definitionVersion());
            }
            case AccountView view -> of(view.account()).shown(view.version());
            case Order order -> {
                of(order.id()).shown(order.version());
                for (var line : order.lines()) {
                    shownSince(of(line.sku()), of(line.sku()).claims.get(order.id()));
                }
                if (order.account() != null) {
                    shownSince(of(order.account()), of(order.account()).pledges.get(order.id()));
                }
            }
            default -> {}
        }
    }

    private static void shownSince(Book book, @Nullable Held held) {
        if (held != null) {
            book.shown(held.sinceVersion);
        }
    }

    /** An entry's events are in its book. */
    void written(Book book, Batch.Entry<?> entry) {
        var origin = entry.origin();
        if (origin.requestId() == null) {
            return;
        }
        var written = new Written(book, entry, book.version(), book.definition());
        var sent = byRequestId.get(origin.requestId());
        if (sent != null) {
            sent.written = written;
        }
        if (origin.key() != null) {
            book.byKey.put(origin.key().hash(), written);
        }
    }

    /** An order is in its book. */
    void placed(OrderBook order, Placed placed, Origin origin) {
        for (var name : namesOf(placed, origin)) {
            byName.putIfAbsent(name, order);
        }
    }
}
