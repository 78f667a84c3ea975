package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import org.junit.jupiter.api.Test;

class PlacingOrdersTest {

    private final TestApi api = TestApi.running();

    @Test
    void place_withEveryField_isAnsweredWithEveryCounter() {
        var sku = api.sku(10);
        var account = api.account("1000.00");
        var reply = check(api.post("/v1/orders", """
            {"accountId":"%s","channel":"EDI","externalId":"%s","poNumber":"PO 7/8","currency":"EUR",
             "lines":[{"sku":"%s","quantity":2,"unitPrice":"0.333333","description":"small"},
                      {"sku":"%s","quantity":3}],
             "metadata":{"campaign":"spring"}}\
            """.formatted(account, TestApi.fresh("x"), sku, sku)), 201);

        assertEquals("/v1/orders/" + reply.at("/id"), reply.header("Location").orElseThrow());
        assertEquals("\"1\"", reply.header("ETag").orElseThrow());
        assertEquals("application/json", reply.header("Content-Type").orElseThrow());
        assertFalse(reply.header("Idempotent-Replayed").isPresent());
        assertEquals("SUBMITTED", reply.at("/status"));
        assertEquals("NONE", reply.at("/fulfilment"));
        assertEquals(1, reply.json().at("/version").asLong());
        assertEquals(account, reply.at("/accountId"));
        assertEquals("EDI", reply.at("/channel"));
        assertEquals("PO 7/8", reply.at("/poNumber"));
        assertEquals("spring", reply.at("/metadata/campaign"));
        var line = reply.json().at("/lines/0");
        assertEquals(1, line.at("/line").asInt());
        assertEquals(sku, line.at("/sku").asText());
        assertEquals("small", line.at("/description").asText());
        assertEquals(2, line.at("/ordered").asLong());
        assertEquals(2, line.at("/claimed").asLong());
        assertEquals(2, line.at("/open").asLong());
        for (var counter : new String[] {"cancelled", "shipped", "delivered"}) {
            assertTrue(line.at("/" + counter).isIntegralNumber(), counter);
            assertEquals(0, line.at("/" + counter).asLong(), counter);
        }
        assertEquals("0.333333", line.at("/unitPrice").asText());
        assertEquals("0.67", line.at("/total/amount").asText(), "rounded half up, once");
        assertEquals("19.90", reply.at("/lines/1/unitPrice"), "the SKU's own price");
        assertEquals("60.37", reply.at("/total/amount"));
        assertTrue(reply.at("/placedAt").endsWith("Z"));
        assertEquals(
                reply.json(),
                check(api.get("/v1/orders/" + reply.at("/id")), 200).json());
    }

    @Test
    void place_beyondAvailable_isRefusedNamingEverySku() {
        var few = api.sku(1);
        var none = api.sku(3);
        var reply = api.post(
                "/v1/orders",
                "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"%s\",\"quantity\":2},{\"sku\":\"%s\",\"quantity\":4}]}"
                        .formatted(few, none));
        Problems.expect(reply, 409, "insufficient-stock");
        assertEquals(2, reply.json().at("/lines").size());
        for (var line : reply.json().at("/lines")) {
            boolean first = line.at("/sku").asText().equals(few);
            assertEquals(first ? 2 : 4, line.at("/requested").asLong());
            assertEquals(first ? 1 : 3, line.at("/available").asLong());
        }
        assertEquals(
                1, api.get("/v1/skus/" + few + "/stock").json().at("/available").asLong());
    }

    @Test
    void place_beyondTheCreditLimit_isRefusedWithTheFigures() {
        var sku = api.sku(10);
        var account = api.account("50.00");
        var body = "{\"accountId\":\"%s\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"%s\",\"quantity\":2}]}"
                .formatted(account, sku);
        check(api.post("/v1/orders", body), 201);
        var reply = api.post("/v1/orders", body);
        Problems.expect(reply, 409, "credit-limit-exceeded");
        assertEquals("39.80", reply.at("/requested/amount"));
        assertEquals("50.00", reply.at("/creditLimit/amount"));
        assertEquals("39.80", reply.at("/exposure/amount"));
    }

    @Test
    void place_underAnExternalIdAlreadyTaken_namesTheOrder() {
        var sku = api.sku(10);
        var external = TestApi.fresh("web");
        var body = "{\"externalId\":\"%s\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}";
        var first = check(api.post("/v1/orders", body.formatted(external, sku, 1)), 201);
        var second = api.post("/v1/orders", body.formatted(external, sku, 2));
        Problems.expect(second, 409, "duplicate-external-id");
        assertEquals(first.at("/id"), second.at("/orderId"));
        assertEquals(
                9, api.get("/v1/skus/" + sku + "/stock").json().at("/available").asLong());
    }
}
