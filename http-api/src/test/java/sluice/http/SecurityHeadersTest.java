package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.http.TestApi.Reply;

class SecurityHeadersTest {

    private static final Map<String, String> EXPECTED = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "Server", "Sluice");

    private final TestApi api = TestApi.running();

    @Test
    void answersAndRefusals_tellBrowsersWhatTheyAreNotFor() {
        expect(check(api.get("/v1/skus/" + api.sku(1)), 200));
        expect(check(api.get("/v1/skus/" + TestApi.fresh("unknown")), 404));
        expect(check(api.get("/v1/skus/x", "Authorization", ""), 401));
        expect(check(api.get("/problems/unauthorized", "Authorization", ""), 200));
    }

    @Test
    void noOtherSite_isAllowedToRead() {
        var reply = api.get("/v1/skus/x", "X-Origin", "https://evil.example");
        assertTrue(reply.headers().keySet().stream().noneMatch(name -> name.startsWith("access-control-")));
    }

    private static void expect(Reply reply) {
        EXPECTED.forEach((name, value) -> assertEquals(value, reply.header(name).orElse("none"), name));
    }
}
