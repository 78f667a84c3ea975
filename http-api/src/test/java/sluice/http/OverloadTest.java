package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.key.ApiKey;
import sluice.key.Scope;
import sluice.node.HttpSettings;

/** A server that carries out two requests at once, each for as long as the test likes. */
final class OverloadTest {

    private static final int MAX_IN_FLIGHT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "overload",
            ConfigFactory.parseString("pekko.actor.provider = local, sluice.http.max-in-flight = " + MAX_IN_FLIGHT)
                    .withFallback(ConfigFactory.load()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<Answer> done = new CompletableFuture<>();
    private int port;

    @BeforeEach
    void bind() {
        var operations = List.of(
                Operation.post("held", Scope.ORDERS_WRITE, "/held", in -> {
                    var unused = in.body();
                    return () -> done;
                }),
                Operation.post("broken", Scope.ORDERS_WRITE, "/broken", in -> {
                    throw new IllegalStateException("a bug");
                }));
        port = Server.bind(
                        system,
                        operations,
                        key -> Optional.of(ApiKey.unlimited("any")),
                        meters,
                        ServerSettings.read(system.settings().config()),
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
    }

    @AfterEach
    void stop() {
        done.complete(Answer.Resource.ok(Map.of()));
        system.terminate();
        client.close();
    }

    @Test
    void moreThanTheLimit_areRefusedUnread_andServedAgainWhenThereIsRoom() throws Exception {
        var held = hold(MAX_IN_FLIGHT);

        var refused = ask("/held", "this is no JSON").join();
        assertEquals(503, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(refused.body().contains("\"type\":\"/problems/overloaded\""), refused.body());
        assertTrue(refused.body().contains("\"outcome\":\"none\""), refused.body());
        assertEquals(1, meters.get("sluice.http.overloaded").counter().count());

        done.complete(Answer.Resource.ok(Map.of()));
        for (var each : held) {
            assertEquals(200, each.join().statusCode());
        }
        awaitInFlight(0);
        assertEquals(200, ask("/held", "{}").join().statusCode());
    }

    @Test
    void requestsThatFail_leaveTheirPlace() {
        for (int i = 0; i <= MAX_IN_FLIGHT; i++) {
            assertEquals(500, ask("/broken", "{}").join().statusCode());
        }
        awaitInFlight(0);
    }

    @Test
    void bodiesThatAreSlowToArrive_takeNobodysPlace() throws Exception {
        var slow = new ArrayList<Socket>();
        for (int i = 0; i <= MAX_IN_FLIGHT; i++) {
            slow.add(connect());
            send(slow.get(i), head(100) + "{");
        }
        try {
            var held = hold(MAX_IN_FLIGHT);
            done.complete(Answer.Resource.ok(Map.of()));
            for (var each : held) {
                assertEquals(200, each.join().statusCode());
            }
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatArrivesWhenThereIsNoMoreRoom_isRefused() throws Exception {
        try (var late = connect()) {
            send(late, head(2) + "{");
            var unused = hold(MAX_IN_FLIGHT);
            send(late, "}");
            var answer = new byte[12];
            assertEquals(answer.length, late.getInputStream().readNBytes(answer, 0, answer.length));
            assertEquals("HTTP/1.1 503", new String(answer, StandardCharsets.US_ASCII));
            assertEquals(1, meters.get("sluice.http.overloaded").counter().count());
        }
    }

    /** Has so many requests carried out at once, until the test is done with them. */
    private List<CompletableFuture<HttpResponse<String>>> hold(int count) {
        var held = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < count; i++) {
            held.add(ask("/held", "{}"));
        }
        awaitInFlight(count);
        return held;
    }

    private void awaitInFlight(int count) {
        await().atMost(PATIENCE)
                .until(() -> meters.get("sluice.http.in.flight").gauge().value() == count);
    }

    private CompletableFuture<HttpResponse<String>> ask(String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer k")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String head(int length) {
        return "POST /held HTTP/1.1\r\n"
                + "Host: x\r\n"
                + "Authorization: Bearer k\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: "
                + length + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
