package sluice.endpoint;

import static org.awaitility.Awaitility.await;
import static sluice.http.TestApi.check;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import sluice.event.EventBody;
import sluice.event.EventId;
import sluice.event.EventType;
import sluice.event.NewEvent;
import sluice.event.OutgoingEvents;
import sluice.http.TestApi;
import sluice.http.TestApi.Reply;
import sluice.webhook.Sink;

/** A receiver with its endpoint at the API under test, told of the events of an account of its own. */
final class Hook implements AutoCloseable {

    static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestApi api = TestApi.running();
    private final Jdbi database = Jdbi.create(api.database()).installPlugin(new PostgresPlugin());
    private final List<String> sent = new ArrayList<>();
    final Sink sink;
    final String account;
    final String id;
    final String secret;

    Hook(Sink.Behaviour behaviour) throws IOException {
        sink = Sink.listening(behaviour);
        account = api.account("10.00");
        var made = check(api.post(ENDPOINTS, body(account, sink.port())), 201);
        id = made.at("/id");
        secret = made.at("/secret");
    }

    static String body(String account, int port) {
        return "{\"url\":\"http://127.0.0.1:" + port + "/in\",\"events\":[\"order.*\"],\"accountId\":\"" + account
                + "\"}";
    }

    String path() {
        return ENDPOINTS + "/" + id;
    }

    /** Appends so many events of the account, of as many subjects in turn; their ids in order. */
    List<String> happen(int count, int subjects) {
        var events = IntStream.range(0, count)
                .mapToObj(number -> event(account, "order/" + account + "-" + number % subjects))
                .toList();
        database.useTransaction(transaction -> OutgoingEvents.append(transaction, events));
        var ids = events.stream().map(NewEvent::id).toList();
        sent.addAll(ids);
        return ids;
    }

    private static NewEvent event(String account, String subject) {
        var id = EventId.of(account, TestApi.fresh("event"));
        var at = Instant.now();
        var body = EventBody.of(id, EventType.ORDER_SHIPPED, at, 1, Map.of("order", Map.of("id", subject)));
        return new NewEvent(id, EventType.ORDER_SHIPPED, subject, account, 1, at, body);
    }

    /** The ids received, in order, with repeats. */
    List<String> ids() {
        return sink.received().stream()
                .map(received -> String.valueOf(received.headers().get("webhook-id")))
                .toList();
    }

    /** Waits until all that has happened has been received. */
    void awaitAll() {
        await().atMost(PATIENCE).until(() -> ids().containsAll(sent));
    }

    void awaitCount(int count) {
        await().atMost(PATIENCE).until(() -> sink.received().size() >= count);
    }

    static boolean isVerified(Sink.Received received, String secret) {
        var headers = new HashMap<String, List<String>>();
        received.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        try {
            new Webhook(secret).verify(received.text(), headers);
            return true;
        } catch (WebhookVerificationException | EmptyWebhookSecretException refused) {
            return false;
        }
    }

    /** The one delivery of an event that satisfies the query, once it is in the log. */
    Reply awaitDelivery(String query) {
        var asked = path() + "/deliveries?" + query;
        await().atMost(PATIENCE).until(() -> !api.get(asked).at("/data/0/id").isEmpty());
        return check(api.get(asked), 200);
    }

    String status() {
        return check(api.get(path()), 200).at("/status");
    }

    @Override
    public void close() throws IOException {
        api.send("DELETE", path(), null);
        sink.close();
    }
}
