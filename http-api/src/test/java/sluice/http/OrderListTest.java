package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrderListTest {

    private final TestApi api = TestApi.running();
    private final String account = api.account("100000.00");
    private final String sku = api.sku(1_000);
    private final String other = api.sku(1_000);

    /** The fields that a list shows of an order, apart from when it was changed. */
    private static final List<String> SHARED = List.of(
            "id",
            "status",
            "fulfilment",
            "version",
            "accountId",
            "channel",
            "externalId",
            "poNumber",
            "currency",
            "total",
            "placedAt");

    @Test
    void everyField_isThatOfTheOrderItself_inEveryStatus() {
        var ids = new ArrayList<String>();
        var steps = List.of("confirm", "release", "shipments", "deliver");
        for (int done = 0; done <= steps.size(); done++) {
            var id = place("\"externalId\":\"" + TestApi.fresh("x/|") + "\",\"poNumber\":\"PO 1/2\",");
            steps.subList(0, done).forEach(step -> check(api.post("/v1/orders/" + id + "/" + step, ""), 200));
            ids.addFirst(id);
        }
        var partly = place("");
        check(api.post("/v1/orders/" + partly + "/confirm", ""), 200);
        check(api.post("/v1/orders/" + partly + "/shipments", "{\"lines\":[{\"line\":1,\"quantity\":1}]}"), 200);
        ids.addFirst(partly);
        var cancelled = place("");
        check(api.post("/v1/orders/" + cancelled + "/cancel", ""), 200);
        ids.addFirst(cancelled);

        var orders = ids.stream()
                .map(id -> check(api.get("/v1/orders/" + id), 200).json())
                .toList();
        await().untilAsserted(() -> {
            var listed = list("accountId=" + account);
            assertEquals(
                    orders.stream().map(OrderListTest::shared).toList(),
                    listed.stream().map(OrderListTest::shared).toList());
        });
        for (var row : list("accountId=" + account)) {
            assertEquals(2, row.at("/lineCount").asInt());
            assertEquals(5, row.at("/units").asLong());
            assertTrue(
                    row.at("/updatedAt").asText().compareTo(row.at("/placedAt").asText()) >= 0);
        }
    }

    private static Map<String, JsonNode> shared(JsonNode order) {
        var fields = new TreeMap<String, JsonNode>();
        SHARED.forEach(name -> fields.put(name, order.path(name)));
        return fields;
    }

    @Test
    void filters_admitWhatTheyName() {
        var reference = TestApi.fresh("ext/ü +&=");
        var first = place("\"externalId\":\"" + reference + "\",\"channel\":\"EDI\",");
        var second = place("\"poNumber\":\"" + reference + "\",\"channel\":\"POS\",");
        check(api.post("/v1/orders/" + second + "/cancel", ""), 200);
        var third = order(other);
        var placedAt = check(api.get("/v1/orders/" + second), 200).at("/placedAt");
        await().untilAsserted(() -> assertEquals(List.of(third, second, first), ids("accountId=" + account)));
        await().untilAsserted(() -> assertEquals(List.of(second), ids("accountId=" + account + "&status=CANCELLED")));

        var mine = "accountId=" + account + "&";
        assertEquals(List.of(first), ids("externalId=" + encoded(reference)));
        assertEquals(List.of(second), ids("poNumber=" + encoded(reference)));
        assertEquals(List.of(), ids("externalId=" + encoded(reference) + "&poNumber=" + encoded(reference)));
        assertEquals(List.of(second, first), ids("sku=" + sku));
        assertEquals(List.of(third), ids("sku=" + other));
        assertEquals(List.of(), ids("sku=" + TestApi.fresh("none")));
        assertEquals(List.of(first), ids(mine + "channel=EDI"));
        assertEquals(List.of(third), ids(mine + "channel=API"));
        assertEquals(List.of(third, first), ids(mine + "status=SUBMITTED"));
        assertEquals(List.of(first), ids(mine + "status=SUBMITTED&channel=EDI&sku=" + sku));
        assertFalse(ids(mine + "placedBefore=" + placedAt).contains(second));
        assertTrue(ids(mine + "placedFrom=" + placedAt).containsAll(List.of(second)));
        assertEquals(List.of(), ids(mine + "placedFrom=" + placedAt + "&placedBefore=" + placedAt));
        assertEquals(3, ids(mine + "placedFrom=2000-01-01T00:00:00%2B01:00").size());
        assertEquals(List.of(), ids("accountId=" + TestApi.fresh("nobody")));
    }

    @Test
    void aWalk_neitherRepeatsNorMisses_whileOrdersArePlaced() {
        var placed = new ArrayList<String>();
        for (int count = 0; count < 20; count++) {
            placed.addFirst(order(sku));
        }
        await().untilAsserted(() -> assertEquals(placed, ids("sku=" + sku)));
        var told = new ArrayList<String>();
        var there = new ArrayList<>(placed);
        var next = "";
        do {
            var page =
                    check(api.get("/v1/orders?limit=3&sku=" + sku + next), 200).json();
            page.at("/data").forEach(row -> told.add(row.at("/id").asText()));
            next = page.has("next") ? "&cursor=" + page.at("/next").asText() : "";
            there.addFirst(order(sku));
            await().untilAsserted(() -> assertEquals(there, ids("sku=" + sku)));
        } while (!next.isEmpty());
        assertEquals(placed, told);
    }

    @Test
    void cursors_areNotAltered_andBelongToTheirListAndFilters() {
        order(sku);
        order(sku);
        await().untilAsserted(() -> assertEquals(2, ids("sku=" + sku).size()));
        var query = "/v1/orders?limit=1&sku=" + sku;
        var cursor = check(api.get(query), 200).at("/next");
        check(api.get(query + "&cursor=" + cursor), 200);
        check(api.get("/v1/orders?limit=200&cursor=" + cursor + "&sku=" + sku), 200);
        for (int index = 0; index < cursor.length(); index += 7) {
            var altered = cursor.substring(0, index)
                    + (cursor.charAt(index) == 'A' ? 'B' : 'A')
                    + cursor.substring(index + 1);
            refused(query + "&cursor=" + altered);
        }
        var last = cursor.length() - 1;
        for (var letter : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("(?!^)", -1)) {
            if (!cursor.endsWith(letter)) {
                refused(query + "&cursor=" + cursor.substring(0, last) + letter);
            }
        }
        for (var foreign : List.of(
                "/v1/orders?cursor=" + cursor,
                "/v1/orders?sku=" + other + "&cursor=" + cursor,
                query + "&status=SUBMITTED&cursor=" + cursor,
                "/v1/skus?cursor=" + cursor,
                "/v1/accounts?cursor=" + cursor)) {
            refused(foreign);
        }
    }

    private void refused(String path) {
        var reply = api.get(path);
        Problems.expect(reply, 400, "invalid-request");
        assertEquals(List.of("parameter cursor"), BadRequest.placesIn(reply), path);
    }

    @Test
    void allFaults_areToldAtOnce() {
        var reply = api.get("/v1/orders?limit=0&status=NEW&status=OLD&accountId=%00&what=1&cursor=x&placedFrom=today");
        Problems.expect(reply, 400, "invalid-request");
        assertEquals(
                List.of(
                        "parameter accountId",
                        "parameter cursor",
                        "parameter limit",
                        "parameter placedFrom",
                        "parameter status",
                        "parameter what"),
                BadRequest.placesIn(reply).stream().sorted().toList());
    }

    private String place(String fields) {
        var body = "{\"accountId\":\"" + account + "\"," + fields + "\"currency\":\"EUR\",\"lines\":[" + "{\"sku\":\""
                + sku + "\",\"quantity\":2},{\"sku\":\"" + sku + "\",\"quantity\":3}]}";
        return check(api.post("/v1/orders", body), 201).at("/id");
    }

    private String order(String ofSku) {
        var body = TestApi.orderBody(ofSku, 1).replaceFirst("\\{", "{\"accountId\":\"" + account + "\",");
        return check(api.post("/v1/orders", body), 201).at("/id");
    }

    private List<JsonNode> list(String query) {
        return check(api.get("/v1/orders?limit=200&" + query), 200)
                .json()
                .at("/data")
                .valueStream()
                .toList();
    }

    private List<String> ids(String query) {
        return list(query).stream().map(row -> row.at("/id").asText()).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
