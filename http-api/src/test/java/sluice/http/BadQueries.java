package sluice.http;

import static sluice.http.BadRequest.invalid;
import static sluice.http.ValidRequest.LIST_ACCOUNTS;
import static sluice.http.ValidRequest.LIST_ORDERS;
import static sluice.http.ValidRequest.LIST_SKUS;
import static sluice.http.ValidRequest.STREAM_EVENTS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bad input, by parameter of the query. */
final class BadQueries {

    private static final List<String> NOT_LIMITS =
            List.of("", "0", "-1", "201", "01", "1.0", "%2B1", "1e2", "99999999999", "%D9%A1");
    private static final List<String> NOT_CURSORS = List.of("", "x", "AAAA", "=", "%00", "e%CC%81", "A".repeat(1_000));
    private static final List<String> NOT_NAMES =
            List.of("", "%00", "a%0A", "+a", "a%20", "a/b", "a%7Cb", "e%CC%81", "%E2%80%8B", "%FF", "x".repeat(65));
    private static final List<String> NOT_REFERENCES = List.of("", "%00", "+a", "e%CC%81", "%FF", "x".repeat(65));
    private static final List<String> NOT_TIMES = List.of(
            "",
            "today",
            "2026-01-31",
            "2026-01-31T09:30:00",
            "2026-01-31T09:30Z",
            "2026-02-30T09:30:00Z",
            "2026-01-31T24:30:00Z",
            "2026-01-31T09:30:00+01:00", // a space
            "2026-01-31t09:30:00z",
            "1767225600000",
            "%2B12026-01-31T09:30:00Z");
    private static final List<String> NOT_PREFIXES = List.of("", "%00", "a%0A", "%FF", "x".repeat(65));

    private final List<BadRequest> rows = new ArrayList<>();

    static List<BadRequest> all() {
        var table = new BadQueries();
        Stream.of(ValidRequest.values()).forEach(table::unknown);
        for (var list : List.of(LIST_ORDERS, LIST_SKUS, LIST_ACCOUNTS)) {
            table.wrong(list, "limit", NOT_LIMITS);
            table.wrong(list, "cursor", NOT_CURSORS);
            table.row(list, "limit=1&limit=1", "limit");
            table.row(list, "%6Cimit=1&limit=1", "limit");
        }
        table.wrong(LIST_ORDERS, "status", List.of("", "submitted", "NEW", "SUBMITTED,CONFIRMED"));
        table.wrong(LIST_ORDERS, "channel", List.of("", "api", "WEB"));
        table.wrong(LIST_ORDERS, "accountId", NOT_NAMES);
        table.wrong(LIST_ORDERS, "sku", NOT_NAMES);
        table.wrong(LIST_ORDERS, "externalId", NOT_REFERENCES);
        table.wrong(LIST_ORDERS, "poNumber", NOT_REFERENCES);
        table.wrong(LIST_ORDERS, "placedFrom", NOT_TIMES);
        table.wrong(LIST_ORDERS, "placedBefore", NOT_TIMES);
        table.wrong(LIST_SKUS, "skuPrefix", NOT_PREFIXES);
        table.wrong(LIST_SKUS, "mode", List.of("", "claim", "COUNT"));
        table.wrong(LIST_ACCOUNTS, "idPrefix", NOT_PREFIXES);
        table.wrong(LIST_ACCOUNTS, "currency", List.of("", "eur", "EURO", "XAU", "ZZZ"));
        table.wrong(LIST_ACCOUNTS, "paymentTerms", List.of("", "net_30", "NET_0", "NET_366", "30"));
        table.wrong(
                STREAM_EVENTS,
                "types",
                List.of("", ",", "order.shipped,", "order.lost", "order*", "order.s*", "lost.*", "ORDER.*", "*.*"));
        table.wrong(STREAM_EVENTS, "accountId", NOT_NAMES);
        table.wrong(STREAM_EVENTS, "after", List.of("", "-1", "01", "1.0", "now", "%D9%A1", "1".repeat(19)));
        table.wrong(STREAM_EVENTS, "follow", List.of("", "no", "FALSE", "0"));
        return table.rows;
    }

    private void unknown(ValidRequest request) {
        row(request, "nonsense=1", "nonsense");
        row(request, "nonsense=1&nonsense=2", "nonsense");
        row(request, "Limit", "Limit");
        row(request, "=", "");
        row(request, "%FF=1", "%FF");
    }

    private void wrong(ValidRequest request, String parameter, List<String> values) {
        values.forEach(value -> row(request, parameter + "=" + value, parameter));
    }

    /** Adds {@code query} to a request that has none of these parameters, or another value of them. */
    private void row(ValidRequest request, String query, String parameter) {
        var address = request.path.split("\\?", 2)[0];
        rows.add(invalid(
                request + " ?" + BadRequest.shortened(query),
                subjects -> request.about(subjects).withTarget(subjects.fill(address) + "?" + query),
                "parameter " + parameter));
    }
}
