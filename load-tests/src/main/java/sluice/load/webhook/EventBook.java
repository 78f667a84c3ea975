package sluice.load.webhook;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The outgoing events of orders as they lie in the database, one for each change: {@code order.created} and {@code
 * order.status_changed}.
 *
 * @param last the last position that was given
 */
record EventBook(List<Row> rows, long last) {

    /** The types of which each change of an order makes one. */
    static final List<String> TYPES = List.of("order.created", "order.status_changed");

    private static final int SHOWN = 10;

    /** @param order whose event it is; empty for events of others and of other types */
    record Row(long position, String id, String order, long sequence, long version) {

        boolean isChange() {
            return !order.isEmpty();
        }
    }

    /** Reads what lies after {@code position}. */
    static EventBook after(long position, String databaseUrl) throws SQLException {
        try (var database = DriverManager.getConnection(databaseUrl)) {
            database.setAutoCommit(false);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var rows = new ArrayList<Row>();
            try (var statement = database.prepareStatement("""
                select position, id, sequence, subject,
                    case when type in ('order.created', 'order.status_changed') then body::jsonb #>> '{data,order,id}' end,
                    (body::jsonb #>> '{data,order,version}')::bigint
                from outgoing_event where position > ? order by position
                """)) {
                statement.setLong(1, position);
                try (var found = statement.executeQuery()) {
                    while (found.next()) {
                        var order = found.getString(5);
                        rows.add(new Row(
                                found.getLong(1),
                                found.getString(2),
                                order == null ? "" : order,
                                found.getLong(3),
                                found.getLong(6)));
                    }
                }
            }
            try (var statement = database.createStatement();
                    var end = statement.executeQuery("select last from outgoing_event_end")) {
                end.next();
                return new EventBook(rows, end.getLong(1));
            }
        }
    }

    List<Row> changes() {
        return rows.stream().filter(Row::isChange).toList();
    }

    /**
     * What is wrong: positions follow each other from {@code after} on; each acknowledged change has one event; each order's
     * events have ascending versions.
     *
     * @param complete whether nothing else may be there of these orders
     */
    List<String> judge(long after, List<Transition> acknowledged, boolean complete) {
        var problems = new ArrayList<String>();
        long next = after + 1;
        for (var row : rows) {
            if (row.position() != next) {
                problems.add("position " + next + " has no event; the next is at " + row.position());
            }
            next = row.position() + 1;
        }
        if (next != last + 1) {
            problems.add("the last position given is " + last + ", and the last event stands at " + (next - 1));
        }
        Map<String, List<Long>> versions = new HashMap<>();
        for (var row : changes()) {
            versions.computeIfAbsent(row.order(), order -> new ArrayList<>()).add(row.version());
        }
        Map<String, Set<Long>> due = acknowledged.stream()
                .collect(Collectors.groupingBy(
                        Transition::order, Collectors.mapping(Transition::version, Collectors.toSet())));
        due.forEach((order, wanted) -> {
            var told = versions.getOrDefault(order, List.of());
            var sorted = wanted.stream().sorted().toList();
            boolean right = complete
                    ? told.equals(sorted)
                    : new HashSet<>(told).containsAll(wanted)
                            && told.equals(told.stream().distinct().sorted().toList());
            if (!right) {
                problems.add("order " + order + " was changed to versions " + sorted + " and told as " + told);
            }
        });
        return problems.size() <= SHOWN ? problems : shortened(problems);
    }

    private static List<String> shortened(List<String> problems) {
        var shown = new ArrayList<>(problems.subList(0, SHOWN));
        shown.add("and " + (problems.size() - SHOWN) + " more of outgoing events");
        return shown;
    }
}
