package sluice.load.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.Caller;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;

/**
 * What an application can do by itself about the price of a commit: orders queue in it, and a worker or two place what is waiting
 * in one transaction, by one function that works on sets. Where stock or credit do not suffice for all, they are placed one by one.
 */
final class BatchingEngine implements PlacingOnly {

    /** Numbers of workers to try. */
    static final List<Integer> WORKERS = List.of(1, 2);

    private static final Logger LOG = LoggerFactory.getLogger(BatchingEngine.class);
    private static final int MOST_AT_ONCE = 500;
    private static final String NOT_FOR_ALL = "SL003";
    private static final String PLACE = "select place_orders(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final HikariDataSource pool;
    private final FunctionEngine single;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final List<Thread> workers = new ArrayList<>();

    private record Waiting(
            NewOrder order, Caller caller, CompletableFuture<Outcome<Order, PlacementRejection>> answer) {}

    /** @param pool closed with this; as many workers as it has connections */
    BatchingEngine(HikariDataSource pool) {
        this.pool = pool;
        this.single = new FunctionEngine(pool);
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            workers.add(Thread.ofPlatform().name("batching-" + i).start(this::work));
        }
    }

    @Override
    public CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Caller caller) {
        var waiting = new Waiting(NewOrder.of(wanted, caller), caller, new CompletableFuture<>());
        queue.add(waiting);
        return waiting.answer();
    }

    private void work() {
        var batch = new ArrayList<Waiting>(MOST_AT_ONCE);
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                place(batch);
                batch.clear();
            }
        } catch (InterruptedException closed) {
            LOG.debug("closed");
        }
    }

    private void place(List<Waiting> batch) {
        try (var connection = pool.getConnection()) {
            call(connection, batch);
            batch.forEach(waiting ->
                    waiting.answer().complete(new Outcome.Done<>(waiting.order().order(), false)));
        } catch (SQLException failure) {
            if (NOT_FOR_ALL.equals(failure.getSQLState())) {
                batch.forEach(waiting -> waiting.answer().complete(single.placed(waiting.order(), waiting.caller())));
            } else {
                batch.forEach(waiting ->
                        waiting.answer().complete(new Outcome.Unknown<>(String.valueOf(failure.getMessage()))));
            }
        }
    }

    private static void call(Connection connection, List<Waiting> batch) throws SQLException {
        int lineCount = batch.stream()
                .mapToInt(waiting -> waiting.order().order().lines().size())
                .sum();
        var ids = new UUID[batch.size()];
        var accounts = new String[batch.size()];
        var channels = new String[batch.size()];
        var currencies = new String[batch.size()];
        var orderTotals = new long[batch.size()];
        var callers = new String[batch.size()];
        var lineOrders = new UUID[lineCount];
        var numbers = new int[lineCount];
        var skus = new String[lineCount];
        var quantities = new long[lineCount];
        var prices = new BigDecimal[lineCount];
        var totals = new long[lineCount];
        var pledges = new TreeMap<String, Long>();
        var claims = new TreeMap<String, Long>();
        int at = 0;
        for (int i = 0; i < batch.size(); i++) {
            var order = batch.get(i).order().order();
            var account = order.account();
            ids[i] = order.id().value();
            channels[i] = order.channel().name();
            currencies[i] = order.currency().getCurrencyCode();
            orderTotals[i] = batch.get(i).order().totalMinorUnits();
            callers[i] = batch.get(i).caller().keyId();
            if (account != null) {
                accounts[i] = account.value();
                pledges.merge(account.value(), orderTotals[i], Long::sum);
            }
            for (var line : order.lines()) {
                lineOrders[at] = ids[i];
                numbers[at] = line.number();
                skus[at] = line.sku().value();
                quantities[at] = line.ordered().units();
                prices[at] = line.unitPrice();
                totals[at] = line.total().minorUnits();
                claims.merge(skus[at], quantities[at], Long::sum);
                at++;
            }
        }
        try (var statement = connection.prepareStatement(PLACE)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            statement.setArray(2, connection.createArrayOf("text", accounts));
            statement.setArray(3, connection.createArrayOf("text", channels));
            statement.setArray(4, connection.createArrayOf("text", currencies));
            statement.setObject(5, orderTotals);
            statement.setArray(6, connection.createArrayOf("text", callers));
            statement.setArray(7, connection.createArrayOf("uuid", lineOrders));
            statement.setObject(8, numbers);
            statement.setArray(9, connection.createArrayOf("text", skus));
            statement.setObject(10, quantities);
            statement.setArray(11, connection.createArrayOf("numeric", prices));
            statement.setObject(12, totals);
            statement.setArray(
                    13, connection.createArrayOf("text", pledges.keySet().toArray()));
            statement.setObject(14, sums(pledges));
            statement.setArray(
                    15, connection.createArrayOf("text", claims.keySet().toArray()));
            statement.setObject(16, sums(claims));
            statement.execute();
        }
    }

    private static long[] sums(Map<String, Long> byName) {
        return byName.values().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        try {
            for (var worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        single.close();
    }
}
