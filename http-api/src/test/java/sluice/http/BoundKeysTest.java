package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.http.TestApi.Reply;
import sluice.key.Scope;

/** A key that is bound to an account sees that account alone; what is another's is answered as what does not exist. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundKeysTest {

    private static final String NO_ORDER = "0190c3b0-0000-7000-8000-000000000000";

    private final TestApi api = TestApi.running();
    private final String sku = api.sku(100_000);
    private final String own = api.account("100000.00");
    private final String foreign = api.account("100000.00");
    private final String key = api.key(scopes() + ",\"accountId\":\"" + own + "\"");
    private final String foreignKey = api.key(scopes() + ",\"accountId\":\"" + foreign + "\"");
    private final String ownOrder = place(own);
    private final String foreignOrder = place(foreign);
    private final String guestsOrder = api.order(sku, 1);

    /** Every scope that a bound key can have. */
    private static String scopes() {
        var names = Stream.of(Scope.values())
                .filter(Scope::canBeBound)
                .map(scope -> "\"" + scope.wireName() + "\"")
                .toList();
        return "\"scopes\":[" + String.join(",", names) + "]";
    }

    private String place(String account) {
        return check(api.post("/v1/orders", orderOf(account, "")), 201).at("/id");
    }

    private String orderOf(String account, String more) {
        return "{\"accountId\":\"" + account + "\"," + more + "\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + sku
                + "\",\"quantity\":1}]}";
    }

    private Reply as(String presented, String method, String path, String body, String... headers) {
        return TestApi.sendTo(api.url(), presented, method, path, body, headers);
    }

    /** How each operation that needs a key is confined: a new one is not for bound keys until it stands here. */
    @Test
    void everyOperation_isConfinedAsThisTableSays() {
        var confined = new TreeSet<String>();
        for (var operation : api.operations()) {
            if (operation.scope().isPresent() && operation.confinement() != Confinement.NONE) {
                confined.add(operation.id() + " " + operation.confinement());
                assertTrue(operation.scope().get().canBeBound(), operation.id());
            }
        }
        assertEquals(
                new TreeSet<>(List.of(
                        "placeOrder TO_ACCOUNT",
                        "placeOrders TO_ACCOUNT",
                        "readOrder TO_ACCOUNT",
                        "readOrderEvents TO_ACCOUNT",
                        "confirmOrder TO_ACCOUNT",
                        "releaseOrder TO_ACCOUNT",
                        "shipOrder TO_ACCOUNT",
                        "deliverOrder TO_ACCOUNT",
                        "cancelOrder TO_ACCOUNT",
                        "listOrders TO_ACCOUNT",
                        "streamEvents TO_ACCOUNT",
                        "readAccount TO_ACCOUNT",
                        "listAccounts TO_ACCOUNT",
                        "listStatement TO_ACCOUNT",
                        "listStockLevels SHARED",
                        "createWebhookEndpoint TO_ACCOUNT",
                        "listWebhookEndpoints TO_ACCOUNT",
                        "readWebhookEndpoint TO_ACCOUNT",
                        "changeWebhookEndpoint TO_ACCOUNT",
                        "deleteWebhookEndpoint TO_ACCOUNT",
                        "rotateWebhookSecret TO_ACCOUNT",
                        "testWebhookEndpoint TO_ACCOUNT",
                        "recoverWebhookEvents TO_ACCOUNT",
                        "replayWebhookEvents TO_ACCOUNT",
                        "listWebhookDeliveries TO_ACCOUNT",
                        "resendWebhookDelivery TO_ACCOUNT",
                        "listSkus SHARED",
                        "readSku SHARED",
                        "readStock SHARED")),
                confined);
    }

    @Test
    void anOperationThatIsNotConfined_isRefused() {
        for (var operation : api.operations()) {
            if (operation.scope().isPresent() && operation.confinement() == Confinement.NONE) {
                var path = operation.template().replaceAll("\\{.*?}", own);
                assertEquals(403, as(key, operation.method(), path, "").status(), operation.id());
            }
        }
    }

    static List<String> questions() {
        return List.of(
                "GET ",
                "GET /events",
                "POST /confirm",
                "POST /release",
                "POST /shipments",
                "POST /deliver",
                "POST /cancel",
                "POST /cancel {\"reason\":\"x\"}");
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aForeignOrder_isNotThere_whateverIsAsked(String question) {
        var parts = question.split(" ", 3);
        var body = parts.length == 3 ? parts[2] : "";
        var nothing = as(key, parts[0], "/v1/orders/" + NO_ORDER + parts[1], body);
        Problems.expect(nothing, 404, "not-found");
        for (var order : List.of(foreignOrder, guestsOrder)) {
            var before = List.of(
                    api.get("/v1/orders/" + order).text(),
                    api.get("/v1/orders/" + order + "/events").text());
            for (var headers : List.of(
                    new String[0], new String[] {"If-Match", "\"99\""}, new String[] {"Idempotency-Key", order})) {
                boolean isPost = parts[0].equals("POST");
                var reply = as(key, parts[0], "/v1/orders/" + order + parts[1], body, isPost ? headers : new String[0]);
                assertEquals(likeness(nothing), likeness(reply));
            }
            assertEquals(
                    before,
                    List.of(
                            api.get("/v1/orders/" + order).text(),
                            api.get("/v1/orders/" + order + "/events").text()));
        }
    }

    /** All of an answer but what differs between any two. */
    private static Map<String, String> likeness(Reply reply) {
        var likeness = new LinkedHashMap<String, String>();
        reply.headers().forEach((name, value) -> {
            if (!List.of("x-request-id", "date").contains(name)) {
                likeness.put(name, value);
            }
        });
        likeness.put("content-length", ""); // the request id is in the body
        likeness.put("status", Integer.toString(reply.status()));
        likeness.put("body", reply.text().replace(reply.header("X-Request-Id").orElseThrow(), ""));
        return likeness;
    }

    @Test
    void itsOwnOrder_goesThroughItsWholeLife() {
        var placed = check(as(key, "POST", "/v1/orders", orderOf(own, "")), 201);
        var path = "/v1/orders/" + placed.at("/id");
        for (var step : List.of("/confirm", "/release", "/shipments", "/deliver")) {
            check(as(key, "POST", path + step, ""), 200);
        }
        assertEquals("DELIVERED", check(as(key, "GET", path, ""), 200).at("/status"));
        assertEquals(
                5,
                check(as(key, "GET", path + "/events", ""), 200)
                        .json()
                        .at("/data")
                        .size());
        assertEquals(
                ownOrder,
                check(as(key, "GET", "/v1/orders/" + ownOrder, ""), 200).at("/id"));
        Problems.expect(
                as(key, "POST", "/v1/orders/" + ownOrder + "/cancel", "", "If-Match", "\"9\""),
                412,
                "precondition-failed");
    }

    @Test
    void whatAPersonDoes_isRecordedAsTheirs() {
        var kims = api.key(scopes() + ",\"accountId\":\"" + own + "\",\"contact\":\"kim\"");
        var path = "/v1/orders/"
                + check(as(kims, "POST", "/v1/orders", orderOf(own, "")), 201).at("/id");
        check(as(key, "POST", path + "/confirm", ""), 200);
        check(as(kims, "POST", path + "/cancel", ""), 200);
        var events = check(api.get(path + "/events"), 200).json().at("/data");
        assertEquals("kim", events.at("/0/contact").asText());
        assertTrue(events.at("/1/contact").isMissingNode());
        assertEquals("kim", events.at("/2/contact").asText());
    }

    @Test
    void anOrderWithoutAnAccount_isItsOwn() {
        var body = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":1}]}";
        assertEquals(own, check(as(key, "POST", "/v1/orders", body), 201).at("/accountId"));
        var bulk = check(as(key, "POST", "/v1/orders/bulk", "{\"orders\":[" + body + "]}"), 200);
        assertEquals(own, bulk.at("/results/0/order/accountId"));
    }

    @Test
    void placingForAnother_isPlacingForNobody() {
        var nobody = as(key, "POST", "/v1/orders", orderOf(TestApi.fresh("nobody"), ""));
        Problems.expect(nobody, 422, "unknown-account");
        var account = api.get("/v1/accounts/" + foreign).text();
        for (var more : List.of("", "\"externalId\":\"x\",")) {
            assertEquals(likeness(nobody), likeness(as(key, "POST", "/v1/orders", orderOf(foreign, more))));
        }
        var bulk = check(
                as(
                        key,
                        "POST",
                        "/v1/orders/bulk",
                        "{\"orders\":[" + orderOf(foreign, "") + "," + orderOf(own, "") + "]}"),
                200);
        assertEquals("/problems/unknown-account", bulk.at("/results/0/problem/type"));
        assertEquals("201", bulk.at("/results/1/status"));
        assertEquals(account, api.get("/v1/accounts/" + foreign).text());
    }

    @Test
    void anExternalIdOfAnother_isTaken_andNamesNothing() {
        var externalId = "\"externalId\":\"" + TestApi.fresh("x") + "\",";
        var placed = check(as(foreignKey, "POST", "/v1/orders", orderOf(foreign, externalId)), 201);
        for (var reply : List.of(
                as(key, "POST", "/v1/orders", orderOf(own, externalId)),
                bulkProblem(as(key, "POST", "/v1/orders/bulk", "{\"orders\":[" + orderOf(own, externalId) + "]}")))) {
            assertEquals("/problems/duplicate-external-id", reply.at("/type"));
            assertFalse(reply.text().contains(placed.at("/id")), reply.text());
        }
        var ofItsOwn = as(
                foreignKey, "POST", "/v1/orders", orderOf(foreign, externalId).replace(":1}", ":2}"));
        assertEquals(placed.at("/id"), ofItsOwn.at("/orderId"));
    }

    private static Reply bulkProblem(Reply reply) {
        return new Reply(409, Map.of(), reply.json().at("/results/0/problem").toString());
    }

    @Test
    void anIdempotencyKeyOfAnother_isFree() {
        var idempotencyKey = TestApi.fresh("key");
        var first = check(
                as(foreignKey, "POST", "/v1/orders", orderOf(foreign, ""), "Idempotency-Key", idempotencyKey), 201);
        var second = check(as(key, "POST", "/v1/orders", orderOf(own, ""), "Idempotency-Key", idempotencyKey), 201);
        assertFalse(second.header("Idempotent-Replayed").isPresent());
        assertFalse(first.at("/id").equals(second.at("/id")));
    }

    @Test
    void itSeesItsOwnAccountAlone() {
        assertEquals(own, check(as(key, "GET", "/v1/accounts/" + own, ""), 200).at("/id"));
        var nothing = as(key, "GET", "/v1/accounts/" + TestApi.fresh("nobody"), "");
        Problems.expect(nothing, 404, "not-found");
        assertEquals(likeness(nothing), likeness(as(key, "GET", "/v1/accounts/" + foreign, "")));
    }

    @Test
    void itSeesWhatIsEverybodys() {
        check(as(key, "GET", "/v1/skus/" + sku, ""), 200);
        check(as(key, "GET", "/v1/skus/" + sku + "/stock", ""), 200);
    }

    @Test
    void aKeyOfAChannel_placesThroughThatAlone() {
        var rep = api.key("\"scopes\":[\"orders:read\",\"orders:write\"],\"channel\":\"REP\"");
        assertEquals(
                "REP",
                check(as(rep, "POST", "/v1/orders", orderOf(own, "")), 201).at("/channel"));
        check(as(rep, "POST", "/v1/orders", orderOf(own, "\"channel\":\"REP\",")), 201);
        var refused = as(rep, "POST", "/v1/orders", orderOf(own, "\"channel\":\"POS\","));
        Problems.expect(refused, 403, "beyond-key");
        assertEquals("REP", refused.at("/channel"));
        var bulk = as(
                rep,
                "POST",
                "/v1/orders/bulk",
                "{\"orders\":[" + orderOf(own, "\"channel\":\"POS\",") + "," + orderOf(own, "") + "]}");
        assertEquals("/problems/beyond-key", bulk.at("/results/0/problem/type"));
        assertEquals("REP", bulk.at("/results/1/order/channel"));
        check(as(rep, "GET", "/v1/orders/" + guestsOrder, ""), 200);
    }
}
