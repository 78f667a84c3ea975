package sluice.load.judge;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the read models say what the journal says, row by row: folds the journal with rules of its own and compares every table with
 * what comes out, in one snapshot of the database that all tails have caught up with.
 */
public final class ReadModelsJudge {

    private static final int ROWS_AT_ONCE = 2_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private static final String BEHIND = """
        with last as (select coalesce(
            (select xact::text || ':' || ordering from event_journal order by xact desc, ordering desc limit 1), '0:0') as place)
        select t.tail from unnest(?) as t (tail), last
        where last.place <> coalesce((select held_offset from pekko_projection_offset_store o where o.projection_name = t.tail), '0:0')
        """;

    /** Every table as text, the columns that name a row first; times in milliseconds. */
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("order_list", """
            select id::text, concat_ws(' ', status, fulfilment, version, coalesce(account, '-'), channel, coalesce(external_id, '-'),
                coalesce(po_number, '-'), currency, total, lines, units, millis(placed_at), millis(updated_at)) from order_list\
            """);
        TABLES.put("order_list_sku", """
            select order_id || ' ' || sku, millis(placed_at)::text from order_list_sku\
            """);
        TABLES.put("sku_list", """
            select sku, concat_ws(' ', name, version, coalesce(trim_scale(price)::text, '-'), coalesce(price_currency, '-'),
                millis(updated_at), row_number) from sku_list\
            """);
        TABLES.put("account_list", """
            select id, concat_ws(' ', name, version, credit_limit, currency, net_days, millis(updated_at), row_number)
            from account_list\
            """);
        TABLES.put("stock_total", """
            select sku, concat_ws(' ', on_hand, claimed, available, version, row_number) from stock_total\
            """);
        TABLES.put("stock_level", "select sku || ' ' || location, on_hand::text from stock_level");
        TABLES.put("stock_claim", "select sku || ' ' || order_id, units::text from stock_claim");
        TABLES.put("stock_ledger", """
            select sku || ' ' || number, concat_ws(' ', millis(at), reason, delta, location, on_hand, coalesce(order_id::text, '-'),
                coalesce(reference, '-'), by, coalesce(request_id, '-')) from stock_ledger\
            """);
        TABLES.put("account_entry", """
            select account || ' ' || number, concat_ws(' ', millis(at), type, amount, currency, balance,
                coalesce(order_id::text, '-'), coalesce(millis(due_at)::text, '-'), coalesce(reference, '-')) from account_entry\
            """);
        TABLES.put("daily_figure", """
            select concat_ws(' ', day, channel, figure, detail), trim_scale(amount)::text from daily_figure\
            """);
    }

    private static final List<String> TAILS =
            List.of("orders", "skus", "accounts", "stock", "ledger", "statements", "daily");

    private ReadModelsJudge() {}

    /**
     * Judges as soon as every tail has read all there is. Blocks.
     *
     * @param url of JDBC, user and password included where they are needed
     * @param catchUpWithin how long the tails may take
     */
    public static Verdict judge(String url, Duration catchUpWithin) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + catchUpWithin.toNanos();
        while (true) {
            try (var connection = DriverManager.getConnection(url)) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false); // without which the driver reads all rows into memory at once
                var behind = behind(connection);
                if (behind.isEmpty()) {
                    return compare(connection);
                }
                if (System.nanoTime() > deadline) {
                    return new Verdict(
                            Map.of(),
                            behind.stream()
                                    .map(tail -> new Finding(Rule.READ_MODELS, "tail " + tail, "is behind", true))
                                    .toList());
                }
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private static List<String> behind(Connection connection) throws SQLException {
        var behind = new ArrayList<String>();
        try (var statement = connection.prepareStatement(BEHIND)) {
            statement.setArray(1, connection.createArrayOf("text", TAILS.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    behind.add(rows.getString(1));
                }
            }
        }
        return behind;
    }

    private static Verdict compare(Connection connection) throws SQLException {
        var expected = new ExpectedTables();
        var findings = new ArrayList<Finding>();
        var judged = new LinkedHashMap<String, Long>();
        Journal.rows(connection, row -> {
            judged.merge("rows of the journal", 1L, Long::sum);
            try {
                expected.add(row, Decoder.decode(row));
            } catch (IOException unreadable) {
                findings.add(new Finding(
                        Rule.READABLE,
                        row.entity() + " #" + row.sequence(),
                        String.valueOf(unreadable.getMessage()),
                        false));
            }
        });
        expected.end();
        for (var table : TABLES.keySet()) {
            judged.put("rows of " + table, compare(connection, table, expected.table(table), findings));
        }
        return new Verdict(judged, findings);
    }

    /** Returns how many rows the table has. */
    private static long compare(
            Connection connection, String table, Map<String, String> expected, List<Finding> findings)
            throws SQLException {
        long rows = 0;
        var sql =
                TABLES.getOrDefault(table, "").replaceAll("millis\\((\\w+)\\)", "round(extract(epoch from $1) * 1000)");
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (var found = statement.executeQuery()) {
                for (; found.next(); rows++) {
                    var key = found.getString(1);
                    var want = expected.remove(key);
                    if (!found.getString(2).equals(want)) {
                        findings.add(finding(table, key, found.getString(2), want));
                    }
                }
            }
        }
        new TreeSet<>(expected.keySet()).forEach(key -> findings.add(finding(table, key, null, expected.get(key))));
        return rows;
    }

    private static Finding finding(String table, String key, @Nullable String has, @Nullable String want) {
        return new Finding(Rule.READ_MODELS, table + " " + key, "is " + has + " and ought to be " + want, false);
    }
}
