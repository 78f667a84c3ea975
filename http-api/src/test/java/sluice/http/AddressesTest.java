package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static sluice.http.TestApi.check;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressesTest {

    private static final String ORDER = "/v1/orders/0190c3b0-0000-7000-8000-000000000000";

    private final TestApi api = TestApi.running();

    @Test
    void everyOperation_withoutAKeyOrWithAWrongOne_isUnauthorized() {
        for (var operation : api.operations()) {
            var path = operation.template().replaceAll("\\{.*?}", "not-found");
            if (operation.scope().isEmpty()) {
                var example = Contract.served().examplePath(Contract.served().operation(operation.id()));
                check(api.send(operation.method(), example, null, "Authorization", ""), 200);
                continue;
            }
            for (var credentials : List.of(
                    "", "Bearer wrong", "Bearer", "Basic " + TestApi.KEY, TestApi.KEY, "Bearer " + TestApi.KEY + "x")) {
                var reply = api.send(operation.method(), path, null, "Authorization", credentials);
                Problems.expect(reply, 401, "unauthorized");
                assertEquals(
                        credentials.isEmpty() ? "Bearer" : "Bearer error=\"invalid_token\"",
                        reply.header("WWW-Authenticate").orElseThrow());
            }
        }
        Problems.expect(api.send("GET", "/v1/anything", null, "Authorization", ""), 401, "unauthorized");
    }

    @Test
    void theScheme_isNotCaseSensitive() {
        Problems.expect(api.get(ORDER, "Authorization", "bearer " + TestApi.KEY), 404, "not-found");
    }

    @Test
    void addressesNobodyKnows_areNotFound() {
        for (var path : List.of(
                "/",
                "/v1",
                "/v1/",
                "/v2/orders",
                "/v1/orders/",
                "/v1/Orders",
                "/v1//orders",
                ORDER + "/",
                ORDER + "/hold",
                "/v1%2Forders",
                "/problems",
                "/problems/nonsense")) {
            Problems.expect(api.get(path), 404, "not-found");
        }
    }

    @Test
    void otherMethods_areNotAllowed_andTheRightOnesListed() {
        var reply = api.send("DELETE", "/v1/skus/x", null);
        Problems.expect(reply, 405, "method-not-allowed");
        assertEquals("GET, PUT, HEAD", reply.header("Allow").orElseThrow());
        assertEquals(
                "GET, POST, HEAD",
                api.send("DELETE", "/v1/orders", null).header("Allow").orElseThrow());
        assertEquals("POST", api.get(ORDER + "/confirm").header("Allow").orElseThrow());
        Problems.expect(api.send("PATCH", ORDER, null), 405, "method-not-allowed");
        Problems.expect(api.send("OPTIONS", ORDER, null), 405, "method-not-allowed");
        Problems.expect(api.send("BREW", ORDER, null), 501, "not-implemented");
    }

    @Test
    void requestIds_areTakenOver_orMade() {
        assertEquals(
                "my-id",
                api.get(ORDER, "X-Request-Id", "my-id").header("X-Request-Id").orElseThrow());
        var made = api.get(ORDER).header("X-Request-Id").orElseThrow();
        assertNotEquals(made, api.get(ORDER).header("X-Request-Id").orElseThrow());
        for (var unusable : List.of("a b", "x".repeat(129), "é")) {
            assertNotEquals(
                    unusable,
                    api.get(ORDER, "X-Request-Id", unusable)
                            .header("X-Request-Id")
                            .orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyProblem_explainsItself(Problem problem) {
        var reply = check(api.get(problem.type(), "Authorization", ""), 200);
        assertEquals(problem.type(), reply.at("/type"));
        assertEquals(problem.status(), reply.json().at("/status").asInt());
        for (var part : List.of("/title", "/meaning", "/mend")) {
            assertNotEquals("", reply.at(part));
        }
    }
}
