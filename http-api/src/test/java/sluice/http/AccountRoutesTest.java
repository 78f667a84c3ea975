package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static sluice.http.TestApi.check;

import org.junit.jupiter.api.Test;

class AccountRoutesTest {

    private final TestApi api = TestApi.running();

    @Test
    void open_read_pay() {
        var path = "/v1/accounts/" + TestApi.fresh("acme");
        Problems.expect(api.get(path), 404, "not-found");
        var body =
                "{\"name\":\"Acme\",\"creditLimit\":{\"amount\":\"10\",\"currency\":\"JPY\"},\"paymentTerms\":\"%s\"}";
        var made = check(api.put(path, body.formatted("NET_14")), 201);
        assertEquals("10", made.at("/creditLimit/amount"), "with the currency's digits");
        assertEquals("NET_14", made.at("/paymentTerms"));
        assertEquals("\"1\"", made.header("ETag").orElseThrow());
        var changed = check(api.put(path, body.formatted("PREPAID"), "If-Match", "\"1\""), 200);
        assertEquals("PREPAID", changed.at("/paymentTerms"));
        Problems.expect(api.put(path, body.formatted("NET_1"), "If-Match", "\"1\""), 412, "precondition-failed");

        var paid = check(
                api.post(
                        path + "/payments", "{\"amount\":{\"amount\":\"4\",\"currency\":\"JPY\"},\"reference\":\"b\"}"),
                200);
        assertEquals("4", paid.at("/unappliedCredit/amount"));
        assertEquals("-4", paid.at("/exposure/amount"));
        assertEquals("14", paid.at("/availableCredit/amount"));
        var mismatch = api.post(path + "/payments", "{\"amount\":{\"amount\":\"4\",\"currency\":\"EUR\"}}");
        Problems.expect(mismatch, 422, "currency-mismatch");
        assertEquals("JPY", mismatch.at("/expected"));
        Problems.expect(
                api.put(path, "{\"name\":\"Acme\",\"creditLimit\":{\"amount\":\"10\",\"currency\":\"EUR\"}}"),
                409,
                "currency-in-use");
        assertEquals(paid.json(), check(api.get(path), 200).json());
    }
}
