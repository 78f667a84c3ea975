package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.http.TestApi.Reply;

/**
 * Every POST is asked, the node is killed and started again, and every POST is asked once more under its key: each has one effect and the
 * same answer as before.
 */
class KilledBeforeRetryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** By operation id. An operation without a row fails the test. */
    private static final String KEYS = "/v1/api-keys";

    private static final String ENDPOINTS = "/v1/webhook-endpoints";

    private static final Map<String, Function<Book, Ask>> POSTS = Map.ofEntries(
            Map.entry("placeOrder", book -> {
                var sku = book.sku(10);
                return new Ask("/v1/orders", TestApi.orderBody(sku, 2), stock(sku), "/claimed", "2");
            }),
            Map.entry("placeOrders", book -> {
                var sku = book.sku(10);
                var order = TestApi.orderBody(sku, 2);
                var body = "{\"orders\":[" + order + "," + order + "]}";
                return new Ask("/v1/orders/bulk", body, stock(sku), "/claimed", "4");
            }),
            Map.entry("confirmOrder", book -> {
                var order = book.order();
                return new Ask(order + "/confirm", "", order, "/version", "2");
            }),
            Map.entry("releaseOrder", book -> {
                var order = book.order("/confirm");
                return new Ask(order + "/release", "", order, "/version", "3");
            }),
            Map.entry("shipOrder", book -> {
                var order = book.order("/confirm", "/release");
                return new Ask(
                        order + "/shipments",
                        "{\"lines\":[{\"line\":1,\"quantity\":1}]}",
                        order,
                        "/lines/0/shipped",
                        "1");
            }),
            Map.entry("deliverOrder", book -> {
                var order = book.order("/confirm", "/release", "/shipments");
                return new Ask(order + "/deliver", "", order, "/status", "DELIVERED");
            }),
            Map.entry("cancelOrder", book -> {
                var order = book.order();
                return new Ask(order + "/cancel", "{\"reason\":\"no more\"}", order, "/version", "2");
            }),
            Map.entry("receiveStock", book -> {
                var sku = book.sku(1);
                return new Ask("/v1/skus/" + sku + "/receipts", "{\"quantity\":5}", stock(sku), "/onHand", "6");
            }),
            Map.entry("adjustStock", book -> {
                var sku = book.sku(9);
                var body = "{\"delta\":-2,\"reason\":\"LOST\"}";
                return new Ask("/v1/skus/" + sku + "/adjustments", body, stock(sku), "/onHand", "7");
            }),
            Map.entry("receivePayment", book -> {
                var account = book.account();
                var body = "{\"amount\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}";
                return new Ask(account + "/payments", body, account, "/availableCredit/amount", "105.00");
            }),
            // With the key that is made to be rotated there are two, and no third.
            Map.entry("createApiKey", book -> new Ask(KEYS, Book.KEY, KEYS, "/data/2/id", "")),
            Map.entry("rotateApiKey", book -> {
                var key = book.key();
                return new Ask(key + "/rotate", "", key, "/version", "2");
            }),
            Map.entry("createWebhookEndpoint", book -> {
                var account = book.account().replace("/v1/accounts/", "");
                var body = Book.ENDPOINT.replace("}", ",\"accountId\":\"" + account + "\"}");
                return new Ask(ENDPOINTS, body, ENDPOINTS + "?accountId=" + account, "/data/1/id", "");
            }),
            Map.entry("rotateWebhookSecret", book -> {
                var endpoint = book.endpoint();
                return new Ask(endpoint + "/rotate-secret", "", endpoint, "/version", "2");
            }),
            // What the next four set off is attempted again after a kill, so their answers alone tell that they count
            // once.
            Map.entry("testWebhookEndpoint", book -> {
                var endpoint = book.endpoint();
                return new Ask(endpoint + "/test", "", endpoint, "/version", "1");
            }),
            Map.entry("recoverWebhookEvents", book -> {
                var endpoint = book.endpoint();
                return new Ask(
                        endpoint + "/recover", "{\"since\":\"2026-01-01T00:00:00Z\"}", endpoint, "/version", "1");
            }),
            Map.entry("replayWebhookEvents", book -> {
                var endpoint = book.endpoint();
                return new Ask(endpoint + "/replay", "{\"fromPosition\":1}", endpoint, "/version", "1");
            }),
            Map.entry("resendWebhookDelivery", book -> {
                var endpoint = book.endpoint();
                return new Ask(
                        endpoint + "/deliveries/" + book.delivery(endpoint) + "/resend", "", endpoint, "/version", "1");
            }));

    @TempDir
    private Path directory;

    /**
     * A POST, and where its effect can be seen.
     *
     * @param view what to read
     * @param pointer to what in it changes with every effect
     * @param once what that is after one effect
     */
    private record Ask(String path, String body, String view, String pointer, String once) {}

    private static String stock(String sku) {
        return "/v1/skus/" + sku + "/stock";
    }

    @Test
    void everyPost_retriedAfterAKill_hasOneEffectAndTheSameAnswer() throws InterruptedException {
        var operations = new TreeSet<String>();
        for (var operation : TestApi.running().operations()) {
            if (operation.method().equals("POST")) {
                operations.add(operation.id());
            }
        }
        assertEquals(operations, new TreeSet<>(POSTS.keySet()), "every POST has a row");

        var data = directory.resolve("data");
        var asked = new LinkedHashMap<String, Ask>();
        var answered = new LinkedHashMap<String, Reply>();
        var killed = ServerProcess.start(data);
        try (var client = new WireClient(killed.url(), PATIENCE)) {
            for (var operation : operations) {
                var row = POSTS.get(operation);
                assertNotNull(row);
                var ask = row.apply(new Book(client));
                asked.put(operation, ask);
                answered.put(operation, send(client, operation, ask));
                assertEquals(
                        2, answered.get(operation).status() / 100, () -> operation + " " + answered.get(operation));
                assertTrue(answered.get(operation).header("Idempotent-Replayed").isEmpty());
            }
        } finally {
            killed.kill();
        }
        try (var restarted = ServerProcess.start(data);
                var client = new WireClient(restarted.url(), PATIENCE)) {
            for (var operation : operations) {
                var ask = asked.get(operation);
                var first = answered.get(operation);
                assertNotNull(ask);
                assertNotNull(first);
                var again = send(client, operation, ask);
                assertEquals(first.status(), again.status(), operation + again);
                assertEquals("true", again.header("Idempotent-Replayed").orElse("none"), operation);
                assertEquals(first.header("ETag"), again.header("ETag"), operation);
                assertEquals(first.json(), unmarked(again.json()), operation);
                assertEquals(ask.once, check(get(client, ask.view), 200).at(ask.pointer), operation);
            }
        }
    }

    /** Without the mark that an order in bulk has when it is answered again. */
    private static JsonNode unmarked(JsonNode json) {
        json.path("results").forEach(result -> ((ObjectNode) result).remove("replayed"));
        return json;
    }

    private static Reply send(WireClient client, String operation, Ask ask) {
        return client.send(Wire.of("POST", ask.path, ask.body).with("Idempotency-Key", "retry-" + operation));
    }

    private static Reply get(WireClient client, String path) {
        return client.send(Wire.of("GET", path, ""));
    }

    /** What must be there before something can be asked. */
    private record Book(WireClient client) {

        private static final String KEY = "{\"name\":\"web shop\",\"scopes\":[\"orders:read\"]}";

        /** Nobody answers there. */
        private static final String ENDPOINT = "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"product.updated\"]}";

        /** The path of an endpoint. */
        String endpoint() {
            var reply = client.send(Wire.of("POST", ENDPOINTS, ENDPOINT));
            return ENDPOINTS + "/" + check(reply, 201).at("/id");
        }

        /** The id of an attempt at it. */
        String delivery(String endpoint) {
            sku(1);
            return await().atMost(PATIENCE)
                    .until(
                            () -> check(get(client, endpoint + "/deliveries"), 200)
                                    .at("/data/0/id"),
                            id -> !id.isEmpty());
        }

        /** The path of a key. */
        String key() {
            var reply = client.send(Wire.of("POST", KEYS, KEY));
            return KEYS + "/" + check(reply, 201).at("/id");
        }

        String sku(int units) {
            var sku = TestApi.fresh("sku");
            var definition = "{\"name\":\"Tee\",\"price\":{\"amount\":\"19.90\",\"currency\":\"EUR\"}}";
            check(client.send(Wire.of("PUT", "/v1/skus/" + sku, definition)), 201);
            check(client.send(Wire.of("POST", "/v1/skus/" + sku + "/receipts", "{\"quantity\":" + units + "}")), 200);
            return sku;
        }

        String account() {
            var path = "/v1/accounts/" + TestApi.fresh("account");
            var body = "{\"name\":\"Acme\",\"creditLimit\":{\"amount\":\"100.00\",\"currency\":\"EUR\"}}";
            check(client.send(Wire.of("PUT", path, body)), 201);
            return path;
        }

        /** An order of two units that has gone these steps; its path. */
        String order(String... steps) {
            var order = "/v1/orders/"
                    + check(client.send(Wire.of("POST", "/v1/orders", TestApi.orderBody(sku(10), 2))), 201)
                            .at("/id");
            for (var step : List.of(steps)) {
                check(client.send(Wire.of("POST", order + step, "")), 200);
            }
            return order;
        }
    }
}
