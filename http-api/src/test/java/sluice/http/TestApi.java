package sluice.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.endpoint.EndpointDesk;
import sluice.event.Events;
import sluice.key.KeyDesk;
import sluice.key.Keys;
import sluice.node.HttpSettings;
import sluice.node.NodeSettings;

/** The API of a real node with a database of its own, started once for all tests of this JVM, and asked over HTTP. */
public final class TestApi {

    static final String KEY = "sluice_test_" + UUID.randomUUID();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicReference<@Nullable TestApi> RUNNING = new AtomicReference<>();

    private final ServedNode node;
    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestApi(ServedNode node, String url) {
        this.node = node;
        this.url = url;
    }

    /** An answer as a client sees it. */
    public record Reply(int status, Map<String, String> headers, String text) {

        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException notJson) {
                throw new UncheckedIOException("not JSON: " + text, notJson);
            }
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        public String at(String pointer) {
            return json().at(pointer).asText();
        }
    }

    public static synchronized TestApi running() {
        var running = RUNNING.get();
        if (running == null) {
            running = start();
            RUNNING.set(running);
        }
        return running;
    }

    private static TestApi start() {
        try {
            var data = Files.createTempDirectory("sluice-http-test");
            var node = ServedNode.start(NodeSettings.read(variables(data)));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.stop();
                delete(data);
            }));
            return new TestApi(node, node.url());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The variables of a node on free ports whose data is under {@code data}. */
    static Map<String, String> variables(Path data) {
        return Map.of(
                "SLUICE_HTTP_PORT",
                System.getProperty("sluice.test.port", "0"),
                "SLUICE_REMOTE_PORT",
                "0",
                "SLUICE_MANAGEMENT_PORT",
                "0",
                "SLUICE_DATA_DIR",
                data.toString(),
                "SLUICE_BOOTSTRAP_KEY",
                KEY,
                "SLUICE_WEBHOOK_ALLOW",
                "127.0.0.1");
    }

    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException leftover) {
            System.err.println("left behind: " + directory);
        }
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Reply post(String path, String body, String... headers) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Reply patch(String path, String body, String... headers) {
        return send("PATCH", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply put(String path, String body, String... headers) {
        return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends with the key and as JSON, unless {@code headers}, in pairs, say otherwise; an empty value leaves a header out. */
    public Reply send(String method, String path, byte @Nullable [] body, String... headers) {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.put("Authorization", "Bearer " + KEY);
        if (body != null && body.length > 0) {
            all.put("Content-Type", "application/json");
        }
        for (int index = 0; index < headers.length; index += 2) {
            all.put(headers[index], headers[index + 1]);
        }
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        try {
            return ContractWatch.checked(method, path, reply(client.send(request.build(), BodyHandlers.ofString())));
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + path, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The API of another server, such as one in a process of its own. */
    public static Reply sendTo(String url, String key, String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int index = 0; index < headers.length; index += 2) {
            request.header(headers[index], headers[index + 1]);
        }
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return reply(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + path, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Reply reply(HttpResponse<String> response) {
        var headers = new HashMap<String, String>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    public String url() {
        return url;
    }

    /** The same node, served at another address to those whom {@code keys} knows. */
    TestApi servedTo(Keys keys) {
        var here = node.node();
        var binding = Server.serve(
                        here.system(),
                        here.engine(),
                        desk(),
                        events(),
                        webhooks(),
                        keys,
                        here.meters(),
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join();
        return new TestApi(node, "http://127.0.0.1:" + binding.localAddress().getPort());
    }

    Engine engine() {
        return node.node().engine();
    }

    KeyDesk desk() {
        return node.desk();
    }

    public ActorSystem<?> system() {
        return node.node().system();
    }

    private EndpointDesk webhooks() {
        return requireNonNull(node.webhooks());
    }

    Events events() {
        return node.events();
    }

    MeterRegistry meters() {
        return node.node().meters();
    }

    /** Everything that can be asked. */
    List<Operation> operations() {
        return Server.operations(engine(), desk(), events(), webhooks(), Duration.ofSeconds(1));
    }

    public DataSource database() {
        return node.node().database();
    }

    /** A name that no other test uses. */
    public static String fresh(String kind) {
        return kind + "-" + UUID.randomUUID();
    }

    /** A fresh SKU at 19.90 EUR with {@code units} on hand. */
    String sku(long units) {
        var sku = fresh("sku");
        check(put("/v1/skus/" + sku, "{\"name\":\"Tee\",\"price\":{\"amount\":\"19.90\",\"currency\":\"EUR\"}}"), 201);
        check(post("/v1/skus/" + sku + "/receipts", "{\"quantity\":" + units + "}"), 200);
        return sku;
    }

    /** A fresh account with a limit of {@code limit} EUR. */
    public String account(String limit) {
        var account = fresh("account");
        check(
                put(
                        "/v1/accounts/" + account,
                        "{\"name\":\"Acme\",\"creditLimit\":{\"amount\":\"" + limit + "\",\"currency\":\"EUR\"}}"),
                201);
        return account;
    }

    /** A guest's order of {@code units} of the SKU; its id. */
    String order(String sku, long units) {
        return check(post("/v1/orders", orderBody(sku, units)), 201).at("/id");
    }

    static String orderBody(String sku, long units) {
        return "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":" + units + "}]}";
    }

    /** A fresh key with these fields beside its name, such as {@code "scopes":["orders:read"]}; the key in plain. */
    public String key(String fields) {
        return check(post("/v1/api-keys", "{\"name\":\"test\"," + fields + "}"), 201)
                .at("/key");
    }

    public static Reply check(Reply reply, int status) {
        if (reply.status() != status) {
            throw new AssertionError("expected " + status + ", was " + reply.status() + ": " + reply.text());
        }
        return reply;
    }
}
