package sluice.load.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.journal.JournalFormat;
import sluice.order.Order;
import sluice.order.OrderRules;
import sluice.order.OrderState;

/** Holds the list of orders against a fold of the whole journal by the rules, row by row. */
public final class OrderListAudit {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int SHOWN = 10;
    private static final int FETCH_ROWS = 1_000;
    private static final OrderRules RULES = new OrderRules();
    private static final JournalFormat FORMAT = new JournalFormat();

    private OrderListAudit() {}

    /** What differs once the list has had {@code patience} to become right. */
    public static List<String> problems(String databaseUrl, Duration patience)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var problems = differences(databaseUrl);
            if (problems.isEmpty() || System.nanoTime() > deadline) {
                return problems;
            }
            Thread.sleep(PAUSE);
        }
    }

    private static List<String> differences(String databaseUrl) throws SQLException {
        try (var database = DriverManager.getConnection(databaseUrl)) {
            database.setAutoCommit(false);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var due = folded(database);
            var there = listed(database);
            var problems = new ArrayList<String>();
            due.forEach((id, row) -> {
                if (!row.equals(there.get(id))) {
                    problems.add("order " + id + " is " + row + " and listed as " + there.get(id));
                }
            });
            there.keySet().stream()
                    .filter(id -> !due.containsKey(id))
                    .forEach(id -> problems.add("order " + id + " is listed and not in the journal"));
            return problems.stream().limit(SHOWN).toList();
        }
    }

    private static TreeMap<String, String> folded(Connection database) throws SQLException {
        var rows = new TreeMap<String, String>();
        try (var statement = database.prepareStatement("""
            select persistence_id, event_ser_manifest, event_payload from event_journal
            where persistence_id like 'o|%' order by persistence_id, sequence_number
            """)) {
            statement.setFetchSize(FETCH_ROWS);
            var fold = new Fold("", rows);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    if (!found.getString(1).equals(fold.id)) {
                        fold.end();
                        fold = new Fold(found.getString(1), rows);
                    }
                    fold.add(found.getString(2), found.getBytes(3));
                }
            }
            fold.end();
        }
        return rows;
    }

    /** One order's history. */
    private static final class Fold {
        private final String id;
        private final TreeMap<String, String> rows;
        private OrderState state = RULES.initial("");
        private Instant updatedAt = Instant.MIN;

        Fold(String id, TreeMap<String, String> rows) {
            this.id = id;
            this.rows = rows;
        }

        void add(String manifest, byte[] payload) {
            try {
                var batch = FORMAT.readOrderBatch(manifest, payload);
                batch.events().forEach(event -> {
                    long before = version(state.order());
                    state = RULES.apply(state, event, batch.at());
                    if (version(state.order()) != before) {
                        updatedAt = batch.at();
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            var order = state.order();
            if (order != null) {
                rows.put(order.id().toString(), text(order));
            }
        }

        private static long version(@Nullable Order order) {
            return order == null ? 0 : order.version();
        }

        private String text(Order order) {
            var skus = order.lines().stream()
                    .map(line -> line.sku().value())
                    .distinct()
                    .sorted()
                    .toList();
            return String.join(
                    " ",
                    order.status().name(),
                    order.fulfilment().name(),
                    Long.toString(order.version()),
                    String.valueOf(
                            order.account() == null ? null : order.account().value()),
                    Long.toString(order.total().minorUnits()),
                    order.total().currency().getCurrencyCode(),
                    Integer.toString(order.lines().size()),
                    Long.toString(order.placedAt().toEpochMilli()),
                    Long.toString(updatedAt.toEpochMilli()),
                    String.join(",", skus));
        }
    }

    private static TreeMap<String, String> listed(Connection database) throws SQLException {
        var rows = new TreeMap<String, String>();
        try (var statement = database.createStatement();
                var found = statement.executeQuery("""
                    select id, concat_ws(' ', status, fulfilment, version, coalesce(account, 'null'), total, currency, lines,
                        (extract(epoch from placed_at) * 1000)::bigint, (extract(epoch from updated_at) * 1000)::bigint,
                        (select string_agg(sku, ',' order by sku) from order_list_sku s where s.order_id = o.id))
                    from order_list o
                    """)) {
            while (found.next()) {
                rows.put(found.getString(1), Objects.requireNonNullElse(found.getString(2), ""));
            }
        }
        return rows;
    }
}
