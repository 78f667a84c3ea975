package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static sluice.http.TestApi.check;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkuListTest {

    private final TestApi api = TestApi.running();
    private final String prefix = TestApi.fresh("range é");

    @Test
    void skus_areListedByTheirIds_asLastDefined() {
        var encoded = prefix.replace(" ", "%20").replace("é", "%C3%A9");
        for (var end : List.of("-b", "-a", "-c", "")) {
            check(api.put("/v1/skus/" + encoded + end, "{\"name\":\"Tee\"}"), 201);
        }
        check(api.put("/v1/skus/" + encoded + "-x%25", "{\"name\":\"x\"}"), 201);
        var changed = "{\"name\":\"Cap\",\"price\":{\"amount\":\"0.125\",\"currency\":\"EUR\"}}";
        check(api.put("/v1/skus/" + encoded + "-a", changed), 200);
        check(api.post("/v1/skus/" + encoded + "-a/receipts", "{\"quantity\":1}"), 200);
        await().untilAsserted(() -> {
            assertEquals(List.of(prefix, prefix + "-a", prefix + "-b", prefix + "-c", prefix + "-x%"), skus(encoded));
            var row = check(api.get("/v1/skus?mode=CLAIM&skuPrefix=" + encoded + "-a"), 200);
            assertEquals("Cap", row.at("/data/0/name"));
            assertEquals("2", row.at("/data/0/version"));
            assertEquals("0.125", row.at("/data/0/price/amount"));
            assertEquals("CLAIM", row.at("/data/0/mode"));
        });
        assertEquals(List.of(prefix + "-x%"), skus(encoded + "-x%25"));
        assertEquals(List.of(), skus(encoded + "_"));
        assertEquals(List.of(), skus(encoded + "%25"));
        assertEquals(
                true,
                check(api.get("/v1/skus?skuPrefix=" + encoded), 200)
                        .json()
                        .at("/data/0/price")
                        .isMissingNode());
    }

    private List<String> skus(String encodedPrefix) {
        var path = "/v1/skus?limit=2&skuPrefix=" + encodedPrefix;
        var page = check(api.get(path), 200).json();
        var found = page.at("/data").valueStream().map(row -> row.at("/sku").asText());
        if (!page.has("next")) {
            return found.toList();
        }
        var all = new ArrayList<>(found.toList());
        while (page.has("next")) {
            page = check(api.get(path + "&cursor=" + page.at("/next").asText()), 200)
                    .json();
            page.at("/data").forEach(row -> all.add(row.at("/sku").asText()));
        }
        return all;
    }
}
