package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What lists of stock, ledgers, statements and daily figures say of one order's life. */
class FiguresTest {

    private final TestApi api = TestApi.running();
    private final String sku = api.sku(10);
    private final String account = api.account("1000.00");

    @Test
    void anOrdersLife_showsInStockLedgerStatementAndFigures() {
        var body = TestApi.orderBody(sku, 4).replaceFirst("\\{", "{\"accountId\":\"" + account + "\",");
        var order = check(api.post("/v1/orders", body), 201).at("/id");
        await().untilAsserted(() -> {
            assertEquals(List.of("4"), all("/v1/stock-levels?skuPrefix=" + sku, "/claimed"));
            assertEquals(List.of(), all("/v1/stock-levels?availableBelow=6&skuPrefix=" + sku, "/sku"));
            assertEquals(List.of(sku), all("/v1/stock-levels?availableBelow=7&skuPrefix=" + sku, "/sku"));
        });
        check(api.post("/v1/orders/" + order + "/confirm", "{}"), 200);
        check(api.post("/v1/orders/" + order + "/shipments", "{\"lines\":[{\"line\":1,\"quantity\":3}]}"), 200);
        var ledger = "/v1/skus/" + sku + "/stock/ledger";
        await().untilAsserted(() -> assertEquals(List.of("SHIPMENT", "RECEIPT"), all(ledger, "/reason")));
        assertEquals(List.of("-3", "10"), all(ledger, "/delta"));
        assertEquals(List.of("7", "10"), all(ledger, "/onHand"));
        assertEquals(List.of(order), all(ledger + "?limit=1", "/orderId"));
        var next = check(api.get(ledger + "?limit=1"), 200).at("/next");
        assertEquals(List.of("RECEIPT"), all(ledger + "?limit=1&cursor=" + next, "/reason"));

        var statement = "/v1/accounts/" + account + "/statement";
        await().untilAsserted(() -> assertEquals(List.of("INVOICE"), all(statement, "/type")));
        var invoiced = check(api.get(statement), 200).at("/data/0/balance/amount");
        var payment = "{\"amount\":{\"amount\":\"" + invoiced + "\",\"currency\":\"EUR\"},\"reference\":\"bank 7\"}";
        check(api.post("/v1/accounts/" + account + "/payments", payment), 200);
        await().untilAsserted(() -> assertEquals(List.of("PAYMENT", "INVOICE"), all(statement, "/type")));
        assertEquals(List.of("0.00", invoiced), all(statement, "/balance/amount"));
        assertEquals(List.of(), all(statement + "?before=2020-01-01T00:00:00Z", "/type"));
        assertEquals(List.of(), all(statement + "?from=2999-01-01T00:00:00Z", "/type"));
        Problems.expect(api.get("/v1/accounts/nobody/statement"), 404, "not-found");
        Problems.expect(api.get("/v1/skus/nothing/stock/ledger"), 404, "not-found");
    }

    @Test
    void aDay_countsWhatHappenedAndWhatWasRefused() {
        long placed = today("/placed/orders");
        long refused = refusedToday();
        check(api.post("/v1/orders", TestApi.orderBody(sku, 4)), 201);
        Problems.expect(api.post("/v1/orders", TestApi.orderBody(sku, 7)), 409, "insufficient-stock");
        await().untilAsserted(() -> {
            assertTrue(today("/placed/orders") > placed); // other tests place some, too
            assertTrue(refusedToday() > refused);
        });
        Problems.expect(api.get("/v1/reports/daily?from=2026-01-01&to=2026-04-03"), 400, "invalid-request");
        Problems.expect(api.get("/v1/reports/daily?from=2026-01-02&to=2026-01-01"), 400, "invalid-request");
        assertEquals(List.of(), all("/v1/reports/daily?from=2001-01-01&to=2001-04-02", "/day"));
    }

    @Test
    void aSearch_findsOrdersByTheBeginningOfTheirNames() {
        var name = TestApi.fresh("Search");
        var body = TestApi.orderBody(sku, 1).replaceFirst("\\{", "{\"externalId\":\"" + name + "\",");
        var order = check(api.post("/v1/orders", body), 201).at("/id");
        await().untilAsserted(() ->
                assertEquals(List.of(order), all("/v1/orders?q=" + name.toLowerCase(Locale.ROOT), "/id")));
        assertEquals(List.of(order), all("/v1/orders?q=" + order.substring(0, 30), "/id"));
        assertEquals(List.of(), all("/v1/orders?q=" + name + "x", "/id"));
    }

    private long today(String pointer) {
        var day = LocalDate.now(ZoneOffset.UTC);
        return all("/v1/reports/daily?from=%s&to=%s".formatted(day, day), pointer).stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private long refusedToday() {
        return check(api.get("/v1/reports/daily"), 200)
                .json()
                .at("/data")
                .valueStream()
                .flatMap(day -> day.at("/refused").valueStream())
                .filter(reason -> reason.at("/reason").asText().equals("insufficient-stock"))
                .mapToLong(reason -> reason.at("/orders").asLong())
                .sum();
    }

    private List<String> all(String path, String pointer) {
        return check(api.get(path), 200)
                .json()
                .at("/data")
                .valueStream()
                .map(row -> row.at(pointer).asText())
                .toList();
    }
}
