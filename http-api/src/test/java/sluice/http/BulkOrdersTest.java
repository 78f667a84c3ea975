package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;
import static sluice.http.TestApi.orderBody;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.http.TestApi.Reply;

class BulkOrdersTest {

    private static final String BULK = "/v1/orders/bulk";
    private static final int LIMIT = 8 * 1024 * 1024;

    private final TestApi api = TestApi.running();

    private static String bulk(String... orders) {
        return "{\"orders\":[" + String.join(",", orders) + "]}";
    }

    /** An order with these fields too, each followed by a comma. */
    private static String order(String fields, String sku, long units) {
        return "{" + fields + orderBody(sku, units).substring(1);
    }

    private static String external(String externalId) {
        return "\"externalId\":\"" + externalId + "\",";
    }

    /** The results, checked for their order and for what each must have. */
    private static List<JsonNode> results(Reply reply) {
        check(reply, 200);
        var results = new ArrayList<JsonNode>();
        for (var result : reply.json().at("/results")) {
            assertEquals(results.size(), result.at("/index").intValue());
            boolean placed = result.at("/status").intValue() == 201;
            assertEquals(placed, result.has("order"), result::toString);
            assertEquals(!placed, result.has("problem"), result::toString);
            if (!placed) {
                assertEquals(result.at("/status"), result.at("/problem/status"));
                assertEquals(
                        reply.header("X-Request-Id").orElseThrow(),
                        result.at("/problem/instance").textValue());
            }
            results.add(result);
        }
        return results;
    }

    /** What each result is: placed, replayed, or the name of its problem. */
    private static List<String> told(Reply reply) {
        return results(reply).stream()
                .map(result -> result.has("order")
                        ? result.path("replayed").asBoolean() ? "replayed" : "placed"
                        : result.at("/problem/type").asText().replaceFirst("/problems/", ""))
                .toList();
    }

    private static List<String> ids(Reply reply) {
        return results(reply).stream()
                .map(result -> result.at("/order/id").asText())
                .toList();
    }

    private long available(String sku) {
        return check(api.get("/v1/skus/" + sku + "/stock"), 200)
                .json()
                .at("/available")
                .asLong();
    }

    @Test
    void goodAndBadOrders_areEachAnsweredInTheirPlace() {
        var sku = api.sku(10);
        var reply = api.post(
                BULK,
                bulk(
                        orderBody(sku, 1),
                        "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":\"1\"}],\"status\":1}",
                        orderBody(sku, 2),
                        "7",
                        orderBody("nonsense", 1),
                        order("\"accountId\":\" x\",", sku, 1),
                        "{}",
                        orderBody(sku, 3)));
        assertEquals(
                List.of(
                        "placed",
                        "invalid-request",
                        "placed",
                        "invalid-request",
                        "unknown-sku",
                        "invalid-request",
                        "invalid-request",
                        "placed"),
                told(reply));
        assertEquals(List.of("/orders/1/lines/0/quantity", "/orders/1/status"), pointers(reply, 1));
        assertEquals(List.of("/orders/3"), pointers(reply, 3));
        assertEquals(List.of("/orders/5/accountId"), pointers(reply, 5));
        assertEquals(List.of("/orders/6/currency", "/orders/6/lines"), pointers(reply, 6));
        assertEquals(4, available(sku));
        var third = results(reply).get(2).get("order");
        assertEquals(
                third,
                check(api.get("/v1/orders/" + third.at("/id").asText()), 200).json());
        assertFalse(reply.text().contains("replayed"));
    }

    private static List<String> pointers(Reply reply, int index) {
        return results(reply)
                .get(index)
                .at("/problem/errors")
                .valueStream()
                .map(fault -> fault.at("/pointer").asText())
                .sorted()
                .toList();
    }

