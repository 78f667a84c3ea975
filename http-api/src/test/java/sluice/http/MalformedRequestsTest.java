package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.http.MalformedRequests.Case;

class MalformedRequestsTest {

    private static final int MUTATIONS = 2_000;

    private final TestApi api = TestApi.running();

    static List<Case> all() {
        return MalformedRequests.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isRefused(Case request) {
        var headers = request.header() == null ? new String[0] : new String[] {request.header(), request.value()};
        var reply = api.send(request.method(), request.path(), request.body(), headers);
        Problems.expect(reply, request.status(), request.name());
        if (request.status() == 400) {
            assertTrue(reply.json().at("/errors").size() > 0, reply.text());
            for (var error : reply.json().at("/errors")) {
                assertFalse(error.at("/detail").asText().isEmpty());
            }
        }
    }

    @Test
    void theCases_areMany_andDistinct() {
        var all = all();
        assertTrue(all.size() >= 500, all.size() + " cases");
        assertEquals(all.size(), new HashSet<>(all.stream().map(Case::title).toList()).size());
    }

    @Test
    void allFaults_areToldAtOnce_byPointer() {
        var reply = api.post(
                "/v1/orders",
                "{\"lines\":[{\"sku\":\"a\",\"quantity\":\"1\"},{\"quantity\":1,\"unitPrice\":2}],\"status\":1,\"metadata\":{\"a/b\":1}}",
                "If-Match",
                "x");
        Problems.expect(reply, 400, "invalid-request");
        var errors = reply.json().at("/errors");
        assertEquals(
                new HashSet<>(List.of(
                        "/currency",
                        "/lines/0/quantity",
                        "/lines/1/sku",
                        "/lines/1/unitPrice",
                        "/status",
                        "/metadata/a~1b")),
                new HashSet<>(errors.findValuesAsText("pointer")));
        assertEquals(new HashSet<>(List.of("If-Match")), new HashSet<>(errors.findValuesAsText("header")));
    }

    @Test
    void aFaultInTheSyntax_isToldWithItsPointer() {
        var reply = api.post("/v1/orders", "{\"lines\":[{\"sku\":\"a\",\"quantity\":tru}]}");
        assertEquals("/lines/0/quantity", reply.at("/errors/0/pointer"));
    }

    /** Whatever bytes come, the answer is a success, a refusal of the engine, or a problem of the 4xx family: never a fault. */
    @Test
    void randomlyMutatedBodies_neverMakeTheServerFail() {
        long seed = System.nanoTime();
        System.out.println("MalformedRequestsTest seed " + seed);
        var random = new Random(seed);
        var good = ("{\"accountId\":\"none\",\"currency\":\"EUR\",\"externalId\":\"x\",\"metadata\":{\"k\":\"v\"},"
                        + "\"lines\":[{\"sku\":\"none\",\"quantity\":12,\"unitPrice\":\"19.90\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < MUTATIONS; round++) {
            var body = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            var reply = api.send("POST", "/v1/orders", body);
            int family = reply.status() / 100;
            assertTrue(
                    family == 4,
                    () -> "seed " + seed + ": " + reply.status() + " to "
                            + new String(body, StandardCharsets.ISO_8859_1) + ": " + reply.text());
            assertEquals(
                    "application/problem+json", reply.header("Content-Type").orElseThrow());
        }
    }

    @Test
    void theServer_isFineAfterwards() {
        var sku = api.sku(3);
        assertEquals(
                3,
                check(api.get("/v1/skus/" + sku + "/stock"), 200)
                        .json()
                        .at("/available")
                        .asLong());
        for (var path : List.of("/v1/skus/malformed", "/v1/accounts/malformed")) {
            Problems.expect(api.get(path), 404, "not-found");
        }
    }
}
