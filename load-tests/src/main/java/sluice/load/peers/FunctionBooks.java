package sluice.load.peers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Judges what {@code function.sql} wrote, by its sums. */
final class FunctionBooks {

    private final Connection connection;

    FunctionBooks(Connection connection) {
        this.connection = connection;
    }

    /** What is wrong, for people; empty if the books balance. */
    List<String> judge(Workload workload) throws SQLException {
        var faults = new ArrayList<String>();
        count(faults, "SKUs below zero", "select count(*) from sku where stock < 0");
        count(
                faults,
                "SKUs of which stock left and lines do not make what was received",
                "select count(*) from sku left join (select sku, sum(quantity) sold from order_line group by sku) l"
                        + " on l.sku = sku.id where stock + coalesce(sold, 0) <> " + workload.stock());
        count(faults, "accounts over their limit", "select count(*) from account where exposure > credit_limit");
        count(
                faults,
                "accounts whose exposure is not what their orders come to",
                "select count(*) from account left join (select account, sum(total) total from orders group by"
                        + " account) o on o.account = account.id where exposure <> coalesce(total, 0)");
        count(
                faults,
                "orders whose lines do not come to their total, or are missing",
                "select count(*) from orders left join"
                        + " (select order_id, count(*) n, sum(total) total from order_line group by order_id) l"
                        + " on l.order_id = orders.id where n is distinct from " + workload.lines()
                        + " or l.total is distinct from orders.total");
        count(
                faults,
                "orders without an audit row",
                "select count(*) from orders where not exists (select from audit where order_id = orders.id)");
        return faults;
    }

    private void count(List<String> faults, String what, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            if (row.getLong(1) > 0) {
                faults.add(row.getLong(1) + " " + what);
            }
        }
    }
}
