package sluice.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.webhook.AttemptResult.Answered;
import sluice.webhook.AttemptResult.Delivered;
import sluice.webhook.AttemptResult.Failed;
import sluice.webhook.Sender.Delivery;

class SenderTest {

    /** Short, so that what hangs is cut soon; nothing here measures them. */
    private static final SenderSettings SHORT = new SenderSettings(
            Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofMillis(900), Duration.ofSeconds(20), 4_096, 100);

    private static final String BODY = "{\"id\":\"1\",\"name\":\"Škoda\"}";
    private static final SigningSecret SECRET = SigningSecret.random(new SecureRandom());
    private static ActorSystem<Void> system;
    private static TestCertificate certificate;

    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final List<String> lookedUp = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Sender sender = sender("127.0.0.0/29", SenderSettings.STANDARD, noTls());

    @BeforeAll
    static void start() throws Exception {
        var made = new FutureTask<>(() -> new TestCertificate("sink.example.com")); // in a process of its own
        Thread.ofPlatform().start(made);
        system = ActorSystem.create(Behaviors.empty(), "sender");
        certificate = made.get();
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        certificate.close();
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened) {
            one.close();
        }
    }

    @Test
    void delivery_arrivesSigned_asItWasGiven() throws Exception {
        var sink = sink(Sink.answering("HTTP/1.1 204 No Content\r\n\r\n"));
        var result = send(url(sink, "/in?token=a%20b"));
        assertEquals(
                204, assertInstanceOf(Delivered.class, result, result::toString).status());
        var got = sink.received().getFirst();
        assertEquals("POST /in?token=a%20b HTTP/1.1", got.line());
        assertEquals("sink.example.com:" + sink.port(), got.headers().get("host"));
        assertEquals("application/json", got.headers().get("content-type"));
        assertEquals("Sluice", got.headers().get("user-agent"));
        assertEquals(BODY, got.text());
        var headers = new HashMap<String, List<String>>();
        got.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        assertDoesNotThrow(() -> new Webhook(SECRET.text()).verify(got.text(), headers));
    }

    @Test
    void beginningOfTheAnswer_isKept() throws Exception {
        var sink = sink(Sink.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\n dë\r\n0\r\n\r\n"));
        assertEquals(
                "abc dë",
                assertInstanceOf(Delivered.class, send(url(sink, "/"))).excerpt());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 400, 404, 410, 429, 500, 503, 599})
    void anotherStatus_isNoDelivery(int status) throws Exception {
        var sink = sink(Sink.status(status));
        var result = send(url(sink, "/"));
        assertEquals(status, assertInstanceOf(Answered.class, result).status());
        assertEquals(status == 410, result.isGone());
    }

    @Test
    void retryAfter_isTold() throws Exception {
        var sink = sink(Sink.status(429, "Retry-After: 120"));
        assertEquals(Optional.of(Duration.ofMinutes(2)), send(url(sink, "/")).retryAfterAsked());
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        var elsewhere = sink(Sink.status(200));
        var sink = sink(Sink.status(307, "Location: http://127.0.0.1:" + elsewhere.port() + "/"));
        assertEquals(307, assertInstanceOf(Answered.class, send(url(sink, "/"))).status());
        assertEquals(0, elsewhere.connections());
    }

    @Test
    void connection_isKeptForTheSameEndpoint_andForNoOther() throws Exception {
        var sink = sink(Sink.status(200));
        var url = url(sink, "/");
        for (var i = 0; i < 20; i++) {
            assertInstanceOf(Delivered.class, send("one", url));
        }
        assertEquals(1, sink.connections());
        assertEquals(1, sender.keptConnections());
        send("two", url);
        assertEquals(2, sink.connections());
    }

    @Test
    void keptConnection_isCut_whenTheNameMoves() throws Exception {
        var sink = sink(Sink.status(200));
        var url = url(sink, "/");
        send(url);
        names.put("sink.example.com", List.of("127.0.0.2"));
        assertInstanceOf(Delivered.class, send(url));
        assertEquals(2, sink.connections());
        assertEquals(1, sender.keptConnections());
    }

    @Test
    void keptConnection_thatWasClosed_costsNoAttempt() throws Exception {
        var sink = sink(Sink.status(200));
        for (var i = 0; i < 10; i++) {
            assertInstanceOf(Delivered.class, send(url(sink, "/")));
            sink.closeConnections(); // perhaps noticed before the next one, perhaps only by it
        }
        assertEquals(10, sink.connections());
        assertEquals(10, sink.received().size());
    }

    @Test
    void connectionThatIsToBeClosed_isNotKept() throws Exception {
        var sink = sink(Sink.status(200, "Connection: close"));
        send(url(sink, "/"));
        assertEquals(0, sender.keptConnections());
    }

    @Test
    void closedWithoutAnAnswer_isAFailure_andIsNotRepeated() throws Exception {
        var sink = sink((request, out) -> {
            throw new IOException("no answer");
        });
        assertFailed("connection failed", send(url(sink, "/")));
        assertEquals(1, sink.received().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"garbage\r\n\r\n", "HTTP/1.1 999999 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"})
    void garbage_isAFailure(String answer) throws Exception {
        var sink = sink((request, out) -> {
            out.write(answer.getBytes(UTF_8));
            out.flush();
            throw new IOException("enough");
        });
        assertInstanceOf(Failed.class, send(url(sink, "/")));
    }

    @Test
    void silentEndpoint_isCut() throws Exception {
        sender = sender("127.0.0.0/29", SHORT, noTls());
        var sink = sink((request, out) -> Thread.sleep(Duration.ofMinutes(1)));
        assertFailed("no answer within", send(url(sink, "/")));
    }

    @Test
    void headThatDrips_isCut() throws Exception {
        sender = sender("127.0.0.0/29", SHORT, noTls());
        var sink = sink((request, out) -> drip(out, "HTTP/1.1 200 OK\r\nX-Slow: ", "a"));
        assertFailed("no answer within", send(url(sink, "/")));
        await().until(() -> sink.cut() == 1);
    }

    @Test
    void bodyThatDrips_isCut() throws Exception {
        sender = sender("127.0.0.0/29", SHORT, noTls());
        var sink = sink((request, out) -> drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "a"));
        assertFailed("did not end within", send(url(sink, "/")));
        await().until(() -> sink.cut() == 1);
    }

    private static void drip(OutputStream out, String begin, String drop) throws IOException, InterruptedException {
        out.write(begin.getBytes(UTF_8));
        while (true) {
            out.write(drop.getBytes(UTF_8));
            out.flush();
            Thread.sleep(50);
        }
    }

    @Test
    void bodyWithoutEnd_isCut_afterWhatIsKeptOfIt() throws Exception {
        var sink = sink((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n".getBytes(UTF_8));
            while (true) {
                out.write("x".repeat(1_000).getBytes(UTF_8));
            }
        });
        assertEquals(
                "x".repeat(4_096),
                assertInstanceOf(Delivered.class, send(url(sink, "/"))).excerpt());
        await().until(() -> sink.cut() == 1);
        assertEquals(0, sender.keptConnections());
    }

    @Test
    void nobodyThere_isAFailure_thatTellsNoAddress() throws Exception {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        names.put("sink.example.com", List.of("127.0.0.1"));
        var failed = assertFailed("connection failed", send("http://sink.example.com:" + port + "/"));
        assertFalse(failed.reason().contains("127"));
    }

    @Test
    void nextAddress_isTried_whereNobodyAnswersAtTheFirst() throws Exception {
        var sink = new Sink(new ServerSocket(0, 10, address("127.0.0.2")), Sink.status(200));
        opened.add(sink);
        names.put("sink.example.com", List.of("127.0.0.1", "127.0.0.2"));
        assertInstanceOf(Delivered.class, send("http://sink.example.com:" + sink.port() + "/"));
    }

    @Test
    void manyThatHang_keepNobodyWaiting() throws Exception {
        var hung = new CountDownLatch(100);
        var silent = sink((request, out) -> {
            hung.countDown();
            Thread.sleep(Duration.ofMinutes(1));
        });
        var healthy = sink(Sink.status(200));
        var waiting = new ArrayList<CompletionStage<AttemptResult>>();
        for (var i = 0; i < 100; i++) {
            waiting.add(sender.send(delivery("same", url(silent, "/"))));
        }
        assertTrue(hung.await(10, TimeUnit.SECONDS));
        assertInstanceOf(Delivered.class, send("same", url(healthy, "/")));
        assertTrue(waiting.stream().noneMatch(one -> one.toCompletableFuture().isDone()));
        silent.close();
    }

    @Test
    void connectionThatIsKeptAgainAndAgain_remembersTheLastWhoKeptIt() throws Exception {
        var target = new Target("sink.example.com", sink(Sink.status(200)).port(), false, "/", true, false);
        var connection =
                Connection.open(target, address("127.0.0.1"), noTls(), SenderSettings.STANDARD, system.classicSystem());
        var told = new ConcurrentLinkedQueue<Integer>();
        IntStream.range(0, 10_000).forEach(time -> connection.whenClosed(() -> told.add(time)));
        connection.cut();
        await().until(() -> !told.isEmpty());
        assertEquals(List.of(9_999), List.copyOf(told));
    }

    // Where it may not go

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.9", "10.0.0.1", "::1", "169.254.169.254", "127.0.0.1,127.0.0.9"})
    void nameThatMovedToAForbiddenAddress_isNotConnectedTo(String addresses) throws Exception {
        var sink = sink(Sink.status(200));
        var url = url(sink, "/");
        assertInstanceOf(Delivered.class, send(url));
        var before = sink.connections();
        names.put("sink.example.com", List.of(addresses.split(",", -1)));
        var failed = assertFailed("not public", send(url));
        assertFalse(failed.reason().contains("127"), failed.reason());
        assertEquals(before, sink.connections());
        assertEquals(1, sink.received().size());
    }

    @Test
    void nameThatAnswersDifferentlyEachTime_isLookedUpOnce_andConnectedToWhereItWasJudged() throws Exception {
        var forbidden = new Sink(new ServerSocket(0, 10, address("127.0.0.9")), Sink.status(200));
        opened.add(forbidden);
        var sink = new Sink(new ServerSocket(forbidden.port(), 10, address("127.0.0.1")), Sink.status(200));
        opened.add(sink);
        var turn = new int[1];
        sender = new Sender(
                TargetRules.allowing("127.0.0.0/29"),
                host -> CompletableFuture.completedStage(
                        List.of(address(turn[0]++ % 2 == 0 ? "127.0.0.1" : "127.0.0.9"))),
                SenderSettings.STANDARD,
                noTls(),
                system);
        for (var i = 0; i < 10; i++) {
            var result = send("http://rebind.example.com:" + sink.port() + "/");
            assertEquals(i % 2 == 0, result.isDelivered());
        }
        assertEquals(10, turn[0]);
        assertEquals(0, forbidden.connections());
    }

    @Test
    void urlThatIsNotAcceptableAnyMore_isNotEvenLookedUp() throws Exception {
        var sink = sink(Sink.status(200));
        sender = sender("", SenderSettings.STANDARD, noTls());
        assertFailed("must begin with https://", send(url(sink, "/")));
        assertEquals(List.of(), lookedUp);
    }

    @Test
    void nameThatNobodyKnows_isAFailure() throws Exception {
        assertFailed("no address", send("https://nowhere.example.com/"));
    }

    @Test
    void nameServerThatIsSilent_isNotWaitedForLonger() throws Exception {
        sender = new Sender(TargetRules.allowing(""), host -> new CompletableFuture<>(), SHORT, noTls(), system);
        assertFailed("no answer within", send("https://hooks.example.com/"));
    }

    // TLS

    @Test
    void name_isAskedForAndVerified_thoughTheAddressIsConnectedTo() throws Exception {
        var sink = new Sink(certificate.serverSocket(), Sink.status(200));
        opened.add(sink);
        names.put("sink.example.com", List.of("127.0.0.1"));
        sender = sender("127.0.0.0/29", SenderSettings.STANDARD, certificate.trusting());
        assertInstanceOf(Delivered.class, send("https://sink.example.com:" + sink.port() + "/"));
        assertInstanceOf(Delivered.class, send("https://sink.example.com:" + sink.port() + "/"));
        assertEquals(List.of("sink.example.com"), certificate.namesAskedFor());
        assertEquals(1, sink.connections());
    }

    @Test
    void certificateForAnotherName_isRefused_beforeAnythingIsSent() throws Exception {
        var sink = new Sink(certificate.serverSocket(), Sink.status(200));
        opened.add(sink);
        names.put("other.example.com", List.of("127.0.0.1"));
        sender = sender("127.0.0.0/29", SenderSettings.STANDARD, certificate.trusting());
        assertFailed("TLS", send("https://other.example.com:" + sink.port() + "/"));
        assertFailed("TLS", send("https://127.0.0.1:" + sink.port() + "/"));
        assertEquals(List.of(), sink.received());
    }

    @Test
    void certificateThatNobodyVouchesFor_isRefused() throws Exception {
        var sink = new Sink(certificate.serverSocket(), Sink.status(200));
        opened.add(sink);
        names.put("sink.example.com", List.of("127.0.0.1"));
        sender = sender("127.0.0.0/29", SenderSettings.STANDARD, SSLContext.getDefault());
        assertFailed("TLS", send("https://sink.example.com:" + sink.port() + "/"));
        assertEquals(List.of(), sink.received());
    }

    private Sink sink(Sink.Behaviour behaviour) throws IOException {
        var sink = Sink.listening(behaviour);
        opened.add(sink);
        return sink;
    }

    private String url(Sink sink, String path) {
        names.put("sink.example.com", List.of("127.0.0.1"));
        return "http://sink.example.com:" + sink.port() + path;
    }

    private Sender sender(String allowed, SenderSettings settings, SSLContext tls) {
        return new Sender(TargetRules.allowing(allowed), this::lookUp, settings, tls, system);
    }

    private CompletionStage<List<InetAddress>> lookUp(String host) {
        lookedUp.add(host);
        return CompletableFuture.completedStage(names.getOrDefault(host, List.of()).stream()
                .map(SenderTest::address)
                .toList());
    }

    private static InetAddress address(String text) {
        return AddressRange.address(text).orElseThrow();
    }

    private static SSLContext noTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private AttemptResult send(String url) throws Exception {
        return send("endpoint", url);
    }

    private AttemptResult send(String endpoint, String url) throws Exception {
        return sender.send(delivery(endpoint, url)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Delivery delivery(String endpoint, String url) {
        return new Delivery(
                endpoint, url, BODY, Signature.of("event-1", Instant.now(), BODY.getBytes(UTF_8), List.of(SECRET)));
    }

    private static Failed assertFailed(String reason, AttemptResult result) {
        var failed = assertInstanceOf(Failed.class, result);
        assertTrue(failed.reason().contains(reason), failed::reason);
        return failed;
    }
}
