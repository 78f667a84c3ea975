package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.http.Contract.Described;
import sluice.http.TestApi.Reply;
import sluice.key.ApiKey;
import sluice.key.Scope;
import sluice.value.AccountId;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may ask what, for every operation of the contract: with every single scope, and, under a key that is bound to an account, about
 * another's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyMatrixTest {

    private static final String REQUEST_ID = "matrix";
    private static final String ABSENT_ORDER = "0190c3b0-0000-7000-8000-000000000000";

    private final TestApi all = TestApi.running();
    private final Map<String, ApiKey> keys = new HashMap<>();
    private final TestApi api = all.servedTo(presented -> Optional.ofNullable(keys.get(presented)));
    private final String owner = all.account("1000.00");
    private final String other = all.account("1000.00");
    private final String order = placedFor(owner);
    private final String webhook = webhookOf(owner);

    KeyMatrixTest() {
        for (var scope : Scope.values()) {
            keys.put(
                    scope.wireName(),
                    new ApiKey("only-" + scope.wireName().replace(':', '-'), Set.of(scope), null, null, null, null));
        }
        var everything = EnumSet.allOf(Scope.class);
        keys.put("bound", new ApiKey("bound", everything, new AccountId(other), null, null, null));
    }

    private String placedFor(String account) {
        var body = TestApi.orderBody(all.sku(9), 2).replaceFirst("\\{", "{\"accountId\":\"" + account + "\",");
        return check(all.post("/v1/orders", body), 201).at("/id");
    }

    private String webhookOf(String account) {
        return check(all.post("/v1/webhook-endpoints", webhookBody(account)), 201)
                .at("/id");
    }

    private static String webhookBody(String account) {
        return "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"webhook_endpoint.*\"],\"accountId\":\"" + account
                + "\"}";
    }

    static List<Described> keyed() {
        return Contract.served().operations().stream()
                .filter(operation -> operation.scope().isPresent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void anOperation_isOpenToItsScope_andToNoOther(Described operation) {
        var needed = operation.scope().orElseThrow();
        for (var scope : Scope.values()) {
            var reply = ask(operation, Contract.served().examplePath(operation), example(operation), scope.wireName());
            boolean lacksTheNeeded = reply.status() == 403 && reply.at("/scope").equals(needed);
            assertEquals(!scope.wireName().equals(needed), lacksTheNeeded, scope + " " + reply.text());
            assertTrue(reply.status() < 500 && reply.status() != 401, reply.text());
        }
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void aKeyOfAnAccount_learnsNothingOfAnothers_andChangesNothing(Described operation) {
        var before = views();
        switch (operation.node().path("x-bound-key").asString("not said")) {
            case "own" -> asksAboutAnother(operation);
            case "refused" ->
                Problems.expect(ask(operation, foreign(operation), example(operation), "bound"), 403, "beyond-key");
            case "shared" -> {
                var reply = ask(operation, Contract.served().examplePath(operation), null, "bound");
                assertTrue(Set.of(200, 404).contains(reply.status()), reply.text());
                assertFalse(reply.text().contains(owner), reply.text());
            }
            default -> throw new AssertionError(operation.id() + " does not say what a bound key may ask");
        }
        assertEquals(before, views());
    }

    private void asksAboutAnother(Described operation) {
        if (operation.template().contains("{id}")) {
            var foreign = ask(operation, foreign(operation), example(operation), "bound");
            Problems.expect(foreign, 404, "not-found");
            assertEquals(told(ask(operation, absent(operation), example(operation), "bound")), told(foreign));
        } else if (operation.method().equals("GET")) {
            for (var query : queries(operation)) {
                var page = check(ask(operation, operation.template() + query, null, "bound"), 200);
                assertFalse(Stream.of(owner, order, webhook).anyMatch(page.text()::contains), page.text());
            }
        } else {
            var foreign = ask(operation, operation.template(), placing(operation, owner), "bound");
            assertFalse(foreign.text().contains(owner), foreign.text());
            var judged = Problems.judged(foreign);
            assertEquals("/problems/unknown-account", judged.at("/type"));
            assertEquals(
                    told(ask(
                            operation,
                            operation.template(),
                            placing(operation, "nobody-" + UUID.randomUUID()),
                            "bound")),
                    told(foreign));
        }
    }

    private List<String> queries(Described operation) {
        return isStream(operation)
                ? List.of("?after=0", "?after=0&accountId=" + owner)
                : List.of(
                        "",
                        "?limit=200",
                        operation.template().endsWith("accounts") ? "?idPrefix=" + owner : "?accountId=" + owner);
    }

    private static boolean isStream(Described operation) {
        return operation.node().at("/responses/200/content").has("text/event-stream");
    }

    /** All that a caller can see of an answer, but for the time. */
    private static String told(Reply reply) {
        var headers = new HashMap<>(reply.headers());
        headers.remove("date");
        return reply.status() + " " + new TreeMap<>(headers) + " " + reply.text();
    }

    private String foreign(Described operation) {
        return operation
                .template()
                .replace("{id}", foreignId(operation.template()))
                .replace("{sku}", "x")
                .replace("{deliveryId}", "0-1");
    }

    private String foreignId(String template) {
        return template.contains("orders") ? order : template.contains("webhook") ? webhook : owner;
    }

    private static String absent(Described operation) {
        return operation
                .template()
                .replace("{id}", operation.template().contains("orders") ? ABSENT_ORDER : "nobody")
                .replace("{deliveryId}", "0-1");
    }

    /** The first example of a body that the contract has, if there is to be one. */
    private static @Nullable String example(Described operation) {
        for (var example :
                operation.node().at("/requestBody/content").path(Contract.JSON).path("examples")) {
            return example.path("value").toString();
        }
        return null;
    }

    /** An order that would be placed if its account were the key's own. */
    private String placing(Described operation, String account) {
        if (operation.id().equals("createWebhookEndpoint")) {
            return webhookBody(account);
        }
        var wanted = (ObjectNode) Contract.json(TestApi.orderBody(all.sku(9), 1));
        wanted.put("accountId", account);
        return operation.id().equals("placeOrders") ? "{\"orders\":[" + wanted + "]}" : wanted.toString();
    }

    private Reply ask(Described operation, String target, @Nullable String body, String key) {
        var bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        var ending = isStream(operation) ? target + (target.contains("?") ? "&" : "?") + "follow=false" : target;
        return api.send(
                operation.method(), ending, bytes, "Authorization", "Bearer " + key, "X-Request-Id", REQUEST_ID);
    }

    private List<String> views() {
        var views = new ArrayList<String>();
        for (var path : List.of("/v1/orders/" + order, "/v1/orders/" + order + "/events", "/v1/accounts/" + owner)) {
            views.add(check(all.get(path), 200).text());
        }
        var endpoint = check(all.get("/v1/webhook-endpoints/" + webhook), 200).json();
        views.add(endpoint.at("/version") + " " + endpoint.at("/url") + " "
                + endpoint.at("/status")); // events come and go
        return views;
    }

    @Test
    void theMatrix_isComplete() {
        System.out.println("KeyMatrixTest operations " + keyed().size() + " scopes " + Scope.values().length);
        assertEquals(
                all.operations().stream()
                        .filter(each -> each.scope().isPresent())
                        .count(),
                keyed().size());
    }
}
