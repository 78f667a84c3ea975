package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StockRoutesTest {

    private final TestApi api = TestApi.running();

    @Test
    void define_thenRedefine_countsTheDefinitionsVersion() {
        var path = "/v1/skus/" + TestApi.fresh("sku");
        Problems.expect(api.get(path), 404, "not-found");
        var made = check(
                api.put(path, "{\"name\":\"Screw\",\"price\":{\"amount\":\"0.0125\",\"currency\":\"EUR\"}}"), 201);
        assertEquals("\"1\"", made.header("ETag").orElseThrow());
        assertEquals("0.0125", made.at("/price/amount"));
        assertEquals("CLAIM", made.at("/mode"));
        var changed = check(api.put(path, "{\"name\":\"Screw M3\",\"mode\":\"CLAIM\"}", "If-Match", "\"1\""), 200);
        assertEquals("\"2\"", changed.header("ETag").orElseThrow());
        assertTrue(changed.json().at("/price").isMissingNode());
        Problems.expect(api.put(path, "{\"name\":\"Screw M4\"}", "If-Match", "\"1\""), 412, "precondition-failed");
        assertEquals("Screw M3", check(api.get(path), 200).at("/name"));
    }

    @Test
    void receiptsAndAdjustments_areAnsweredWithTheStock() {
        var path = "/v1/skus/" + api.sku(10);
        var received = check(
                api.post(path + "/receipts", "{\"quantity\":5,\"location\":\"north 2\",\"reference\":\"d\"}"), 200);
        assertEquals(15, received.json().at("/onHand").asLong());
        assertEquals(2, received.json().at("/locations").size());
        assertEquals(
                "\"" + received.json().at("/version").asLong() + "\"",
                received.header("ETag").orElseThrow());

        var less = check(api.post(path + "/adjustments", "{\"delta\":-4,\"reason\":\"DAMAGED\"}"), 200);
        assertEquals(11, less.json().at("/available").asLong());
        var counted = check(
                api.post(path + "/adjustments", "{\"counted\":7,\"expected\":6,\"reason\":\"CYCLE_COUNT\"}"), 200);
        assertEquals(12, counted.json().at("/onHand").asLong());
        var moved = api.post(path + "/adjustments", "{\"counted\":7,\"expected\":6,\"reason\":\"CYCLE_COUNT\"}");
        Problems.expect(moved, 409, "count-moved");
        assertEquals(7, moved.json().at("/actual").asLong());
        var below = api.post(path + "/adjustments", "{\"delta\":-8,\"reason\":\"LOST\"}");
        Problems.expect(below, 409, "below-zero");
        assertEquals(7, below.json().at("/onHand").asLong());
        Problems.expect(api.post(path + "/receipts", "{\"quantity\":1000000000000}"), 409, "above-maximum");
        assertEquals(counted.json(), check(api.get(path + "/stock"), 200).json());
    }

    @Test
    void aReceipt_underAnotherStockVersion_isRefused() {
        var path = "/v1/skus/" + api.sku(1);
        var version = api.get(path + "/stock").header("ETag").orElseThrow();
        check(api.post(path + "/receipts", "{\"quantity\":1}", "If-Match", version), 200);
        Problems.expect(
                api.post(path + "/receipts", "{\"quantity\":1}", "If-Match", version), 412, "precondition-failed");
        assertEquals(2, api.get(path + "/stock").json().at("/onHand").asLong());
    }

    @Test
    void ifMatchAnything_onWhatIsNotThere_isRefused() {
        var path = "/v1/skus/" + TestApi.fresh("sku");
        Problems.expect(api.put(path, "{\"name\":\"x\"}", "If-Match", "*"), 412, "precondition-failed");
        Problems.expect(api.get(path), 404, "not-found");
        check(api.put(path, "{\"name\":\"x\"}"), 201);
        check(api.put(path, "{\"name\":\"y\"}", "If-Match", "*"), 200);
    }

    @Test
    void ids_areTakenAsTheyAre_percentDecodedOnce() {
        var suffix = " " + TestApi.fresh("x");
        for (var name : List.of("a b", "A B", "v1.2.3", "café", "50%25", "a+b", "日本", "a?b#c", "..")) {
            var sku = name + suffix;
            var path =
                    "/v1/skus/" + URLEncoder.encode(sku, StandardCharsets.UTF_8).replace("+", "%20");
            var made = check(api.put(path, "{\"name\":\"" + name + "\"}"), 201);
            assertEquals(sku, made.at("/sku"));
            check(api.post(path + "/receipts", "{\"quantity\":1}"), 200);
            assertEquals(name, check(api.get(path), 200).at("/name"), "case-sensitive, apart from its neighbours");
        }
    }
}
