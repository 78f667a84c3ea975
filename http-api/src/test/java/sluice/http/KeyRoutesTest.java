package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.http.TestApi.Reply;

class KeyRoutesTest {

    private static final String KEYS = "/v1/api-keys";
    private static final String BODY = "{\"name\":\"Web shop\",\"scopes\":[\"orders:write\",\"orders:read\"]}";
    private static final String NO_ORDER = "/v1/orders/0190c3b0-0000-7000-8000-000000000000";

    private final TestApi api = TestApi.running();

    @Test
    void aKey_isShownOnce_andAllowsItsScopesAlone() {
        var made = check(api.post(KEYS, BODY), 201);
        var path = made.header("Location").orElseThrow();
        assertEquals(KEYS + "/" + made.at("/id"), path);
        assertEquals("\"1\"", made.header("ETag").orElseThrow());
        assertEquals(
                "[\"orders:read\",\"orders:write\"]", made.json().at("/scopes").toString());
        assertEquals("bootstrap", made.at("/createdBy"));
        var key = made.at("/key");
        assertTrue(key.matches("sluice_" + made.at("/id") + "_[0-9A-Za-z]{38}"), "recognisable");
        Problems.expect(as(key, "GET", NO_ORDER, ""), 404, "not-found");
        var refused = as(key, "GET", "/v1/skus/x", "");
        Problems.expect(refused, 403, "missing-scope");
        assertEquals("products:read", refused.at("/scope"));
        Problems.expect(as(key, "GET", KEYS, ""), 403, "missing-scope");

        var read = check(api.get(path), 200);
        assertTrue(read.json().at("/key").isMissingNode());
        assertEquals("ACTIVE", read.at("/status"));
        assertEquals("\"1\"", read.header("ETag").orElseThrow());
        await().untilAsserted(() ->
                assertFalse(check(api.get(path), 200).at("/lastUsedAt").isEmpty()));
    }

    @Test
    void allThatIsWanted_isOnRecord() {
        var account = api.account("10.00");
        var rest = "\"scopes\":[\"orders:read\"],\"accountId\":\"" + account
                + "\",\"contact\":\"kim\",\"channel\":\"REP\","
                + "\"rate\":{\"perSecond\":5,\"burst\":10,\"concurrency\":2},\"expiresAt\":\"2099-01-01T00:00:00Z\"";
        var made = check(api.post(KEYS, "{\"name\":\"Kim\"," + rest + "}"), 201);
        var read = check(api.get(KEYS + "/" + made.at("/id")), 200);
        for (var part : List.of(
                "\"accountId\":\"" + account + "\"",
                "\"contact\":\"kim\"",
                "\"channel\":\"REP\"",
                "\"rate\":{\"perSecond\":5,\"burst\":10,\"concurrency\":2}",
                "\"expiresAt\":\"2099-01-01T00:00:00Z\"")) {
            assertTrue(read.text().contains(part), read.text());
        }
    }

    @Test
    void aRevokedKey_isNoneAtOnce_andStaysSo() {
        var made = check(api.post(KEYS, BODY), 201);
        var path = KEYS + "/" + made.at("/id");
        Problems.expect(api.send("DELETE", path, null, "If-Match", "\"2\""), 412, "precondition-failed");
        Problems.expect(as(made.at("/key"), "GET", NO_ORDER, ""), 404, "not-found");
        var revoked = check(api.send("DELETE", path, null, "If-Match", "\"1\""), 200);
        Problems.expect(as(made.at("/key"), "GET", NO_ORDER, ""), 401, "unauthorized");
        assertEquals("REVOKED", revoked.at("/status"));
        assertEquals("\"2\"", revoked.header("ETag").orElseThrow());
        var again = check(api.send("DELETE", path, null, "If-Match", "\"1\""), 200);
        assertEquals(revoked.at("/revokedAt"), again.at("/revokedAt"));
        var rotated = api.post(path + "/rotate", "");
        Problems.expect(rotated, 409, "key-not-active");
        assertEquals("REVOKED", rotated.at("/keyStatus"));
    }