    @Test
    void ordersOfOneSkuAndAccount_areDecidedInTheirOrder() {
        var scarce = api.sku(5);
        assertEquals(
                List.of("placed", "insufficient-stock", "placed", "insufficient-stock"),
                told(api.post(
                        BULK,
                        bulk(orderBody(scarce, 3), orderBody(scarce, 3), orderBody(scarce, 2), orderBody(scarce, 1)))));
        assertEquals(0, available(scarce));

        var sku = api.sku(100);
        var account = api.account("60.00");
        var own = "\"accountId\":\"" + account + "\",";
        var reply = api.post(BULK, bulk(order(own, sku, 2), order(own, sku, 2), order(own, sku, 1), orderBody(sku, 1)));
        assertEquals(List.of("placed", "credit-limit-exceeded", "placed", "placed"), told(reply));
        assertEquals(
                "39.80", results(reply).get(1).at("/problem/exposure/amount").asText());
        assertEquals(96, available(sku));
    }

    @Test
    void aHundredOrders_areTaken_andOneMoreIsNot() {
        var sku = api.sku(1_000);
        var hundred = bulk(Collections.nCopies(100, orderBody(sku, 1)).toArray(String[]::new));
        var reply = api.post(BULK, hundred);
        assertEquals(Collections.nCopies(100, "placed"), told(reply));
        assertEquals(100, new HashSet<>(ids(reply)).size());
        var more =
                api.post(BULK, bulk(Collections.nCopies(101, orderBody(sku, 1)).toArray(String[]::new)));
        Problems.expect(more, 400, "invalid-request");
        assertEquals(List.of("/orders"), BadRequest.placesIn(more));
        assertEquals(900, available(sku));
    }

    @Test
    void tenThousandLines_areTaken_andOneMoreIsNot() {
        var sku = api.sku(20_000);
        var line = "{\"sku\":\"" + sku + "\",\"quantity\":1,\"description\":\"" + "é".repeat(200) + "\"}";
        var thousand = "{\"currency\":\"EUR\",\"lines\":[" + String.join(",", Collections.nCopies(1_000, line)) + "]}";
        var orders = Collections.nCopies(10, thousand);
        var body = bulk(orders.toArray(String[]::new));
        assertTrue(body.length() > 2 * 1024 * 1024, "beyond what one message between nodes may hold");
        assertEquals(Collections.nCopies(10, "placed"), told(api.post(BULK, body)));
        var more = new ArrayList<>(orders);
        more.add(orderBody(sku, 1));
        var refused = api.post(BULK, bulk(more.toArray(String[]::new)));
        Problems.expect(refused, 400, "invalid-request");
        assertEquals(List.of("/orders"), BadRequest.placesIn(refused));
        assertEquals(10_000, available(sku));
    }

    @Test
    void eightMebibytes_areTaken_andOneByteMoreIsNot() {
        var sku = api.sku(10);
        var body = bulk(orderBody(sku, 1));
        assertEquals(List.of("placed"), told(api.post(BULK, body + " ".repeat(LIMIT - body.length()))));
        var refused = api.post(BULK, body + " ".repeat(LIMIT + 1 - body.length()));
        Problems.expect(refused, 413, "body-too-large");
        assertEquals(LIMIT, refused.json().at("/maxBytes").intValue());
        assertEquals(9, available(sku));
    }

    @Test
    void aRepeat_getsTheFirstAnswers_andWhatWasRefusedIsDecidedAnew() {
        var sku = api.sku(10);
        var scarce = api.sku(1);
        var key = TestApi.fresh("key");
        var body = bulk(
                orderBody(sku, 1),
                orderBody(scarce, 2),
                "{}",
                order(external(TestApi.fresh("x")), sku, 1),
                orderBody(sku, 1));
        var first = api.post(BULK, body, "Idempotency-Key", key);
        assertEquals(List.of("placed", "insufficient-stock", "invalid-request", "placed", "placed"), told(first));

        check(api.post("/v1/skus/" + scarce + "/receipts", "{\"quantity\":1}"), 200);
        var second = api.post(BULK, body, "Idempotency-Key", key);
        assertEquals(List.of("replayed", "placed", "invalid-request", "replayed", "replayed"), told(second));
        var third = api.post(BULK, body, "Idempotency-Key", key);
        assertEquals(List.of("replayed", "replayed", "invalid-request", "replayed", "replayed"), told(third));
        assertEquals(ids(second), ids(third));
        for (int index : List.of(0, 3, 4)) {
            assertEquals(
                    results(first).get(index).get("order"),
                    results(third).get(index).get("order"));
        }
        assertEquals(7, available(sku));
        assertEquals(0, available(scarce));
    }

