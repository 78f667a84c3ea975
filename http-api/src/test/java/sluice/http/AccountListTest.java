package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static sluice.http.TestApi.check;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountListTest {

    private final TestApi api = TestApi.running();
    private final String prefix = TestApi.fresh("list");

    @Test
    void accounts_areListedByTheirIds_onTheirPresentTerms() {
        open("-b", "EUR", "NET_14");
        open("-a", "EUR", "PREPAID");
        open("-c", "USD", "NET_14");
        check(api.put("/v1/accounts/" + prefix + "-b", body("EUR", "NET_60")), 200);
        var payment = "{\"amount\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}";
        check(api.post("/v1/accounts/" + prefix + "-b/payments", payment), 200);
        await().untilAsserted(() -> {
            assertEquals(List.of(prefix + "-a", prefix + "-b", prefix + "-c"), accounts(""));
            var row = check(api.get("/v1/accounts?idPrefix=" + prefix + "-b"), 200);
            assertEquals("2", row.at("/data/0/version")); // of its terms, which the payment left alone
            assertEquals("NET_60", row.at("/data/0/paymentTerms"));
            assertEquals("10.00", row.at("/data/0/creditLimit/amount"));
        });
        assertEquals(List.of(prefix + "-c"), accounts("&currency=USD"));
        assertEquals(List.of(prefix + "-a"), accounts("&paymentTerms=PREPAID"));
        assertEquals(List.of(prefix + "-b"), accounts("&paymentTerms=NET_60&currency=EUR"));
        assertEquals(List.of(), accounts("&paymentTerms=NET_61"));
    }

    private void open(String end, String currency, String terms) {
        check(api.put("/v1/accounts/" + prefix + end, body(currency, terms)), 201);
    }

    private static String body(String currency, String terms) {
        return "{\"name\":\"Acme\",\"creditLimit\":{\"amount\":\"10.00\",\"currency\":\"" + currency
                + "\"},\"paymentTerms\":\"" + terms + "\"}";
    }

    private List<String> accounts(String filters) {
        return check(api.get("/v1/accounts?idPrefix=" + prefix + filters), 200)
                .json()
                .at("/data")
                .valueStream()
                .map(row -> row.at("/id").asText())
                .toList();
    }
}
