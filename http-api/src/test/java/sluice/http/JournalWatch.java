package sluice.http;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import sluice.account.AccountEvent;
import sluice.entity.Origin;
import sluice.journal.JournalFormat;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.OrderId;

/**
 * Follows the journal, entry by entry. What a caller has asked for bears the id of its request. The engine writes entries of its
 * own: what orders ask of stock and account, and what a placement sets aside until it is decided, and gives back if it is refused.
 */
final class JournalWatch {

    /** As the journal's tail reads it: in commit order, and nothing that another row could still come before. */
    private static final String SQL = """
        select xact::text as position, ordering, persistence_id, sequence_number, event_ser_manifest, event_payload from event_journal
        where (xact, ordering) > (cast(? as xid8), ?) and xact < pg_snapshot_xmin(pg_current_snapshot())
        order by xact, ordering\
        """;

    private static final String LAST =
            "select xact::text as position, ordering from event_journal order by xact desc, ordering desc limit 1";

    private final DataSource database;
    private final JournalFormat format = new JournalFormat();
    private final Map<OrderId, Integer> setAside = new HashMap<>();
    private String xact = "0";
    private long ordering;

    /** Watches from now on: also what has just been written and could not be read in order yet is past. */
    JournalWatch(DataSource database) {
        this.database = database;
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(LAST);
                var last = query.executeQuery()) {
            if (last.next()) {
                xact = last.getString(1);
                ordering = last.getLong(2);
            }
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** @param place the entity, and the number of its row */
    record Entry(String place, Origin origin, List<?> events) {

        boolean isOfACaller() {
            return origin.requestId() != null;
        }

        /** Whether it only follows from orders that were placed before. */
        boolean isAftercare() {
            return origin.by().equals("order")
                    || origin.by().equals("timer")
                    || events.stream()
                            .allMatch(event ->
                                    event instanceof StockEvent.Vouched || event instanceof AccountEvent.Vouched);
        }
    }

    /** All that was written since this was last asked. */
    List<Entry> more() {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(SQL)) {
            return more(query);
        } catch (SQLException | IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private List<Entry> more(PreparedStatement query) throws SQLException, IOException {
        query.setString(1, xact);
        query.setLong(2, ordering);
        var entries = new ArrayList<Entry>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                xact = rows.getString(1);
                ordering = rows.getLong(2);
                entries.addAll(entries(rows));
            }
        }
        entries.forEach(entry -> entry.events().forEach(this::follow));
        return entries;
    }

    private List<Entry> entries(ResultSet row) throws SQLException, IOException {
        var place = row.getString(3) + " " + row.getLong(4);
        return format.readBatch(row.getString(5), row.getBytes(6)).entries().stream()
                .map(entry -> new Entry(place, entry.origin(), entry.events()))
                .toList();
    }

    private void follow(Object event) {
        switch (event) {
            case StockEvent.Claimed claimed -> setAside.merge(claimed.order(), 1, Integer::sum);
            case AccountEvent.Pledged pledged -> setAside.merge(pledged.order(), 1, Integer::sum);
            case StockEvent.Released released -> setAside.merge(released.order(), -1, Integer::sum);
            case AccountEvent.Released released -> setAside.merge(released.order(), -1, Integer::sum);
            case OrderEvent.Placed placed -> setAside.remove(placed.order());
            default -> {}
        }
    }

    /** The orders that were never placed and for which something is still set aside. */
    List<OrderId> stillSetAside() {
        return setAside.entrySet().stream()
                .filter(order -> order.getValue() != 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