    @Test
    void aKey_isOfOneOrderInOnePlace() {
        var sku = api.sku(100);
        var key = TestApi.fresh("key");
        var first = api.post(BULK, bulk(orderBody(sku, 1), orderBody(sku, 2)), "Idempotency-Key", key);
        assertEquals(List.of("placed", "placed"), told(first));
        var other =
                api.post(BULK, bulk(orderBody(sku, 1), orderBody(sku, 3), orderBody(sku, 4)), "Idempotency-Key", key);
        assertEquals(List.of("replayed", "idempotency-key-reused", "placed"), told(other));
        var swapped = api.post(BULK, bulk(orderBody(sku, 2), orderBody(sku, 1)), "Idempotency-Key", key);
        assertEquals(List.of("idempotency-key-reused", "idempotency-key-reused"), told(swapped));
        assertEquals(93, available(sku));

        var alone = api.post("/v1/orders", orderBody(sku, 1), "Idempotency-Key", key);
        check(alone, 201);
        assertFalse(alone.header("Idempotent-Replayed").isPresent(), "a single request's key is another");
    }

    @Test
    void oneExternalIdTwice_isToldOfTheFirst() {
        var sku = api.sku(10);
        var none = api.sku(1);
        var same = order(external(TestApi.fresh("x")), sku, 1);
        var taken = TestApi.fresh("x");
        var freed = TestApi.fresh("x");
        var reply = api.post(
                BULK,
                bulk(
                        same,
                        order(external(taken), sku, 1),
                        same,
                        order(external(taken), sku, 2),
                        order(external(freed), none, 2),
                        order(external(freed), none, 1),
                        same));
        assertEquals(
                List.of(
                        "placed",
                        "placed",
                        "replayed",
                        "duplicate-external-id",
                        "insufficient-stock",
                        "placed",
                        "replayed"),
                told(reply));
        assertEquals(ids(reply).getFirst(), ids(reply).get(2));
        assertEquals(ids(reply).getFirst(), ids(reply).getLast());
        assertEquals(
                ids(reply).get(1), results(reply).get(3).at("/problem/orderId").asText());
        assertEquals(8, available(sku));
        assertEquals(0, available(none));
    }

    /** Twins that run at once: every order has one effect, and whoever is told of one is told of the same. */
    @Test
    void twins_placeEachOrderOnce() {
        int twins = 8;
        int orders = 50;
        var sku = api.sku(1_000);
        var key = TestApi.fresh("key");
        var body = bulk(Collections.nCopies(orders, orderBody(sku, 1)).toArray(String[]::new));
        var replies = IntStream.range(0, twins)
                .mapToObj(twin -> CompletableFuture.supplyAsync(() -> api.post(BULK, body, "Idempotency-Key", key)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        for (int index = 0; index < orders; index++) {
            int at = index;
            var kinds = replies.stream().map(reply -> told(reply).get(at)).toList();
            assertEquals(1, Collections.frequency(kinds, "placed"), kinds::toString);
            assertTrue(List.of("placed", "replayed", "request-in-flight").containsAll(kinds), kinds::toString);
            var told = replies.stream().map(reply -> ids(reply).get(at)).filter(id -> !id.isEmpty());
            assertEquals(1, told.distinct().count());
        }
        assertEquals(1_000 - orders, available(sku));
    }

    @Test
    void whatMakesTheWholeUnreadable_refusesTheWhole() {
        var sku = api.sku(10);
        var good = orderBody(sku, 1);
        var twice = good.replace("{\"currency\"", "{\"currency\":\"EUR\",\"currency\"");
        Stream.of(
                        "",
                        "{}",
                        "{\"orders\":null}",
                        "{\"orders\":{}}",
                        "{\"orders\":[]}",
                        "{\"orders\":[" + good + ",]}",
                        "{\"orders\":[" + good + "],\"more\":1}",
                        bulk(good, twice),
                        good)
                .forEach(body -> Problems.expect(api.post(BULK, body), 400, "invalid-request"));
        Problems.expect(api.post(BULK, bulk(good), "If-Match", "\"1\""), 400, "invalid-request");
        Problems.expect(api.get(BULK), 405, "method-not-allowed");
        assertEquals(10, available(sku));
    }
}
