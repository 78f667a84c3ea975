package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderLifeTest {

    private final TestApi api = TestApi.running();

    @Test
    void anOrder_goesFromPlacedToDelivered() {
        var sku = api.sku(10);
        var account = api.account("100.00");
        var placed = check(
                api.post(
                        "/v1/orders",
                        "{\"accountId\":\"%s\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"%s\",\"quantity\":3}]}"
                                .formatted(account, sku),
                        "X-Request-Id",
                        "life-1"),
                201);
        var order = "/v1/orders/" + placed.at("/id");

        assertEquals("CONFIRMED", check(api.post(order + "/confirm", ""), 200).at("/status"));
        assertEquals("main", check(api.post(order + "/release", ""), 200).at("/location"));
        var partly = check(
                api.post(
                        order + "/shipments",
                        "{\"lines\":[{\"line\":1,\"quantity\":2}],\"carrier\":\"DHL\",\"trackingNumber\":\"0034\"}"),
                200);
        assertEquals("PROCESSING", partly.at("/status"));
        assertEquals("PARTIAL", partly.at("/fulfilment"));
        assertEquals(1, partly.json().at("/lines/0/open").asLong());
        assertEquals("DHL", partly.at("/shipments/0/carrier"));
        assertEquals(2, partly.json().at("/shipments/0/lines/0/quantity").asLong());
        var tooMuch = api.post(order + "/shipments", "{\"lines\":[{\"line\":1,\"quantity\":2}]}");
        Problems.expect(tooMuch, 409, "more-than-open");
        assertEquals(1, tooMuch.json().at("/open").asLong());
        Problems.expect(
                api.post(order + "/shipments", "{\"lines\":[{\"line\":2,\"quantity\":1}]}"), 422, "no-such-line");
        assertEquals("SHIPPED", check(api.post(order + "/shipments", ""), 200).at("/status"));
        var delivered = check(api.post(order + "/deliver", "{}"), 200);
        assertEquals("DELIVERED", delivered.at("/status"));
        assertEquals(3, delivered.json().at("/lines/0/delivered").asLong());
        assertEquals(
                "\"" + delivered.json().at("/version").asLong() + "\"",
                delivered.header("ETag").orElseThrow());

        var refused = api.post(order + "/cancel", "{\"reason\":\"too late\"}");
        Problems.expect(refused, 409, "illegal-transition");
        assertEquals("DELIVERED", refused.at("/orderStatus"));
        assertEquals("cancel", refused.at("/command"));
        assertTrue(refused.json().at("/allowed").isArray());

        var events = check(api.get(order + "/events"), 200).json().at("/data");
        assertEquals(
                List.of(
                        "order.created",
                        "order.confirmed",
                        "order.processing",
                        "shipment.created",
                        "shipment.created",
                        "order.delivered"),
                events.findValuesAsText("type"));
        assertEquals("life-1", events.at("/0/requestId").asText());
        assertEquals(1, events.at("/0/sequence").asLong());
        assertEquals(2, events.at("/3/lines/0/quantity").asLong());
        await().untilAsserted(() -> {
            var stock = api.get("/v1/skus/" + sku + "/stock").json();
            assertEquals(7, stock.at("/onHand").asLong());
            assertEquals(0, stock.at("/claimed").asLong());
            var owed = api.get("/v1/accounts/" + account).json();
            assertEquals("0.00", owed.at("/pledged/amount").asText());
            assertEquals("59.70", owed.at("/openInvoices/amount").asText());
            assertEquals("40.30", owed.at("/availableCredit/amount").asText());
        });
    }

    @Test
    void cancel_givesTheStockBack() {
        var sku = api.sku(5);
        var order = "/v1/orders/" + api.order(sku, 5);
        var cancelled = check(api.post(order + "/cancel", "{\"reason\":\"changed my mind\"}"), 200);
        assertEquals("CANCELLED", cancelled.at("/status"));
        assertEquals("changed my mind", cancelled.at("/cancelReason"));
        assertEquals(5, cancelled.json().at("/lines/0/cancelled").asLong());
        await().untilAsserted(() -> assertEquals(
                5, api.get("/v1/skus/" + sku + "/stock").json().at("/available").asLong()));
    }

    @Test
    void aCommand_underAnotherVersion_isRefusedWithTheActualOne() {
        var order = "/v1/orders/" + api.order(api.sku(5), 1);
        var stale = api.post(order + "/confirm", "", "If-Match", "\"7\"");
        Problems.expect(stale, 412, "precondition-failed");
        assertEquals(1, stale.json().at("/actual").asLong());
        assertEquals(
                "CONFIRMED",
                check(api.post(order + "/confirm", "", "If-Match", "\"1\""), 200)
                        .at("/status"));
        check(api.post(order + "/release", "", "If-Match", "*"), 200);
    }
}
