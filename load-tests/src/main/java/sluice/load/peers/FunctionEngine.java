package sluice.load.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sluice.Caller;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.placement.PlacementRejection;
import sluice.placement.PlacementRejection.CreditLimitExceeded;
import sluice.placement.PlacementRejection.InsufficientStock;
import sluice.placement.PlacementRejection.Shortage;
import sluice.placement.WantedOrder;
import sluice.value.Money;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * One function call of the database for each order, in a transaction of its own, by so many threads as there are connections. An
 * order for a SKU that was refused lately is checked before it is written.
 */
final class FunctionEngine implements PlacingOnly {

    private static final String PLACE = "select place_order(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String NO_CREDIT = "SL001";
    private static final String NO_STOCK = "SL002";

    private final HikariDataSource pool;
    private final ExecutorService threads;
    private final Map<String, Boolean> refused = new ConcurrentHashMap<>();

    /** @param pool closed with this */
    FunctionEngine(HikariDataSource pool) {
        this.pool = pool;
        this.threads = Executors.newFixedThreadPool(
                pool.getMaximumPoolSize(),
                Thread.ofPlatform().name("function-", 1).factory());
    }

    @Override
    public CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Caller caller) {
        var answer = new CompletableFuture<Outcome<Order, PlacementRejection>>();
        threads.execute(() -> answer.complete(placed(NewOrder.of(wanted, caller), caller)));
        return answer;
    }

    /** Places one order on the calling thread. */
    Outcome<Order, PlacementRejection> placed(NewOrder order, Caller caller) {
        try (var connection = pool.getConnection()) {
            return call(connection, order, caller);
        } catch (SQLException failure) {
            return switch (String.valueOf(failure.getSQLState())) {
                case NO_CREDIT -> new Outcome.Refused<>(noCredit(order));
                case NO_STOCK -> {
                    order.claims().keySet().forEach(sku -> refused.put(sku, true));
                    yield new Outcome.Refused<>(noStock(order, order.claims().firstKey()));
                }
                default -> new Outcome.Unknown<>(String.valueOf(failure.getMessage()));
            };
        }
    }

    /** Places the order in a transaction of its own, unless {@code connection} has one open. */
    private Outcome<Order, PlacementRejection> call(Connection connection, NewOrder order, Caller caller)
            throws SQLException {
        var claims = order.claims();
        boolean checkFirst = !refused.isEmpty() && claims.keySet().stream().anyMatch(refused::containsKey);
        try (var statement = connection.prepareStatement(PLACE)) {
            bind(connection, statement, order, caller, claims, checkFirst);
            try (var result = statement.executeQuery()) {
                result.next();
                var shortSku = result.getString(1);
                return shortSku == null
                        ? new Outcome.Done<>(order.order(), false)
                        : new Outcome.Refused<>(noStock(order, shortSku));
            }
        }
    }

    private static void bind(
            Connection connection,
            PreparedStatement statement,
            NewOrder placed,
            Caller caller,
            Map<String, Long> claims,
            boolean checkFirst)
            throws SQLException {
        var order = placed.order();
        var lines = order.lines();
        statement.setObject(1, order.id().value());
        statement.setString(2, order.account() == null ? null : order.account().value());
        statement.setString(3, order.channel().name());
        statement.setString(4, order.externalId());
        statement.setString(5, order.poNumber());
        statement.setString(6, order.currency().getCurrencyCode());
        statement.setLong(7, placed.totalMinorUnits());
        statement.setString(8, caller.keyId());
        statement.setString(9, caller.requestId());
        var skus = new String[lines.size()];
        var quantities = new long[lines.size()];
        var prices = new BigDecimal[lines.size()];
        var totals = new long[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            skus[i] = line.sku().value();
            quantities[i] = line.ordered().units();
            prices[i] = line.unitPrice();
            totals[i] = line.total().minorUnits();
        }
        statement.setArray(10, connection.createArrayOf("text", skus));
        statement.setObject(11, quantities);
        statement.setArray(12, connection.createArrayOf("numeric", prices));
        statement.setObject(13, totals);
        statement.setArray(14, connection.createArrayOf("text", claims.keySet().toArray()));
        statement.setObject(
                15, claims.values().stream().mapToLong(Long::longValue).toArray());
        statement.setBoolean(16, checkFirst);
    }

    private static PlacementRejection noStock(NewOrder order, String sku) {
        var shortage = new Shortage(new SkuId(sku), Quantity.of(order.claims().getOrDefault(sku, 0L)), Quantity.ZERO);
        return new InsufficientStock(List.of(shortage));
    }

    private static PlacementRejection noCredit(NewOrder order) {
        var currency = order.order().currency();
        return new CreditLimitExceeded(
                new Money(order.totalMinorUnits(), currency), Money.zero(currency), Money.zero(currency));
    }

    @Override
    public void close() {
        threads.close();
        pool.close();
    }
}
