package sluice.load.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.load.webhook.EventBook.Row;

/** What a sender does wrong is found. */
final class DeliveriesTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Set<String> DUE = Set.of("e1", "e2", "e3");

    private final HttpClient http = HttpClient.newHttpClient();
    private Receiver receiver;
    private Inbox inbox;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver(URI.create("http://127.0.0.2:1/"));
        inbox = receiver.add(Behaviour.HEALTHY);
        inbox.secret(SECRET);
    }

    @AfterEach
    void close() {
        receiver.close();
        http.shutdownNow();
    }

    @Test
    void whatIsSentWhole_inOrder_andMoreThanOnce_isRight() throws Exception {
        for (int version : List.of(1, 2, 1, 3)) {
            assertEquals(200, send("e" + version, version));
        }
        var deliveries = deliveries();
        assertTrue(deliveries.await(Duration.ofSeconds(5)));
        assertEquals(List.of(), deliveries.judge());
        assertEquals(1, deliveries.repeated());
        assertEquals(3, deliveries.sinceDecided().getTotalCount());
    }

    @Test
    void whatNeverCame_isMissed() throws Exception {
        send("e1", 1);
        send("e3", 3);
        assertFalse(deliveries().await(Duration.ZERO));
        assertProblem("1 of 3 events never came, such as e2");
    }

    @Test
    void whatCameOutOfOrder_isFound() throws Exception {
        send("e1", 1);
        send("e3", 3);
        send("e2", 2);
        assertProblem("at version 2 came after version 3");
    }

    @Test
    void whatNobodyAppended_isFound() throws Exception {
        send("e9", 9);
        assertProblem("1 events that nobody appended");
    }

    @Test
    void anAlteredBody_id_orTimestamp_isFound() throws Exception {
        var now = Long.toString(Instant.now().getEpochSecond());
        var body = body("e1", 1);
        var signature = sign("e1", now, body);
        send("e1", now, signature, body("e1", 2));
        send("e2", now, signature, body);
        send("e1", Long.toString(Instant.now().getEpochSecond() - 1), signature, body);
        assertEquals(3, inbox.faults().size());
        assertTrue(inbox.faults().stream().allMatch(fault -> fault.endsWith("the signature does not fit")));
        var old = Long.toString(Instant.now().getEpochSecond() - 400);
        send("e1", old, sign("e1", old, body), body);
        assertTrue(inbox.faults().getLast().contains("the timestamp is off by"));
        send("e1", now, "v1,AAAA " + signature, body); // two secrets, while one is replaced
        assertEquals(4, inbox.faults().size());
    }

    @Test
    void anEventThatIsNotTheSameEachTime_isFound() throws Exception {
        send("e1", 1);
        send("e1", 2);
        assertProblem("not what it was at first");
    }

    @Test
    void positionsWithGaps_andChangesThatAreNotToldOnce_areFound() {
        var changes = List.of(new Transition("o", 1, 0), new Transition("o", 2, 0));
        var right = List.of(new Row(1, "e1", "o", 1, 1), new Row(2, "e2", "o", 2, 2));
        assertEquals(List.of(), new EventBook(right, 2).judge(0, changes, true));
        assertEquals(
                List.of("position 2 has no event; the next is at 3"),
                new EventBook(List.of(right.getFirst(), new Row(3, "e2", "o", 2, 2)), 3).judge(0, changes, true));
        assertEquals(1, new EventBook(right, 3).judge(0, changes, true).size());
        assertEquals(
                List.of("order o was changed to versions [1, 2] and told as [1]"),
                new EventBook(right.subList(0, 1), 1).judge(0, changes, true));
        var twice = List.of(right.get(0), right.get(1), new Row(3, "e3", "o", 2, 2));
        assertEquals(1, new EventBook(twice, 3).judge(0, changes, true).size());
        assertEquals(1, new EventBook(twice, 3).judge(0, changes, false).size());
        var backwards = List.of(new Row(1, "e2", "o", 2, 2), new Row(2, "e1", "o", 1, 1));
        assertEquals(1, new EventBook(backwards, 2).judge(0, changes, false).size());
    }

    private Deliveries deliveries() {
        return new Deliveries(List.of(inbox), DUE);
    }

    private void assertProblem(String part) {
        var problems = deliveries().judge();
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(part)), problems::toString);
    }

    private int send(String id, long version) throws Exception {
        var now = Long.toString(Instant.now().getEpochSecond());
        var body = body(id, version);
        return send(id, now, sign(id, now, body), body);
    }

    private int send(String id, String timestamp, String signature, String body) throws Exception {
        var request = HttpRequest.newBuilder(receiver.url(inbox))
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static String sign(String id, String timestamp, String body) {
        var signature = SigningKey.of(SECRET).sign(id, timestamp, body.getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(signature);
    }

    private static String body(String id, long version) {
        return """
            {"id":"%s","type":"order.status_changed","timestamp":"%s","sequence":%d,"data":{"order":{"id":"o","version":%d}}}\
            """.formatted(id, Instant.parse("2026-01-01T00:00:00Z"), version, version);
    }
}