    @Test
    void aRotatedKey_hasTwoSecretsUntilTheOverlapEnds() {
        var made = check(api.post(KEYS, BODY), 201);
        var first = made.at("/key");
        var path = KEYS + "/" + made.at("/id");
        var rotated = check(api.post(path + "/rotate", "{\"overlapSeconds\":3600}", "If-Match", "\"1\""), 200);
        var second = rotated.at("/key");
        assertEquals(made.at("/id"), rotated.at("/id"));
        assertEquals("\"2\"", rotated.header("ETag").orElseThrow());
        assertTrue(Instant.parse(rotated.at("/previousSecretExpiresAt"))
                .isAfter(Instant.now().plusSeconds(3_000)));
        Stream.of(first, second).forEach(key -> Problems.expect(as(key, "GET", NO_ORDER, ""), 404, "not-found"));
        Problems.expect(api.post(path + "/rotate", "", "If-Match", "\"1\""), 412, "precondition-failed");
        var third =
                check(api.post(path + "/rotate", "{\"overlapSeconds\":0}"), 200).at("/key");
        Stream.of(first, second).forEach(key -> Problems.expect(as(key, "GET", NO_ORDER, ""), 401, "unauthorized"));
        Problems.expect(as(third, "GET", NO_ORDER, ""), 404, "not-found");

        var trail = check(api.get(path + "/events"), 200).json().at("/data");
        assertEquals(
                List.of("api-key.created", "api-key.rotated", "api-key.rotated"),
                trail.valueStream().map(event -> event.at("/type").asText()).toList());
        assertEquals("bootstrap", trail.at("/0/by").asText());
        assertEquals(
                made.header("X-Request-Id").orElseThrow(),
                trail.at("/0/requestId").asText());
    }

    @Test
    void aRetry_getsTheSecretAgain_andItsCallerAlone() {
        var admin = api.key("\"scopes\":[\"keys:admin\",\"orders:read\",\"orders:write\"]");
        var idempotencyKey = TestApi.fresh("key");
        var first = check(as(admin, "POST", KEYS, BODY, "Idempotency-Key", idempotencyKey), 201);
        var again = check(as(admin, "POST", KEYS, BODY, "Idempotency-Key", idempotencyKey), 201);
        assertReplayed(first, again);
        Problems.expect(
                as(admin, "POST", KEYS, BODY.replace("shop", "Shop"), "Idempotency-Key", idempotencyKey),
                422,
                "idempotency-key-reused");
        var another = check(api.post(KEYS, BODY, "Idempotency-Key", idempotencyKey), 201);
        assertNotEquals(first.at("/id"), another.at("/id"), "another caller's key is another key");

        var path = KEYS + "/" + first.at("/id") + "/rotate";
        var rotated = check(as(admin, "POST", path, "", "Idempotency-Key", idempotencyKey), 200);
        assertReplayed(rotated, check(as(admin, "POST", path, "", "Idempotency-Key", idempotencyKey), 200));
        assertNotEquals(first.at("/key"), rotated.at("/key"));
    }

    /** Who has a new secret cannot open what was sealed under the one of before: it is told so, and nothing is made twice. */
    @Test
    void aRetryAfterItsCallersKeyWasRotated_needsTheEarlierSecret() {
        var admin = check(
                api.post(KEYS, "{\"name\":\"admin\",\"scopes\":[\"keys:admin\",\"orders:read\",\"orders:write\"]}"),
                201);
        var idempotencyKey = TestApi.fresh("key");
        var first = check(as(admin.at("/key"), "POST", KEYS, BODY, "Idempotency-Key", idempotencyKey), 201);
        var fresh = check(api.post(KEYS + "/" + admin.at("/id") + "/rotate", ""), 200)
                .at("/key");
        var sealed = as(fresh, "POST", KEYS, BODY, "Idempotency-Key", idempotencyKey);
        Problems.expect(sealed, 409, "answer-sealed");
        assertEquals(first.at("/id"), sealed.at("/keyId"));
        assertReplayed(first, check(as(admin.at("/key"), "POST", KEYS, BODY, "Idempotency-Key", idempotencyKey), 201));
    }

