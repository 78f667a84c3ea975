package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sluice.http.Answer.Resource;
import sluice.http.TestApi.Reply;
import sluice.key.ApiKey;
import sluice.key.Rate;
import sluice.key.Scope;
import sluice.node.HttpSettings;

/** What a key is told, and refused, under a rate: over HTTP, on a node with everything. */
class RateLimitsTest {

    private static final String POLICY = "RateLimit-Policy";
    private static final String LIMIT = "RateLimit";

    private final TestApi all = TestApi.running();
    private final String name = TestApi.fresh("rated");

    /** The API as a key sees it that has this rate and no scope but {@code scopes}. */
    private TestApi under(Rate rate, Scope... scopes) {
        var allowed = scopes.length == 0 ? EnumSet.allOf(Scope.class) : EnumSet.of(scopes[0], scopes);
        return all.servedTo(presented -> presented.equals(TestApi.KEY)
                ? Optional.of(new ApiKey(name, allowed, null, null, null, rate))
                : Optional.empty());
    }

    /** As {@link #under}, once the key's owner is at work: until then the rate is held to without it. */
    private TestApi warm(Rate rate, Scope... scopes) {
        var api = under(rate, scopes);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> api.get("/")
                        .header(LIMIT)
                        .filter(("\"key\";r=" + (rate.burst() - 1) + ";t=1")::equals)
                        .isPresent());
        return api;
    }

    @Test
    void everyAnswer_tellsTheRateAndWhatIsLeft() {
        var api = warm(new Rate(3, 1_000, 10), Scope.ORDERS_READ);
        var replies = List.of(
                api.get("/nowhere"),
                api.post("/v1/orders/x/events", "{}"),
                api.put("/v1/skus/x", "{}"),
                api.get("/v1/orders/" + TestApi.fresh("none")));
        assertEquals(
                List.of(404, 405, 403, 404), replies.stream().map(Reply::status).toList());
        long before = 1_000;
        for (var reply : replies) {
            assertEquals("\"key\";q=1000;w=334", reply.header(POLICY).orElseThrow());
            long left = left(reply);
            assertTrue(left < 1_000 && left >= before - 4, before + ", then " + left);
            assertTrue(reply.header(LIMIT).orElseThrow().endsWith(";t=1"));
            assertTrue(reply.header("Retry-After").isEmpty());
            before = left;
        }
    }

    @Test
    void withoutARate_nothingIsTold() {
        var unknown = all.get("/v1/orders/x", "Authorization", "Bearer nobody");
        for (var reply : List.of(unknown, all.get("/nowhere"), all.get("/problems/rate-limited"))) {
            assertTrue(reply.header(POLICY).isEmpty() && reply.header(LIMIT).isEmpty(), reply.toString());
        }
        assertTrue(
                under(new Rate(1, 1, 1))
                        .get("/problems/rate-limited")
                        .header(LIMIT)
                        .isEmpty(),
                "needs no key");
    }

    @Test
    void beyondTheBurst_isRefused_andPassesWhenTold() {
        var sku = all.sku(10);
        var api = warm(new Rate(1, 3, 10));
        Reply last = api.get("/");
        for (int i = 0; i < 4 && last.status() != 429; i++) {
            last = api.post("/v1/orders", TestApi.orderBody(sku, 1));
        }
        TestApi.check(last, 429);
        assertEquals("/problems/rate-limited", last.at("/type"));
        assertEquals("\"key\";q=3;w=3", last.header(POLICY).orElseThrow());
        assertEquals("1", last.header("Retry-After").orElseThrow());
        assertEquals("\"key\";r=0;t=1", last.header(LIMIT).orElseThrow());
        var before = all.get("/v1/skus/" + sku + "/stock").json();
        TestApi.check(api.post("/v1/orders", TestApi.orderBody(sku, 1)), 429);
        assertEquals(before, all.get("/v1/skus/" + sku + "/stock").json());
        waitFor(last);
        TestApi.check(api.post("/v1/orders", TestApi.orderBody(sku, 1)), 201);
    }

    @Test
    void bulk_countsByItsOrders_allOrNone() {
        var sku = all.sku(100);
        var api = warm(new Rate(2, 12, 10));
        var first = TestApi.check(api.post("/v1/orders/bulk", bulk(sku, 8)), 200);
        assertTrue(left(first) <= 4, first.header(LIMIT)::orElseThrow);
        var available = all.get("/v1/skus/" + sku + "/stock").json();
        var refused = TestApi.check(api.post("/v1/orders/bulk", bulk(sku, 8)), 429);
        assertEquals("/problems/rate-limited", refused.at("/type"));
        assertTrue(refused.at("/detail").contains("counts as 8"), refused.text());
        assertTrue(Long.parseLong(refused.header("Retry-After").orElseThrow()) <= 4);
        assertEquals(available, all.get("/v1/skus/" + sku + "/stock").json());
        waitFor(refused);
        TestApi.check(api.post("/v1/orders/bulk", bulk(sku, 8)), 200);
    }

    @Test
    void bulk_thatCouldNeverPass_isToldSo() {
        var api = warm(new Rate(2, 12, 10));
        var refused = TestApi.check(api.post("/v1/orders/bulk", bulk("none", 13)), 400);
        assertEquals("/orders", refused.at("/errors/0/pointer"));
        assertTrue(refused.at("/errors/0/detail").contains("at most 12 elements"), refused.text());
        assertTrue(left(refused) >= 10, "costs no more than one request");
    }

    @Test
    void moreAtOnceThanAllowed_isRefused() {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "at-once",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
        try {
            var held = new CompletableFuture<Answer>();
            var meters = new SimpleMeterRegistry();
            var operations = List.of(Operation.get("held", Scope.ORDERS_READ, "/held", in -> () -> held));
            var port = Server.bind(
                            system,
                            operations,
                            presented -> Optional.of(new ApiKey(
                                    presented,
                                    EnumSet.allOf(Scope.class),
                                    null,
                                    null,
                                    null,
                                    new Rate(1_000, 1_000, 2))),
                            meters,
                            ServerSettings.read(system.settings().config()),
                            new HttpSettings("127.0.0.1", 0))
                    .toCompletableFuture()
                    .join()
                    .localAddress()
                    .getPort();
            var running = new ArrayList<Flood>();
            for (int i = 0; i < 2; i++) {
                running.add(Flood.once(port, "/held", "one"));
            }
            Awaitility.await()
                    .until(() -> meters.get("sluice.http.in.flight").gauge().value() == 2);
            var refused = Flood.once(port, "/held", "one").answers().getFirst();
            assertEquals(429, refused.status());
            assertEquals(1, refused.header("retry-after"));
            assertTrue(
                    String.valueOf(refused.headers().get("ratelimit")).matches("\"key\";r=99[89];t=1"),
                    refused::toString);
            assertEquals(
                    1,
                    meters.get("sluice.http.rate.limited")
                            .tag("limit", "concurrency")
                            .counter()
                            .count());
            running.add(Flood.once(port, "/held", "another"));
            Awaitility.await()
                    .until(() -> meters.get("sluice.http.in.flight").gauge().value() == 3);
            held.complete(Resource.ok(Map.of()));
            for (var each : running) {
                assertEquals(200, each.answers().getFirst().status());
            }
            assertEquals(
                    200, Flood.once(port, "/held", "one").answers().getFirst().status());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            system.terminate();
        }
    }

    private static long left(Reply reply) {
        var limit = reply.header(LIMIT).orElseThrow();
        return Long.parseLong(limit.substring("\"key\";r=".length(), limit.lastIndexOf(';')));
    }

    private static void waitFor(Reply refused) {
        long until = System.nanoTime()
                + Duration.ofSeconds(
                                Long.parseLong(refused.header("Retry-After").orElseThrow()))
                        .toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static String bulk(String sku, int orders) {
        var order = TestApi.orderBody(sku, 1);
        return "{\"orders\":[" + String.join(",", Collections.nCopies(orders, order)) + "]}";
    }
}
