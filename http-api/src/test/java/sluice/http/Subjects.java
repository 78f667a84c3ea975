package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static sluice.http.TestApi.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;

/**
 * What requests are about: SKUs with stock, accounts with credit, and an order in each status. A text names them in braces:
 * <code>{sku}</code>, <code>{SUBMITTED}</code>; <code>{fresh}</code> is another name each time.
 */
final class Subjects {

    private static final Pattern NAMED = Pattern.compile("\\{([A-Za-z]+)}");
    private static final String PAID = "{\"amount\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}";
    private static final String KEY = "{\"name\":\"test\",\"scopes\":[\"orders:read\"]}";
    private static final String WEBHOOK =
            "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"webhook_endpoint.disabled\"]}";
    private static final Map<String, List<String>> STEPS = Map.of(
            "SUBMITTED", List.of(),
            "CONFIRMED", List.of("confirm"),
            "PROCESSING", List.of("confirm", "release"),
            "SHIPPED", List.of("confirm", "release", "shipments"),
            "DELIVERED", List.of("confirm", "release", "shipments", "deliver"),
            "CANCELLED", List.of("cancel"));
    private static final List<String> READ = List.of(
            "/v1/skus/{sku}",
            "/v1/skus/{scarce}",
            "/v1/skus/{unpriced}",
            "/v1/accounts/{account}",
            "/v1/accounts/{poor}",
            "/v1/api-keys/{apiKey}",
            "/v1/orders/{SUBMITTED}",
            "/v1/orders/{CONFIRMED}",
            "/v1/orders/{PROCESSING}",
            "/v1/orders/{SHIPPED}",
            "/v1/orders/{DELIVERED}",
            "/v1/orders/{CANCELLED}");
    private static final int UNITS = 3;

    private final TestApi api;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** Makes them; what their orders ask of stock and account is carried out. */
    Subjects(TestApi api) {
        this.api = api;
        names.put("key", TestApi.fresh("key"));
        names.put("sku", api.sku(1));
        names.put("scarce", api.sku(1));
        names.put("apiKey", check(api.post("/v1/api-keys", KEY), 201).at("/id"));
        makeWebhook();
        names.put("unpriced", TestApi.fresh("unpriced"));
        names.put("account", api.account("1000000000.00"));
        names.put("poor", api.account("1.00"));
        check(api.put(fill("/v1/skus/{unpriced}"), "{\"name\":\"x\"}"), 201);
        check(api.post(fill("/v1/skus/{unpriced}/receipts"), "{\"quantity\":9}"), 200);
        keyed("/v1/skus/{sku}/receipts", "{\"quantity\":1000000}", 200);
        keyed("/v1/accounts/{account}/payments", PAID, 200);
        keyed("/v1/orders", order(), 201);
        keyed("/v1/api-keys", KEY, 201);
        STEPS.keySet().forEach(this::renew);
        soon().untilAsserted(() -> {
            int claims = 4; // of the orders placed, confirmed and released, and of the keyed one
            var stock = api.get(fill("/v1/skus/{sku}/stock")).json();
            assertEquals(claims * UNITS, stock.at("/claimed").asInt());
            var account = api.get(fill("/v1/accounts/{account}")).json();
            assertEquals("238.80", account.at("/pledged/amount").asText());
        });
    }

    /** Puts names in place of what stands in braces. */
    String fill(String text) {
        return NAMED.matcher(text).replaceAll(name -> Matcher.quoteReplacement(name(name.group(1))));
    }

    private String name(String name) {
        var known = name.equals("fresh") ? TestApi.fresh("fresh") : names.get(name);
        if (known == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return known;
    }

    /** Asks often, since hundreds of tests make these. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    /** A disabled one, whose position stays where it is, with a test in its log. */
    private void makeWebhook() {
        var path = "/v1/webhook-endpoints";
        var made = check(api.post(path, WEBHOOK), 201);
        var endpoint = path + "/" + made.at("/id");
        check(api.patch(endpoint, "{\"status\":\"DISABLED\"}"), 200);
        check(api.post(endpoint + "/test", ""), 202);
        soon().until(() -> !api.get(endpoint + "/deliveries").at("/data/0/id").isEmpty());
        names.put("webhook", made.at("/id"));
        names.put("delivery", api.get(endpoint + "/deliveries").at("/data/0/id"));
    }

    /** Makes another order of this status. */
    void renew(String status) {
        names.put(status, check(api.post("/v1/orders", fill(order())), 201).at("/id"));
        var steps = STEPS.getOrDefault(status, List.of());
        for (var step : steps) {
            if (step.equals(steps.getLast())) {
                keyed("/v1/orders/{" + status + "}/" + step, "", 200);
            } else {
                check(api.post(fill("/v1/orders/{" + status + "}/" + step), ""), 200);
            }
        }
    }

    /** Makes good what an accepted request may have changed, so that the next ones are valid again. */
    void restore(Wire accepted) {
        for (var status : STEPS.keySet()) {
            if (accepted.target().contains(name(status)) && accepted.method().equals("POST")) {
                renew(status);
            }
        }
        if (accepted.method().equals("DELETE") && accepted.target().contains("webhook")) {
            makeWebhook();
        } else if (accepted.method().equals("DELETE")) {
            names.put("apiKey", check(api.post("/v1/api-keys", KEY), 201).at("/id"));
        }
        if (accepted.method().equals("PUT")) {
            for (var request : List.of(ValidRequest.DEFINE, ValidRequest.OPEN)) {
                var defined = api.put(fill(request.path), request.body);
                check(defined, defined.status() == 201 ? 201 : 200); // 201 as long as nothing has ever changed
            }
        }
    }

    private static String order() {
        return "{\"accountId\":\"{account}\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"{sku}\",\"quantity\":" + UNITS
                + "}]}";
    }

    /** Asks under <code>{key}</code>, which is used for something from then on. */
    private void keyed(String path, String body, int status) {
        check(api.post(fill(path), fill(body), "Idempotency-Key", name("key")), status);
    }

    /** All that can be read about them, by path. */
    Map<String, String> views(WireClient client) {
        return views(client, id -> true);
    }

    /** What can be read about those that the request names, by path. */
    Map<String, String> viewsOfThoseIn(Wire request, WireClient client) {
        var text = request.target() + new String(request.body(), StandardCharsets.ISO_8859_1);
        return views(client, text::contains);
    }

    private Map<String, String> views(WireClient client, Predicate<String> isWanted) {
        var views = new TreeMap<String, String>();
        for (var path : READ) {
            var address = fill(path);
            if (isWanted.test(address.substring(address.lastIndexOf('/') + 1))) {
                views.put(
                        path,
                        check(client.send(Wire.of("GET", address, "")), 200).text());
            }
        }
        return views;
    }
}
