package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import sluice.http.Answer.Resource;
import sluice.http.Flood.Answered;
import sluice.key.ApiKey;
import sluice.key.Rate;
import sluice.key.Scope;
import sluice.node.HttpSettings;
import sluice.rate.ClusterRates;
import sluice.rate.RatedCluster;

/**
 * Two nodes, and one key that asks both for ten times what it may. The full length, 30 s at 200/s, is run by
 * {@code -Dsluice.rate.seconds=30 -Dsluice.rate.per-second=200}.
 */
class RateLimitsOfTwoNodesTest {

    private static final int SECONDS = Integer.getInteger("sluice.rate.seconds", 6);
    private static final Rate RATE = new Rate(
            Integer.getInteger("sluice.rate.per-second", 50), Integer.getInteger("sluice.rate.per-second", 50), 100);
    private static final long SECOND = 1_000_000_000L;

    @Test
    void oneKeyOnTwoNodes_getsItsBurstAndItsRate_andIsToldTrulyWhenToComeAgain() throws Exception {
        try (var cluster = RatedCluster.of(2)) {
            var carriedOut = new ConcurrentLinkedQueue<Long>();
            var ports = List.of(serve(cluster, 0, carriedOut), serve(cluster, 1, carriedOut));
            for (int port : ports) { // the first requests of all find sharding not yet at work: those of another key
                Flood.begin(port, "/read", "warm-up", 10, 3).answers();
            }
            carriedOut.clear();
            long began = System.nanoTime();
            var floods = new ArrayList<Flood>();
            for (int port : ports) {
                floods.add(Flood.begin(port, "/read", "tested", 10 * RATE.perSecond(), SECONDS));
            }
            var answers = new ArrayList<List<Answered>>();
            for (var flood : floods) {
                answers.add(flood.answers());
            }
            judge(answers, worstWindow(carriedOut, began), began);
        }
    }

    private static int serve(RatedCluster cluster, int node, Queue<Long> carriedOut) {
        var system = cluster.system(node);
        var operations = List.of(Operation.get("read", Scope.ORDERS_READ, "/read", in -> () -> {
            carriedOut.add(System.nanoTime());
            return CompletableFuture.completedStage(Resource.ok(Map.of("read", true)));
        }));
        var meters = new SimpleMeterRegistry();
        return Server.bind(
                        system,
                        operations,
                        key -> Optional.of(new ApiKey(key, EnumSet.allOf(Scope.class), null, null, null, RATE)),
                        ClusterRates.limiter(system, meters),
                        meters,
                        ServerSettings.read(system.settings().config()),
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
    }

    /** The most that any window holds beyond what flows in meanwhile; on the server, since answers may be held up. */
    private static double worstWindow(Queue<Long> carriedOut, long began) {
        double worst = 0;
        double excess = 0;
        long before = began;
        for (long at : carriedOut.stream().sorted().toList()) {
            excess = Math.max(0, excess - (at - before) * (double) RATE.perSecond() / SECOND) + 1;
            worst = Math.max(worst, excess);
            before = at;
        }
        return worst;
    }

    private static void judge(List<List<Answered>> answers, double worstWindow, long began) {
        var passed = answers.stream()
                .flatMap(List::stream)
                .filter(each -> each.status() == 200)
                .sorted(Comparator.comparingLong(Answered::atNanos))
                .toList();
        var refused = answers.stream()
                .flatMap(List::stream)
                .filter(each -> each.status() != 200)
                .toList();
        var seconds = new StringBuilder();
        for (int second = 0; second < SECONDS; second++) {
            long from = began + second * SECOND;
            seconds.append(second == 0 ? "" : ", ")
                    .append(count(answers.get(0), from))
                    .append('+')
                    .append(count(answers.get(1), from));
        }
        System.out.println(RATE + " on two nodes, asked " + (passed.size() + refused.size()) + " in " + SECONDS
                + " s: let through " + passed.size() + ", per second and node " + seconds
                + "; most in any window beyond what flows in: " + Math.round(worstWindow * 10) / 10.0);
        long afterBurst = passed.size() - RATE.burst();
        assertEquals((double) RATE.perSecond() * SECONDS, afterBurst, 0.1 * RATE.perSecond() * SECONDS);
        assertTrue(count(answers.get(0), began, SECONDS) > passed.size() / 4, "node 0 is starved");
        assertTrue(count(answers.get(1), began, SECONDS) > passed.size() / 4, "node 1 is starved");
        for (var each : refused) {
            assertEquals(429, each.status());
            assertTrue(each.header("retry-after") >= 1 && each.header("retry-after") <= 2, each.toString());
        }
    }

    private static long count(List<Answered> answers, long fromNanos) {
        return count(answers, fromNanos, 1);
    }

    private static long count(List<Answered> answers, long fromNanos, long seconds) {
        return answers.stream()
                .filter(each -> each.status() == 200
                        && each.atNanos() >= fromNanos
                        && each.atNanos() < fromNanos + seconds * SECOND)
                .count();
    }
}
