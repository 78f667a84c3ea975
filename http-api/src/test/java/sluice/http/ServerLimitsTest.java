package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import sluice.key.ApiKey;
import sluice.key.Scope;
import sluice.node.HttpSettings;

/** A server with short limits and operations that misbehave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerLimitsTest {

    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration HEAD = Duration.ofSeconds(1);
    private static final int MAX_CONNECTIONS = 8;
    private static final int LARGE = 32 << 20; // more than sender and receiver of the system's buffer
    private static final String SECRET = "do-not-tell";

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "limits",
            ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeAll
    void bind() {
        var usual = ServerSettings.read(system.settings().config());
        var pekko = org.apache.pekko.http.javadsl.settings.ServerSettings.create(ConfigFactory.parseString(
                        "pekko.http.server { idle-timeout = %ds, linger-timeout = 1s, max-connections = %d }"
                                .formatted(IDLE.toSeconds(), MAX_CONNECTIONS))
                .withFallback(ConfigFactory.parseResources("sluice/http/server.conf"))
                .withFallback(system.settings().config())
                .resolve());
        var settings = new ServerSettings(
                usual.maxInFlight(),
                usual.refusalsPerSecond(),
                usual.maxStreams(),
                usual.maxStreamsPerKey(),
                IDLE.dividedBy(2),
                usual.bodyLimitBytes(),
                usual.bulkBodyLimitBytes(),
                usual.discardLimitBytes(),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                HEAD,
                Duration.ofMillis(100),
                IDLE,
                usual.accessLog(),
                usual.slowRequest(),
                IDLE,
                pekko);
        var operations = List.of(
                Operation.get("hangReading", Scope.ORDERS_READ, "/hang", in -> CompletableFuture::new),
                Operation.get(
                        "readMuch",
                        Scope.ORDERS_READ,
                        "/large",
                        in -> () -> CompletableFuture.completedStage(Answer.Resource.ok("x".repeat(LARGE)))),
                Operation.post("hang", Scope.ORDERS_WRITE, "/hang", in -> CompletableFuture::new),
                Operation.post("throw", Scope.ORDERS_WRITE, "/throw", in -> {
                    throw new IllegalStateException(SECRET);
                }),
                Operation.post(
                        "fail",
                        Scope.ORDERS_WRITE,
                        "/fail",
                        in -> () -> CompletableFuture.failedFuture(new IllegalStateException(SECRET))));
        ServerBinding binding = Server.bind(
                        system,
                        operations,
                        key -> Optional.of(ApiKey.unlimited("any")),
                        meters,
                        settings,
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join();
        port = binding.localAddress().getPort();
    }

    @AfterAll
    void stop() {
        system.terminate();
        client.close();
    }

    @Test
    void aCommandThatTakesTooLong_hasAnUnknownOutcome() throws Exception {
        var reply = ask("POST", "/hang");
        assertEquals(503, reply.statusCode());
        assertTrue(reply.body().contains("\"type\":\"/problems/outcome-unknown\""), reply.body());
        assertTrue(reply.body().contains("\"outcome\":\"unknown\""), reply.body());
        assertEquals("1", reply.headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void aReadThatTakesTooLong_changedNothing() throws Exception {
        var reply = ask("GET", "/hang");
        assertEquals(503, reply.statusCode());
        assertTrue(reply.body().contains("\"outcome\":\"none\""), reply.body());
    }

    @Test
    void aFault_isAProblemWithoutInternals_andIsCounted() throws Exception {
        for (var path : List.of("/throw", "/fail")) {
            var reply = ask("POST", path);
            assertEquals(500, reply.statusCode());
            assertEquals(
                    "application/problem+json",
                    reply.headers().firstValue("Content-Type").orElseThrow());
            assertFalse(reply.body().contains(SECRET), reply.body());
            assertEquals(
                    1,
                    meters.get("sluice.http.requests")
                            .tags("method", "POST", "route", path, "status", "500")
                            .timer()
                            .count());
        }
    }

    @Test
    void aBodyThatTrickles_isCut() throws IOException {
        try (var socket = connect()) {
            send(
                    socket,
                    "POST /hang HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
            var answer = everything(socket);
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("/problems/request-timeout"), answer);
        }
    }

    @Test
    void headersThatTrickle_areCut() throws Exception {
        try (var socket = connect()) {
            send(socket, "GET /hang HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            long began = System.nanoTime();
            var trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.interrupted()) {
                        send(socket, "a");
                        LockSupport.parkNanos(100_000_000);
                    }
                } catch (IOException cut) {
                    // That is what is wanted.
                }
            });
            assertEquals("", everything(socket));
            assertTrue(System.nanoTime() - began < IDLE.multipliedBy(4).toNanos());
            trickle.interrupt();
            trickle.join();
        }
    }

    @Test
    void anAnswerThatIsHardlyRead_isCut_andHoldsNoPlace() throws Exception {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            send(socket, "GET /large HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\n\r\n");
            assertEquals('H', socket.getInputStream().read());
            assertEquals(0, meters.get("sluice.http.in.flight").gauge().value());
            long began = System.nanoTime();
            assertThrows(IOException.class, () -> {
                while (System.nanoTime() - began < IDLE.multipliedBy(10).toNanos()) {
                    assertTrue(socket.getInputStream().read() >= 0);
                    send(socket, "\r\n"); // fails when the other side is gone
                    LockSupport.parkNanos(50_000_000);
                }
            });
            assertTrue(System.nanoTime() - began > IDLE.dividedBy(2).toNanos());
        }
    }

    @Test
    void connectionsThatBringNoRequest_areCut_andSoonerWhenThereAreMany() throws Exception {
        try (var silent = connect()) {
            long began = System.nanoTime();
            assertEquals("", everything(silent));
            long waited = System.nanoTime() - began;
            assertTrue(waited > HEAD.dividedBy(2).toNanos() && waited < IDLE.toNanos(), waited + " ns");
        }
        var crowd = new ArrayList<Socket>();
        try {
            for (int i = 0; i < MAX_CONNECTIONS * 3 / 4; i++) { // each with a request, so that it stays
                crowd.add(connect());
                send(crowd.get(i), "GET /problems HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals('H', crowd.get(i).getInputStream().read());
            }
            try (var silent = connect()) {
                long began = System.nanoTime();
                assertEquals("", everything(silent));
                assertTrue(System.nanoTime() - began < HEAD.toNanos() * 3 / 4);
            }
        } finally {
            for (var socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void requestsThatAreNoHttp_areProblems() throws IOException {
        for (var request : List.of(
                "nonsense in a line\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(100) + "\r\n")) {
            try (var socket = connect()) {
                send(socket, request);
                var answer = everything(socket);
                assertTrue(answer.contains("Content-Type: application/problem+json"), request + answer);
                assertTrue(answer.contains("X-Request-Id: "), request + answer);
                assertTrue(answer.contains("X-Content-Type-Options: nosniff"), request + answer);
            }
        }
    }

    @Test
    void settings_thatWouldCutARunningRequest_areRefused() {
        var config = ConfigFactory.parseString("sluice.http.idle-timeout = 20s")
                .withFallback(system.settings().config());
        var refused = assertThrows(IllegalArgumentException.class, () -> ServerSettings.read(config));
        assertTrue(String.valueOf(refused.getMessage()).contains("sluice.http.idle-timeout"));
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer k")
                .method(method, BodyPublishers.noBody());
        var reply = client.send(request.build(), BodyHandlers.ofString());
        var type = reply.headers().firstValue("Content-Type").orElse("none");
        ContractWatch.checkedProblem(reply.statusCode(), type, reply.body());
        return reply;
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All that comes until the server closes. */
    private static String everything(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return ""; // closed while more was on the way to it
        }
    }
}
