package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import sluice.event.EventBody;
import sluice.event.EventId;
import sluice.event.EventType;
import sluice.event.NewEvent;
import sluice.event.OutgoingEvents;
import sluice.http.EventClient.Block;
import sluice.key.ApiKey;
import sluice.key.Scope;
import sluice.node.HttpSettings;
import sluice.value.AccountId;

/** The stream of events, as a client has it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStreamTest {

    private static final Duration HEARTBEAT = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ALL = "all";
    private static final int MOST_PER_KEY = 3;
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final TestApi api = TestApi.running();
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ActorSystem<Void> system = system();
    private final String url = serve(system);

    private static ActorSystem<Void> system() {
        return ActorSystem.create(
                Behaviors.empty(),
                "streams",
                ConfigFactory.parseString("""
                    pekko.actor.provider = local
                    sluice.http { max-streams-per-key = %d, idle-timeout = %ds, body-timeout = 100ms, deadline = 1s,
                                  stream-heartbeat = 1s }
                    """.formatted(MOST_PER_KEY, IDLE.toSeconds()))
                        .withFallback(ConfigFactory.load()));
    }

    /** Serves at another address, which is returned, and to the keys of this test. */
    private String serve(ActorSystem<Void> by) {
        keys.put(ALL, ApiKey.unlimited(ALL));
        var binding = Server.bind(
                        by,
                        Server.operations(api.engine(), api.desk(), api.events(), null, HEARTBEAT),
                        presented -> Optional.ofNullable(keys.get(presented)),
                        meters,
                        ServerSettings.read(by.settings().config()),
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join();
        return "http://127.0.0.1:" + binding.localAddress().getPort();
    }

    @AfterAll
    void stop() {
        system.terminate();
    }

    private String key(String name, Set<Scope> scopes, String account) {
        keys.put(name, new ApiKey(name, scopes, account.isEmpty() ? null : new AccountId(account), null, null, null));
        return name;
    }

    private long last() {
        return api.events().reader().last().toCompletableFuture().join();
    }

    private String orderOf(String account) {
        var body = TestApi.orderBody(api.sku(100), 3).replaceFirst("\\{", "{\"accountId\":\"" + account + "\",");
        return check(api.post("/v1/orders", body), 201).at("/id");
    }

    /** An order of three units that is shipped in two parts and delivered. */
    private String delivered(String account) {
        var order = orderOf(account);
        for (var step : List.of(
                "/confirm",
                "/release",
                "/shipments {\"lines\":[{\"line\":1,\"quantity\":1}]}",
                "/shipments {}",
                "/deliver")) {
            var parts = step.split(" ", 2);
            check(api.post("/v1/orders/" + order + parts[0], parts.length == 1 ? "{}" : parts[1]), 200);
        }
        return order;
    }

    @Test
    void theLifeOfAnOrder_isTold_asTheContractSays() throws InterruptedException {
        var schema = Contract.served()
                .operation("streamEvents")
                .node()
                .at("/responses/200/content")
                .path("text/event-stream")
                .path("x-event");
        try (var client = EventClient.open(url, ALL, "")) {
            assertEquals(200, client.status());
            var account = api.account("1000.00");
            var order = delivered(account);
            var told = new ArrayList<String>();
            var invoices = 0;
            var kinds = new HashSet<String>();
            while (!told.contains("order.delivered") || invoices < 2) {
                var event = client.nextEvent();
                assertEquals(List.of(), Contract.served().strictFaults(schema, event.dataText()), event.dataText());
                var json = Contract.json(event.dataText());
                kinds.add(json.path("type").asString());
                assertEquals(event.type(), json.path("type").asString());
                if (json.at("/data/order/id").asString("").equals(order)) {
                    told.add(json.path("type").asString());
                    if (json.path("type").asString().equals("order.status_changed")) {
                        told.add(json.at("/data/previousStatus").asString() + " "
                                + json.at("/data/order/status").asString());
                    }
                }
                if (json.at("/data/invoice/orderId").asString("").equals(order)) {
                    invoices++;
                }
            }
            assertEquals(
                    List.of(
                            "order.created",
                            "order.status_changed",
                            "SUBMITTED CONFIRMED",
                            "order.confirmed",
                            "order.status_changed",
                            "CONFIRMED PROCESSING",
                            "order.processing",
                            "shipment.created",
                            "shipment.created",
                            "order.status_changed",
                            "PROCESSING SHIPPED",
                            "order.shipped",
                            "order.status_changed",
                            "SHIPPED DELIVERED",
                            "order.delivered"),
                    told);
            assertTrue(kinds.containsAll(Set.of("customer.created", "product.updated", "stock.adjusted")), "" + kinds);
        }
    }

    @Test
    void filters_letThroughWhatTheySay_fromAnyPosition() throws InterruptedException {
        long before = last();
        var account = api.account("1000.00");
        delivered(account);
        awaitTold("order.delivered", account, before);
        var all = EventClient.all(url, ALL, "?follow=false&accountId=" + account + "&after=" + before);
        assertEquals(
                List.of("shipment.created", "shipment.created", "order.shipped"),
                types(EventClient.all(
                        url,
                        ALL,
                        "?types=shipment.*,order.shipped&follow=false&accountId=" + account + "&after=" + before)));
        for (int index = 0; index < all.size(); index++) {
            var rest = EventClient.all(
                    url,
                    ALL,
                    "?follow=false&accountId=" + account,
                    "Last-Event-ID",
                    "" + all.get(index).id());
            assertEquals(all.subList(index + 1, all.size()), rest);
        }
        assertTrue(EventClient.all(url, ALL, "?follow=false&after=0&accountId=" + TestApi.fresh("nobody"))
                .isEmpty());
    }

    private static List<String> types(List<Block> events) {
        return events.stream().map(event -> String.valueOf(event.type())).toList();
    }

    private void awaitTold(String type, String account, long after) throws InterruptedException {
        try (var client = EventClient.open(url, ALL, "?types=" + type + "&accountId=" + account + "&after=" + after)) {
            client.nextEvent();
        }
    }

    @Test
    void aBoundKey_isToldWhatIsItsAccounts_andAKeyWithoutAScope_nothingOfThat() throws InterruptedException {
        long before = last();
        var mine = api.account("1000.00");
        var theirs = api.account("1000.00");
        delivered(theirs);
        var order = orderOf(mine);
        awaitTold("order.created", mine, before);
        var bound = key("bound", EnumSet.allOf(Scope.class), mine);
        var told = EventClient.all(url, bound, "?follow=false&after=" + before);
        assertEquals(List.of("customer.created", "order.created"), types(told));
        assertTrue(told.getLast().dataText().contains(order));
        assertTrue(EventClient.all(url, bound, "?follow=false&after=" + before + "&accountId=" + theirs)
                .isEmpty());

        var orders = key("orders", EnumSet.of(Scope.ORDERS_READ), "");
        for (var event : EventClient.all(url, orders, "?follow=false&after=" + before)) {
            assertTrue(String.valueOf(event.type()).matches("(order|shipment)\\..*"), event.type());
        }
        for (var types : List.of("stock.adjusted", "product.*", "order.*,customer.created", "invoice.*")) {
            Problems.expect(EventClient.refusal(url, orders, "?types=" + types), 403, "missing-scope");
        }
    }

    @Test
    void aQuietStream_says_thatItIsAlive_andUpToWhereNothingWas_forLongerThanAConnectionMayBeIdle()
            throws InterruptedException {
        try (var client = EventClient.open(url, ALL, "?types=order.cancelled&accountId=" + TestApi.fresh("x"))) {
            long begin = client.next(block -> block.id() >= 0, SOON).id();
            api.account("1.00"); // not wanted, but passed
            long deadline = System.nanoTime() + IDLE.plusMillis(1_500).toNanos();
            int beats = 0;
            long through = begin;
            while (System.nanoTime() < deadline) {
                var beat = client.next(block -> true, SOON);
                assertTrue(beat.comment() && !beat.isEvent() && beat.id() >= through, "" + beat);
                through = beat.id();
                beats++;
            }
            assertTrue(beats >= 4, beats + " heartbeats");
            assertTrue(through > begin);
            assertFalse(client.wasCut());
        }
    }

    @Test
    void aStreamOfAKeyThatIsRevoked_ends() throws InterruptedException {
        var revoked = key("revoked", EnumSet.allOf(Scope.class), "");
        var other = key("other", EnumSet.allOf(Scope.class), "");
        try (var client = EventClient.open(url, revoked, "");
                var goesOn = EventClient.open(url, other, "")) {
            client.next(block -> block.id() >= 0, SOON);
            keys.remove(revoked);
            client.next(Block::end, Duration.ofSeconds(5));
            assertEquals(401, EventClient.refusal(url, revoked, "").status());
            assertFalse(goesOn.taken().stream().anyMatch(Block::end));
        }
    }

    @Test
    void whenTheNodeStops_itsStreamsEnd_andAreNotCut() throws InterruptedException {
        var stopping = system();
        try (var client = EventClient.open(serve(stopping), ALL, "")) {
            client.next(block -> block.id() >= 0, SOON);
            stopping.terminate();
            client.next(Block::end, SOON);
            assertFalse(client.wasCut());
        }
    }

    /** Its end would say that there is no more. */
    @Test
    void aStreamThatWouldHaveEndedByItself_isCut_whereItCannotGoOn() throws InterruptedException {
        var revoked = key("cut", EnumSet.allOf(Scope.class), "");
        var account = TestApi.fresh("cut");
        long before = append(account, 2_000, 8_000);
        try (var client =
                EventClient.openIdle(url, revoked, "?follow=false&accountId=" + account + "&after=" + before)) {
            keys.remove(revoked);
            awaitNoStreams();
            client.awaitCut(SOON);
        }
    }

    private void awaitNoStreams() throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (meters.get("sluice.http.streams").gauge().value() > 0) {
            assertTrue(System.nanoTime() < deadline, "streams stay open");
            Thread.sleep(20);
        }
    }

    @Test
    void aHead_isAnswered_andHoldsNoPlace() throws IOException, InterruptedException {
        var asker = key("asker", EnumSet.allOf(Scope.class), "");
        try (var client = HttpClient.newHttpClient()) {
            for (int number = 0; number <= MOST_PER_KEY; number++) {
                var request = HttpRequest.newBuilder(URI.create(url + "/v1/events"))
                        .header("Authorization", "Bearer " + asker)
                        .timeout(SOON)
                        .HEAD();
                assertEquals(
                        200,
                        client.send(request.build(), BodyHandlers.discarding()).statusCode());
            }
        }
    }

    @Test
    void aKey_hasSoManyStreams_andAnotherWhenOneHasEnded() throws InterruptedException {
        var busy = key("busy", EnumSet.allOf(Scope.class), "");
        var open = new ArrayList<EventClient>();
        for (int number = 0; number < MOST_PER_KEY; number++) {
            var client = EventClient.open(url, busy, "");
            client.next(block -> block.id() >= 0, SOON);
            open.add(client);
        }
        Problems.expect(EventClient.refusal(url, busy, ""), 429, "too-many-at-once");
        open.getFirst().close();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (EventClient.refusal(url, busy, "?follow=false").status() == 429) { // until the server has noticed
            assertTrue(System.nanoTime() < deadline, "the place is never free again");
        }
        open.forEach(EventClient::close);
    }

    @Test
    void aPositionThatWasNeverGivenOut_isGone() {
        var reply = EventClient.refusal(url, ALL, "?after=999999999999");
        Problems.expect(reply, 410, "events-gone");
        assertTrue(reply.json().path("lastPosition").asLong() >= last() - 1_000);
    }

    @Test
    void aSlowReader_isReadForNoFasterThanItTakes_andMissesNothing() throws InterruptedException {
        var account = TestApi.fresh("slow");
        int count = 3_000;
        long before = append(account, count, 8_000);
        double pagesBefore = pagesRead();
        try (var client =
                EventClient.openIdle(url, ALL, "?types=customer.updated&accountId=" + account + "&after=" + before)) {
            double read = settledPages() - pagesBefore;
            System.out.println("pages read for one that takes nothing: " + read + " of " + count / 8);
            assertTrue(read < count / 8.0 / 2, read + " pages were read for one that takes nothing");
            client.read();
            long position = before;
            for (int number = 0; number < count; number++) {
                var event = client.nextEvent();
                assertTrue(event.id() > position);
                assertTrue(event.dataText().contains("\"number\":" + number + ","), number + " is missing");
                position = event.id();
            }
        }
    }

    /** When no more pages are read, for half a second. */
    private double settledPages() throws InterruptedException {
        double pages = pagesRead();
        int quiet = 0;
        while (quiet < 10) {
            Thread.sleep(50);
            double now = pagesRead();
            quiet = now == pages ? quiet + 1 : 0;
            pages = now;
        }
        return pages;
    }

    private double pagesRead() {
        return api.meters().get("sluice.events.read").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Appends events of so many bytes each as if they had happened a day ago; the position before them. */
    private long append(String account, int count, int bytes) {
        var at = Instant.now().minus(Duration.ofDays(1));
        var events = new ArrayList<NewEvent>();
        for (int number = 0; number < count; number++) {
            var id = EventId.of(account, number);
            var data = new LinkedHashMap<String, Object>();
            data.put("number", number);
            data.put("filling", "x".repeat(bytes));
            var body = EventBody.of(id, EventType.CUSTOMER_UPDATED, at, number, data);
            events.add(new NewEvent(id, EventType.CUSTOMER_UPDATED, "account/" + account, account, number, at, body));
        }
        long before = last();
        Jdbi.create(api.database())
                .installPlugin(new PostgresPlugin())
                .useTransaction(handle -> OutgoingEvents.append(handle, events));
        return before;
    }

    /** Under load, a client that is cut off again and again, at any moment, sees every event once. */
    @Test
    void aClientThatReconnectsAHundredTimes_seesEveryEventOnce() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("EventStreamTest seed " + seed);
        var random = new Random(seed);
        long before = last();
        var working = new boolean[] {true};
        var sku = api.sku(1_000_000);
        var load = new ArrayList<Thread>();
        for (int number = 0; number < 2; number++) {
            load.add(Thread.ofPlatform().start(() -> {
                while (isWorking(working)) {
                    var order = api.order(sku, 1);
                    check(api.post("/v1/orders/" + order + "/confirm", "{}"), 200);
                    check(api.post("/v1/orders/" + order + "/cancel", "{}"), 200);
                }
            }));
        }
        var seen = new ArrayList<Long>();
        long position = before;
        for (int connection = 0; connection < 100; connection++) {
            // Each under a key of its own: the server may notice late that the one before is gone.
            var own = key("reconnecting" + connection, EnumSet.allOf(Scope.class), "");
            var client = EventClient.open(url, own, "?types=order.*", "Last-Event-ID", "" + position);
            assertEquals(200, client.status());
            Thread.sleep(random.nextInt(60)); // however far the stream is then
            client.close();
            position = take(client.taken(), seen, position);
        }
        synchronized (working) {
            working[0] = false;
        }
        for (var thread : load) {
            thread.join();
        }
        awaitAllTold();
        for (var event : EventClient.all(url, ALL, "?types=order.*&follow=false", "Last-Event-ID", "" + position)) {
            seen.add(event.id());
        }
        var there = Jdbi.create(api.database())
                .withHandle(handle -> handle.createQuery(
                                "select position from outgoing_event where position > :before and type like 'order.%'"
                                        + " order by position")
                        .bind("before", before)
                        .mapTo(Long.class)
                        .list());
        System.out.println("events " + there.size());
        assertTrue(there.size() > 300, there.size() + " events are too few to tell");
        assertEquals(there, seen);
    }

    private static boolean isWorking(boolean[] working) {
        synchronized (working) {
            return working[0];
        }
    }

    private static long take(List<Block> blocks, List<Long> seen, long position) {
        long now = position;
        for (var block : blocks) {
            if (block.isEvent()) {
                seen.add(block.id());
            }
            now = Math.max(now, block.id());
        }
        return now;
    }

    /** An account that is opened now is told after all that was there before. */
    private void awaitAllTold() throws InterruptedException {
        long before = last();
        awaitTold("customer.created", api.account("1.00"), before);
    }
}
