package sluice.load.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import sluice.load.client.Answer;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;
import sluice.load.client.Target;

/** A node, driven over its HTTP API: HTTP/1.1, one kept-alive connection for each request in flight. */
public final class HttpTarget implements Target {

    private static final ObjectMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15); // longer than a node's own deadline of 12 s

    private final URI base;
    private final String apiKey;
    private final HttpClient client;

    /** @param base such as {@code http://127.0.0.1:8080} */
    public HttpTarget(URI base, String apiKey) {
        this.base = base;
        this.apiKey = apiKey;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    @Override
    public Answer place(OrderRequest request) {
        var body = JSON.createObjectNode();
        if (request.account() != null) {
            body.put("accountId", request.account());
        }
        body.put("channel", request.channel());
        if (request.externalId() != null) {
            body.put("externalId", request.externalId());
        }
        body.put("poNumber", request.key());
        body.put("currency", request.currency());
        var lines = body.putArray("lines");
        for (var line : request.lines()) {
            lines.addObject()
                    .put("sku", line.sku())
                    .put("quantity", line.quantity())
                    .put("unitPrice", line.unitPrice().toPlainString());
        }
        try {
            return answer(send("POST", "/v1/orders", body, request.key()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Answer.NotDone(0, said(e)); // nothing was ever sent
        } catch (IOException e) {
            return new Answer.Unknown(0, said(e));
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        var body = json(response.body());
        if (status == 201) {
            boolean replayed = response.headers()
                    .firstValue("Idempotent-Replayed")
                    .map(Boolean::parseBoolean)
                    .orElse(false);
            return new Answer.Accepted(OrderJson.content(body), replayed);
        }
        var problem = problem(body);
        if (status == 429
                || (status == 503 && body.path("outcome").asText("none").equals("none"))) {
            return new Answer.NotDone(status, problem);
        }
        if (status >= 400 && status < 500) {
            return new Answer.Refused(status, problem);
        }
        return new Answer.Unknown(status, problem);
    }

    @Override
    public void defineSku(String sku, String name) {
        done(send("PUT", "/v1/skus/" + encoded(sku), JSON.createObjectNode().put("name", name)));
    }

    @Override
    public void receive(String sku, long quantity, String key) {
        var body = JSON.createObjectNode()
                .put("quantity", quantity)
                .put("location", "main")
                .put("reference", key);
        try {
            done(send("POST", "/v1/skus/" + encoded(sku) + "/receipts", body, key));
        } catch (IOException e) {
            throw new NotServed("no answer to a receipt of " + sku, e);
        }
    }

    @Override
    public void defineAccount(String account, String name, BigDecimal creditLimit, String currency) {
        var body = JSON.createObjectNode().put("name", name);
        body.putObject("creditLimit").put("amount", creditLimit.toPlainString()).put("currency", currency);
        body.put("paymentTerms", "NET_30");
        done(send("PUT", "/v1/accounts/" + encoded(account), body));
    }

    @Override
    public Optional<OrderContent> readOrder(String id) {
        var response = send("GET", "/v1/orders/" + encoded(id), JSON.createObjectNode());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(OrderJson.content(done(response)));
    }

    @Override
    public Stock stock(String sku) {
        var stock = done(send("GET", "/v1/skus/" + encoded(sku) + "/stock", JSON.createObjectNode()));
        return new Stock(
                stock.path("onHand").asLong(),
                stock.path("claimed").asLong(),
                stock.path("available").asLong());
    }

    @Override
    public Account account(String account) {
        var body = done(send("GET", "/v1/accounts/" + encoded(account), JSON.createObjectNode()));
        return new Account(OrderJson.minorUnits(body.path("creditLimit")), OrderJson.minorUnits(body.path("exposure")));
    }

    @Override
    public String name() {
        return base.toString();
    }

    @Override
    public void close() {
        client.shutdownNow(); // connections only: no caller waits any more
    }

    private HttpResponse<String> send(String method, String path, ObjectNode body) {
        try {
            return send(method, path, body, "");
        } catch (IOException e) {
            throw new NotServed("no answer to " + method + " " + path, e);
        }
    }

    private HttpResponse<String> send(String method, String path, ObjectNode body, String key) throws IOException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + apiKey);
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode done(HttpResponse<String> response) {
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            throw new NotServed(
                    response.request().method() + " " + response.uri() + " was answered " + response.statusCode() + " "
                            + response.body(),
                    response.statusCode() == 503
                            && json(response.body()).path("outcome").asText().equals("none"));
        }
        return json(response.body());
    }

    private static String problem(JsonNode body) {
        var type = body.path("type").asText("unexplained");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String said(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
