package sluice.load.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sluice.load.process.NodePlan;

/** The webhook endpoints of a node. */
final class EndpointApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final NodePlan node;
    private final HttpClient http = HttpClient.newHttpClient();

    EndpointApi(NodePlan node) {
        this.node = node;
    }

    /** Makes the inbox known under its address; returns the endpoint's id. */
    String create(Receiver receiver, Inbox inbox, int concurrency, int perSecond)
            throws IOException, InterruptedException {
        var body = JSON.writeValueAsString(Map.of(
                "url",
                receiver.url(inbox).toString(),
                "events",
                EventBook.TYPES,
                "description",
                inbox.toString(),
                "concurrency",
                concurrency,
                "perSecond",
                perSecond));
        var answer = send(
                request("/v1/webhook-endpoints")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(body)),
                List.of(201));
        var made = JSON.readTree(answer);
        inbox.secret(made.get("secret").asText());
        return made.get("id").asText();
    }

    void delete(String id) throws IOException, InterruptedException {
        var unused = send(request("/v1/webhook-endpoints/" + id).DELETE(), List.of(200, 204));
    }

    /** The endpoint as the API shows it. */
    String read(String id) throws IOException, InterruptedException {
        return send(request("/v1/webhook-endpoints/" + id).GET(), List.of(200));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(node.url() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + node.apiKey());
    }

    private String send(HttpRequest.Builder request, List<Integer> expected) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (!expected.contains(answer.statusCode())) {
            throw new IllegalStateException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