    @Test
    void theSameRequestAtOnce_makesOneKey() {
        var idempotencyKey = TestApi.fresh("key");
        var answers = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> api.post(KEYS, BODY, "Idempotency-Key", idempotencyKey)))
                .limit(8)
                .toList();
        var ids = new ArrayList<String>();
        for (var answer : answers) {
            var reply = answer.join();
            if (reply.status() == 201) {
                ids.add(reply.at("/id") + reply.at("/key"));
            } else {
                Problems.expect(reply, 409, "request-in-flight");
            }
        }
        assertEquals(1, ids.stream().distinct().count());
    }

    @Test
    void nobodyGivesMoreThanItHas() {
        var admin = api.key("\"scopes\":[\"keys:admin\",\"orders:read\"]");
        var created = as(admin, "POST", KEYS, BODY);
        Problems.expect(created, 403, "missing-scope");
        assertEquals("orders:write", created.at("/scope"));
        var mighty = check(api.post(KEYS, BODY), 201);
        Problems.expect(as(admin, "POST", KEYS + "/" + mighty.at("/id") + "/rotate", ""), 403, "missing-scope");
        Problems.expect(as(mighty.at("/key"), "GET", NO_ORDER, ""), 404, "not-found");
        check(as(admin, "DELETE", KEYS + "/" + mighty.at("/id"), ""), 200);
    }

    @Test
    void theList_hasEachKeyOnce_newestFirst_andTheBootstrapKeyNever() {
        var made = Stream.generate(() -> check(api.post(KEYS, BODY), 201).at("/id"))
                .limit(5)
                .toList();
        var listed = new ArrayList<String>();
        var path = KEYS + "?limit=2";
        for (var page = check(api.get(path), 200); ; ) {
            assertTrue(page.json().at("/data").size() <= 2);
            page.json().at("/data").forEach(key -> listed.add(key.at("/id").asText()));
            assertFalse(page.text().contains("\"key\":"));
            if (page.json().at("/next").isMissingNode()) {
                break;
            }
            page = check(api.get(path + "&cursor=" + page.at("/next")), 200);
        }
        assertEquals(listed.size(), listed.stream().distinct().count());
        var known = new ArrayList<>(listed);
        known.retainAll(made);
        assertEquals(made.reversed(), known);
        assertFalse(listed.contains("bootstrap"));
        assertTrue(check(api.get(KEYS + "?limit=200"), 200).json().at("/data").size() >= 5);
    }

    @Test
    void aCursorThatWasAltered_orIsOfAnotherList_isRefused() {
        Stream.generate(() -> api.post(KEYS, BODY)).limit(2).forEach(made -> check(made, 201));
        var cursor = check(api.get(KEYS + "?limit=1"), 200).at("/next");
        check(api.get(KEYS + "?cursor=" + cursor), 200);
        Stream.generate(() -> api.sku(1)).limit(2).forEach(sku -> {});
        await().until(() -> !api.get("/v1/skus?limit=1").at("/next").isEmpty());
        var ofSkus = api.get("/v1/skus?limit=1").at("/next");
        var altered = (cursor.charAt(0) == 'M' ? 'N' : 'M') + cursor.substring(1);
        for (var wrong : List.of(altered, cursor.substring(1), ofSkus, "x", "%00", "")) {
            var reply = api.get(KEYS + "?cursor=" + wrong);
            Problems.expect(reply, 400, "invalid-request");
            assertEquals("cursor", reply.at("/errors/0/parameter"));
        }
        for (var limit : List.of("0", "201", "-1", "x", "1.0", "")) {
            Problems.expect(api.get(KEYS + "?limit=" + limit), 400, "invalid-request");
        }
    }

    private static void assertReplayed(Reply first, Reply again) {
        assertFalse(first.header("Idempotent-Replayed").isPresent());
        assertEquals("true", again.header("Idempotent-Replayed").orElse("missing"));
        assertEquals(first.text(), again.text());
        assertEquals(first.header("ETag"), again.header("ETag"));
        assertEquals(first.header("Location"), again.header("Location"));
    }

    private Reply as(String key, String method, String path, String body, String... headers) {
        return TestApi.sendTo(api.url(), key, method, path, body, headers);
    }
}
