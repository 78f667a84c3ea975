package sluice.endpoint;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import sluice.endpoint.EndpointMessage.Local;
import sluice.endpoint.EndpointMessage.Look;
import sluice.http.TestApi;
import sluice.webhook.Sink;

/** Webhooks on a node: over HTTP, from an event to a receiver. */
class WebhooksTest {

    private static final String SINCE_EVER = "{\"since\":\"2020-01-01T00:00:00Z\"}";

    private final TestApi api = TestApi.running();

    /** Answers what it is told to. */
    private static final class Moody implements Sink.Behaviour {
        private final AtomicInteger status = new AtomicInteger(200);

        @Override
        public void answer(Sink.Received request, OutputStream out) throws java.io.IOException {
            out.write(("HTTP/1.1 " + status.get() + " Whatever\r\nContent-Length: 2\r\n\r\nno")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyEvent_arrivesSigned_inTheOrderOfItsSubject() throws Exception {
        try (var hook = new Hook(Sink.status(200))) {
            var ids = hook.happen(60, 3);
            hook.awaitAll();
            assertTrue(hook.sink.received().stream().allMatch(received -> Hook.isVerified(received, hook.secret)));
            assertOrdered(ids, 3, hook.ids());
            await().until(() ->
                    check(api.get(hook.path()), 200).json().at("/position").asLong() > 0);
            var logged = hook.awaitDelivery("eventId=" + ids.getFirst());
            assertEquals("DELIVERED", logged.at("/data/0/outcome"));
            assertEquals("FIRST", logged.at("/data/0/kind"));
            assertEquals("200", logged.at("/data/0/status"));
            assertEquals("ok", logged.at("/data/0/answer"));
        }
    }

    private static void assertOrdered(List<String> ids, int subjects, List<String> received) {
        var first = new ArrayList<>(new LinkedHashSet<>(received));
        for (int subject = 0; subject < subjects; subject++) {
            var own = subject;
            var expected = IntStream.range(0, ids.size())
                    .filter(number -> number % subjects == own)
                    .mapToObj(ids::get)
                    .toList();
            assertEquals(expected, first.stream().filter(expected::contains).toList());
        }
    }

    /** An owner that is gone from one moment to the next has flushed a part; another goes on. */
    @Test
    void ownerThatEndsAtAnyMoment_losesNothing() throws Exception {
        try (var hook = new Hook(Sink.status(200))) {
            var ids = new ArrayList<String>();
            var owner = ClusterSharding.get(api.system()).entityRefFor(EndpointPool.TYPE, hook.id);
            for (int round = 0; round < 5; round++) {
                ids.addAll(hook.happen(60, 3));
                int soFar = round * 60 + 10;
                await().until(() -> {
                    owner.tell(Look.NOW); // as the waker does, but not so often
                    return hook.sink.received().size() >= soFar;
                });
                owner.tell(Local.STOP_AT_ONCE);
            }
            await().until(() -> {
                owner.tell(Look.NOW);
                return new HashSet<>(hook.ids()).size() >= ids.size();
            });
            hook.awaitAll();
            assertOrdered(ids, 3, hook.ids());
        }
    }

    @Test
    void rotatedSecret_signsBesideTheOldOne_untilTheOverlapEnds() throws Exception {
        try (var hook = new Hook(Sink.status(200))) {
            var rotated = check(api.post(hook.path() + "/rotate-secret", "{\"overlapSeconds\":3600}"), 200);
            var second = rotated.at("/secret");
            assertFalse(rotated.at("/previousSecretExpiresAt").isEmpty());
            check(api.post(hook.path() + "/test", ""), 202);
            hook.awaitCount(1);
            var both = hook.sink.received().getFirst();
            assertTrue(Hook.isVerified(both, hook.secret) && Hook.isVerified(both, second));

            var third = check(api.post(hook.path() + "/rotate-secret", "{\"overlapSeconds\":0}"), 200)
                    .at("/secret");
            check(api.post(hook.path() + "/test", ""), 202);
            hook.awaitCount(2);
            var one = hook.sink.received().get(1);
            assertTrue(Hook.isVerified(one, third));
            assertFalse(Hook.isVerified(one, second) || Hook.isVerified(one, hook.secret));
        }
    }

    @Test
    void secret_isShownOnce_andAgainToARetryAlone_andLiesInNoTable() throws Exception {
        var idempotencyKey = TestApi.fresh("key");
        var body = Hook.body(api.account("1.00"), 9);
        var made = check(api.post(Hook.ENDPOINTS, body, "Idempotency-Key", idempotencyKey), 201);
        var again = check(api.post(Hook.ENDPOINTS, body, "Idempotency-Key", idempotencyKey), 201);
        var secret = made.at("/secret");
        assertEquals(secret, again.at("/secret"));
        assertEquals("true", again.header("Idempotent-Replayed").orElseThrow());
        assertTrue(check(api.get(Hook.ENDPOINTS + "/" + made.at("/id")), 200)
                .json()
                .at("/secret")
                .isMissingNode());
        var bare = secret.substring("whsec_".length());
        Jdbi.create(api.database()).useHandle(handle -> {
            for (var table : List.of(
                    "webhook_endpoint", "webhook_secret", "webhook_wish", "webhook_attempt", "api_key_answer")) {
                var rows = handle.createQuery("select t::text from " + table + " t")
                        .mapTo(String.class)
                        .list();
                assertTrue(rows.stream().noneMatch(row -> row.contains(bare)), table);
            }
        });
        check(api.send("DELETE", Hook.ENDPOINTS + "/" + made.at("/id"), null), 200);
    }

    @Test
    void failedEvent_isInTheLog_andSentAgainOnRequest() throws Exception {
        var moody = new Moody();
        moody.status.set(503);
        try (var hook = new Hook(moody)) {
            var event = hook.happen(1, 1).getFirst();
            var failed = hook.awaitDelivery("outcome=FAILED&eventId=" + event);
            assertEquals("503", failed.at("/data/0/status"));
            assertEquals("no", failed.at("/data/0/answer"));
            assertFalse(failed.at("/data/0/nextAttemptAt").isEmpty());
            assertFalse(check(api.get(hook.path()), 200).at("/failingSince").isEmpty());

            moody.status.set(200);
            var asked = check(api.post(hook.path() + "/deliveries/" + failed.at("/data/0/id") + "/resend", ""), 202);
            assertEquals(event, asked.at("/eventId"));
            hook.awaitDelivery("outcome=DELIVERED&eventId=" + event);
            await().until(() ->
                    check(api.get(hook.path()), 200).at("/failingSince").isEmpty());
        }
    }

    @Test
    void recovery_attemptsWhatHasFailed_andReplay_everything() throws Exception {
        var moody = new Moody();
        try (var hook = new Hook(moody)) {
            var delivered = hook.happen(1, 1).getFirst();
            var first = hook.awaitDelivery("eventId=" + delivered)
                    .json()
                    .at("/data/0/position")
                    .asLong();
            moody.status.set(500);
            var failed = hook.happen(1, 1).getFirst();
            hook.awaitDelivery("outcome=FAILED&eventId=" + failed);
            moody.status.set(200);

            check(api.post(hook.path() + "/recover", SINCE_EVER), 202);
            hook.awaitDelivery("outcome=DELIVERED&eventId=" + failed);
            assertEquals(1, hook.ids().stream().filter(delivered::equals).count());

            int before = hook.ids().size();
            check(api.post(hook.path() + "/replay", "{\"fromPosition\":" + first + "}"), 202);
            hook.awaitCount(before + 2);
            assertEquals(List.of(delivered, failed), hook.ids().subList(before, before + 2));
        }
    }

    @Test
    void endpointThatAnswers410_isDisabled_whichIsAnEvent_andGoesOnWhenItIsEnabled() throws Exception {
        var moody = new Moody();
        moody.status.set(410);
        try (var hook = new Hook(moody)) {
            hook.happen(1, 1);
            await().until(() -> hook.status().equals("DISABLED_GONE"));
            assertEquals(1, disabledEvents(hook));
            moody.status.set(200);
            var second = hook.happen(1, 1).getFirst();
            check(api.post(hook.path() + "/test", ""), 202);
            hook.awaitCount(2);
            assertFalse(hook.ids().contains(second), "it gets tests alone");

            var enabled = check(api.patch(hook.path(), "{\"status\":\"ENABLED\"}"), 200);
            assertEquals("ENABLED", enabled.at("/status"));
            hook.awaitAll();
            await().until(() -> hook.status().equals("ENABLED"));
        }
    }

    /** Owners begin anew at another pace; what was asked of them, and has not been done, is still to be done. */
    @Test
    void testsThatWait_areSent_alsoIfThePaceIsChangedMeanwhile() throws Exception {
        try (var hook = new Hook(Sink.status(200))) {
            check(api.patch(hook.path(), "{\"perSecond\":1}"), 200);
            for (int asked = 0; asked < 4; asked++) {
                check(api.post(hook.path() + "/test", ""), 202);
            }
            hook.awaitCount(1);
            check(api.patch(hook.path(), "{\"perSecond\":1000}"), 200);
            hook.awaitCount(4);
            assertEquals(4, new HashSet<>(hook.ids()).size());
        }
    }

    private int disabledEvents(Hook hook) {
        return Jdbi.create(api.database())
                .withHandle(handle -> handle.createQuery("""
                    select count(*) from outgoing_event
                    where type = 'webhook_endpoint.disabled' and subject = :subject and account = :account
                    """)
                        .bind("subject", "webhook_endpoint/" + hook.id)
                        .bind("account", hook.account)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void change_countsForWhatComesNext() throws Exception {
        try (var hook = new Hook(Sink.status(200));
                var other = Sink.listening(Sink.status(200))) {
            hook.happen(1, 1);
            hook.awaitAll();
            var changed = check(
                    api.patch(
                            hook.path(),
                            "{\"url\":\"http://127.0.0.1:" + other.port()
                                    + "/new\",\"concurrency\":1,\"perSecond\":1000}",
                            "If-Match",
                            "\"1\""),
                    200);
            assertEquals("\"2\"", changed.header("ETag").orElseThrow());
            assertEquals(
                    412,
                    api.patch(hook.path(), "{\"perSecond\":5}", "If-Match", "\"1\"")
                            .status());
            await().untilAsserted(() -> {
                int before = other.received().size();
                var id = hook.happen(1, 1).getFirst();
                await().until(() ->
                        other.received().size() > before || hook.ids().contains(id));
                assertTrue(other.received().size() > before);
            });
            assertEquals("POST /new HTTP/1.1", other.received().getFirst().line());
        }
    }

    @Test
    void keyOfAnAccount_makesAndSeesItsOwnAlone() throws Exception {
        try (var hook = new Hook(Sink.status(200))) {
            var account = api.account("1.00");
            var scopes = "\"scopes\":[\"webhooks:read\",\"webhooks:write\",\"orders:read\"]";
            var bound = api.key(scopes + ",\"accountId\":\"" + account + "\"");
            var own = "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"order.*\"]}";
            var made = check(TestApi.sendTo(api.url(), bound, "POST", Hook.ENDPOINTS, own), 201);
            assertEquals(account, made.at("/accountId"));
            assertEquals(
                    422,
                    TestApi.sendTo(api.url(), bound, "POST", Hook.ENDPOINTS, Hook.body(hook.account, 9))
                            .status());
            assertEquals(
                    404,
                    TestApi.sendTo(api.url(), bound, "GET", hook.path(), "").status());
            var list = check(TestApi.sendTo(api.url(), bound, "GET", Hook.ENDPOINTS, ""), 200);
            assertEquals(made.at("/id"), list.at("/data/0/id"));
            assertEquals(1, list.json().at("/data").size());
            var beyond = TestApi.sendTo(api.url(), bound, "POST", Hook.ENDPOINTS, own.replace("order.*", "customer.*"));
            assertEquals(403, beyond.status());
            assertEquals("customers:read", beyond.at("/scope"));
            check(api.send("DELETE", Hook.ENDPOINTS + "/" + made.at("/id"), null), 200);
            assertEquals(404, api.get(Hook.ENDPOINTS + "/" + made.at("/id")).status());
            assertNotEquals(404, api.get(hook.path()).status());
        }
    }
}
