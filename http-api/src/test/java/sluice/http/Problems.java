package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import sluice.http.TestApi.Reply;

/** What every refusal must be. */
final class Problems {

    private Problems() {}

    /**
     * What is to be judged: of a bulk request whose every order was refused, the first order's problem, as if it had been asked for
     * alone; else the reply itself.
     */
    static Reply judged(Reply reply) {
        boolean isJson =
                reply.header("Content-Type").filter("application/json"::equals).isPresent();
        var results = isJson ? reply.json().at("/results") : MissingNode.getInstance();
        if (results.isEmpty() || !results.valueStream().allMatch(result -> result.has("problem"))) {
            return reply;
        }
        var headers = new HashMap<>(reply.headers());
        headers.put("content-type", "application/problem+json");
        return new Reply(
                results.at("/0/status").intValue(),
                headers,
                results.at("/0/problem").toString());
    }

    static void expect(Reply reply, int status, String name) {
        assertEquals(status, reply.status(), reply.text());
        assertEquals("application/problem+json", reply.header("Content-Type").orElseThrow());
        assertEquals("/problems/" + name, reply.at("/type"));
        assertEquals(status, reply.json().at("/status").asInt());
        assertFalse(reply.at("/title").isEmpty());
        assertFalse(reply.at("/detail").isEmpty());
        assertEquals(reply.header("X-Request-Id").orElseThrow(), reply.at("/instance"));
        assertTrue(Problem.named(name).isPresent(), "stands in the catalogue");
    }
}
