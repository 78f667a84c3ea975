package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static sluice.http.Mutation.any;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.http.Mutation.Draft;
import sluice.http.TestApi.Reply;

/**
 * The contract's examples of every operation, changed at random. Whatever comes of it, the answer comes in time and is no fault of the server;
 * a refusal is a documented problem, names the place, and leaves nothing in the journal.
 *
 * <p>To repeat a run: {@code -Dsluice.seed=<the seed printed> -Dsluice.mutations=<how many>}. Each mutation is drawn from the seed
 * and its own number, so that only the names of its subjects differ.
 */
class MutatedRequestsTest {

    private static final long SEED = Long.getLong("sluice.seed", System.nanoTime());
    private static final int MUTATIONS = Integer.getInteger("sluice.mutations", 10_000);
    private static final int MUTATIONS_PER_SUBJECTS = 1_000;
    private static final int MUTATIONS_PER_LOOK = 10; // at the journal, which tells by itself who has written
    private static final Duration BOUND = Duration.ofSeconds(8);

    /** Answers of the 5xx family that blame the caller: for a method or a protocol that nobody knows. */
    private static final Set<Problem> NO_FAULTS = Set.of(Problem.NOT_IMPLEMENTED, Problem.VERSION_NOT_SUPPORTED);

    private final TestApi api = TestApi.running();
    private final WireClient client = new WireClient(api.url(), BOUND);
    private final JournalWatch journal = new JournalWatch(api.database());
    private final Map<String, Sent> refused = new HashMap<>();
    private final Set<String> accepted = new HashSet<>(); // request ids; a mutation may give several requests the same
    private final Map<String, Count> counts = new TreeMap<>();

    /** A mutated request, as a failure tells it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sent(int number, SeedRequest request, Mutation kind, byte[] bytes) {

        @Override
        public String toString() {
            return "mutation " + number + " of -Dsluice.seed=" + SEED + ": " + request + " with " + kind.name() + "\n"
                    + Wire.shown(bytes);
        }
    }

    /** What became of the mutations of one kind. */
    record Count(int refused, int accepted, int cut) {
        Count plus(Count other) {
            return new Count(refused + other.refused, accepted + other.accepted, cut + other.cut);
        }
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void mutatedRequests_areAnsweredOrRefusedAsDocumented_andRefusalsChangeNothing() {
        System.out.println("MutatedRequestsTest -Dsluice.seed=" + SEED + " -Dsluice.mutations=" + MUTATIONS);
        long began = System.nanoTime();
        var subjects = new Subjects(api);
        for (int number = 0; number < MUTATIONS; number++) {
            if (number % MUTATIONS_PER_SUBJECTS == MUTATIONS_PER_SUBJECTS - 1) {
                subjects = new Subjects(api);
            }
            send(number, subjects);
            if (number % MUTATIONS_PER_LOOK == 0) {
                assertRefusalsWroteNothing();
            }
        }
        await().untilAsserted(() -> {
            assertRefusalsWroteNothing();
            assertEquals(List.of(), journal.stillSetAside());
        });
        counts.forEach((kind, count) -> System.out.println("  " + kind + ": " + count));
        var all = counts.values().stream().reduce(new Count(0, 0, 0), Count::plus);
        System.out.println("MutatedRequestsTest " + all + " in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertTrue(all.refused > MUTATIONS * 3L / 4, "most are refused, or this shows nothing: " + all);
        assertTrue(all.accepted > 0 && all.cut < MUTATIONS / 50, "few are cut without an answer: " + all);
    }

    private void send(int number, Subjects subjects) {
        var random = new Random(SEED ^ number * 0x9E3779B97F4A7C15L); // neighbours' seeds would draw alike
        var kind = any(Mutation.ALL, random);
        var requests = SeedRequest.OF_CONTRACT.stream()
                .filter(request -> request.hasBody() || !kind.isOfBody())
                .toList();
        var request = any(requests, random);
        var draft = Draft.of(request, subjects);
        var wire = kind.change().apply(draft, random);
        var bytes = wire.bytes();
        if (kind.isOfWire()) {
            bytes = ByteMutations.anywhere(bytes, random);
        }
        var sent = new Sent(number, request, kind, bytes);
        Optional<Reply> reply = Optional.empty();
        try {
            reply = kind.isOfWire() ? client.sendAlone(bytes) : Optional.of(client.send(wire));
            reply = reply.map(MutatedRequestsTest::judged);
            judge(sent, reply);
        } catch (RuntimeException | AssertionError wrong) {
            throw new AssertionError(sent + "\n\nwas answered\n" + reply, wrong);
        }
        if (reply.filter(answer -> answer.status() < 300).isPresent()) {
            subjects.restore(wire);
        }
    }

    /** A HEAD has no body to look into, and neither has a page. */
    private static Reply judged(Reply reply) {
        boolean isJson = reply.header("Content-Type").orElse("").endsWith("json");
        return reply.text().isEmpty() || !isJson ? reply : Problems.judged(reply);
    }

    private void judge(Sent sent, Optional<Reply> reply) {
        if (reply.isEmpty()) {
            count(sent.kind, new Count(0, 0, 1));
        } else if (reply.get().status() / 100 == 2) {
            count(sent.kind, new Count(0, 1, 0));
            accepted.add(reply.get().header("X-Request-Id").orElseThrow());
        } else {
            count(sent.kind, new Count(1, 0, 0));
            refused.put(reply.get().header("X-Request-Id").orElseThrow(), sent);
            assertDocumented(reply.get());
        }
    }

    private void count(Mutation kind, Count count) {
        counts.merge(kind.name(), count, Count::plus);
    }

    private static void assertDocumented(Reply reply) {
        assertEquals("application/problem+json", reply.header("Content-Type").orElseThrow());
        if (reply.text().isEmpty()) { // of a HEAD
            assertEquals(4, reply.status() / 100);
            return;
        }
        var problem =
                Problem.named(reply.at("/type").replaceFirst("^/problems/", "")).orElseThrow();
        Problems.expect(reply, problem.status(), problem.slug());
        assertTrue(problem.status() < 500 || NO_FAULTS.contains(problem));
        if (problem == Problem.INVALID_REQUEST) {
            assertFalse(BadRequest.placesIn(reply).isEmpty());
            assertFalse(BadRequest.placesIn(reply).contains("nowhere"));
        }
    }

    private void assertRefusalsWroteNothing() {
        for (var entry : journal.more()) {
            var sent = refused.get(String.valueOf(entry.origin().requestId()));
            if (sent != null && !accepted.contains(entry.origin().requestId())) {
                fail(sent + "\n\nwas refused, but it has written\n" + entry);
            }
        }
    }
}
