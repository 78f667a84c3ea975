package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import sluice.http.TestApi.Reply;

/** What every refusal must be. */
final class Problems {

    private Problems() {}

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
