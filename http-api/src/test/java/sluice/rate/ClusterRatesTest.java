package sluice.rate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sluice.key.Rate;

/** Nodes of a real cluster that ask each other for tokens. */
class ClusterRatesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry(); // of node 0
    private final List<RateLimiter> limiters = new ArrayList<>();
    private int keys;

    @Test
    void twoNodes_haveOneBucket() {
        var rate = new Rate(1, 100, 10);
        try (var cluster = cluster()) {
            var key = keyOwnedBy(cluster, 1, rate);
            long began = System.nanoTime();
            int passed = 0;
            for (int i = 0; i < 100; i++) {
                passed += take(i % 2, key, rate).passed() ? 1 : 0;
            }
            long seconds = secondsSince(began);
            System.out.println("of 100 by turns " + passed + " passed");
            assertTrue(passed >= 95 && passed <= 100, "passed " + passed); // a few may be held by the other node
            int more = 0;
            for (int i = 0; i < 100; i++) {
                more += take(i % 2, key, rate).passed() ? 1 : 0;
            }
            assertTrue(passed + more <= 100 + seconds + secondsSince(began) + 1, "passed " + passed + " + " + more);
            var refused = take(0, key, rate);
            assertFalse(refused.passed());
            assertTrue(refused.retryAfterSeconds() >= 1 && refused.retryAfterSeconds() <= 3, refused.toString());
        }
    }

    @Test
    void anOwnerThatLeaves_tellsItsSuccessorWhatItHad() throws Exception {
        var rate = new Rate(1, 200, 10);
        try (var cluster = cluster()) {
            awaitHeard(cluster, 1, 0, rate);
            var key = keyOwnedBy(cluster, 1, rate);
            long began = System.nanoTime();
            int passed = takeAll(1, key, rate, 200);
            assertTrue(passed >= 190, "passed " + passed);
            cluster.stop(1);
            awaitOwner(cluster, 0, key, rate);
            passed += takeAll(0, key, rate, 200);
            long most = 200 + secondsSince(began) + 1;
            System.out.println("after the owner left " + passed + " of " + most);
            assertTrue(passed <= most, passed + " of " + most);
        }
    }

    @Test
    void anOwnerThatIsKilled_isFollowedByOneThatHeardOfIt() throws Exception {
        var rate = new Rate(10, 1_000, 10);
        try (var cluster = cluster()) {
            awaitHeard(cluster, 1, 0, rate);
            var key = keyOwnedBy(cluster, 1, rate);
            long began = System.nanoTime();
            int passed = takeAll(1, key, rate, 1_000);
            assertTrue(passed >= 950, "passed " + passed);
            LockSupport.parkNanos(Duration.ofMillis(1_200).toNanos()); // it tells twice a second
            cluster.kill(1);
            long killed = System.nanoTime();
            while (ClusterRates.of(cluster.system(0)).here(key) == null) {
                assertTrue(System.nanoTime() - killed < PATIENCE.toNanos());
                passed += take(0, key, rate).passed() ? 1 : 0;
                LockSupport.parkNanos(5_000_000);
            }
            var took = Duration.ofNanos(System.nanoTime() - killed);
            passed += takeAll(0, key, rate, 1_000);
            long most = 1_000
                    + 10 * (secondsSince(began) + 1)
                    + 5; // 5: half a second's part, before it is told to the new owner
            System.out.println(
                    "without an owner for " + took.toMillis() + " ms, " + passed + " of " + most + ", unanswered "
                            + meters.get("sluice.rate.owner.unanswered")
                                    .functionCounter()
                                    .count());
            assertTrue(passed <= most, passed + " of " + most);
            assertTrue(
                    meters.get("sluice.rate.owner.unanswered").functionCounter().count() > 0);
        }
    }

    /** Printed, and asserted only to be of the right size: other work runs beside the tests. */
    @Test
    void aVerdict_takesNextToNoTime() {
        var rate = new Rate(1_000_000, 1_000_000, 10);
        try (var cluster = cluster()) {
            var key = keyOwnedBy(cluster, 1, rate);
            for (int node : new int[] {1, 0}) {
                var nanos = new long[200_000];
                for (int i = 0; i < nanos.length; i++) {
                    long began = System.nanoTime();
                    assertTrue(take(node, key, rate).passed());
                    nanos[i] = System.nanoTime() - began;
                }
                Arrays.sort(nanos);
                System.out.println((node == 1 ? "where the owner is" : "on the other node") + ": a verdict takes p50 "
                        + nanos[nanos.length / 2] + " ns, p99 " + nanos[nanos.length * 99 / 100] + " ns, p99.9 "
                        + nanos[nanos.length * 999 / 1_000] + " ns, at most " + nanos[nanos.length - 1] + " ns");
                assertTrue(nanos[nanos.length * 99 / 100] < 1_000_000);
            }
        }
    }

    private RatedCluster cluster() {
        var cluster = RatedCluster.of(2);
        limiters.add(ClusterRates.limiter(cluster.system(0), meters));
        limiters.add(ClusterRates.limiter(cluster.system(1), new SimpleMeterRegistry()));
        return cluster;
    }

    /** Waits until what {@code from} tells of its buckets comes to {@code to}: that takes seconds in a cluster just formed. */
    private void awaitHeard(RatedCluster cluster, int from, int to, Rate rate) {
        var key = keyOwnedBy(cluster, from, rate);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            takeAll(from, key, rate, 1); // else it is full again before it is heard of
            return ClusterRates.of(cluster.system(to)).hasHeardOf(key);
        });
    }

    /** A fresh key whose bucket is on that node. */
    private String keyOwnedBy(RatedCluster cluster, int node, Rate rate) {
        for (int i = 0; i < 200; i++) {
            var key = "probe-" + keys++;
            awaitOwned(cluster, key, rate);
            if (ClusterRates.of(cluster.system(node)).here(key) != null) {
                return key;
            }
        }
        throw new AssertionError("no key is owned by node " + node);
    }

    private void awaitOwned(RatedCluster cluster, String key, Rate rate) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            for (int node = 0; node < 2; node++) {
                ClusterRates.of(cluster.system(node)).ask(key, Wish.returning(rate.perSecond(), rate.burst(), 0, 0), 0);
            }
            return ClusterRates.of(cluster.system(0)).here(key) != null
                    || ClusterRates.of(cluster.system(1)).here(key) != null;
        });
    }

    private static void awaitOwner(RatedCluster cluster, int node, String key, Rate rate) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            ClusterRates.of(cluster.system(node)).ask(key, Wish.returning(rate.perSecond(), rate.burst(), 0, 0), 0);
            return ClusterRates.of(cluster.system(node)).here(key) != null;
        });
    }

    private int takeAll(int node, String key, Rate rate, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += take(node, key, rate).passed() ? 1 : 0;
        }
        return passed;
    }

    private Verdict take(int node, String key, Rate rate) {
        return limiters.get(node).take(key, rate, 1, 1).toCompletableFuture().join();
    }

    private static long secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000_000L;
    }
}
