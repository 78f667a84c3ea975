package sluice.rate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import sluice.key.Rate;

/** Nodes, a key, and messages that take their time, all in virtual time; the owner is on node 0 at first. */
final class World {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Rate rate;
    private final Random random;
    private final PriorityQueue<Happening> agenda = new PriorityQueue<>();
    private final List<Share> shares = new ArrayList<>();
    private final List<Passed> passed = new ArrayList<>();
    private @Nullable SharedBucket bucket;
    private int ownersNode;
    private long now;
    private long happenings;
    private long refused;
    private long waited;
    private long asked;
    private int open;

    World(int nodes, Rate rate, Random random) {
        this.rate = rate;
        this.random = random;
        this.bucket = new SharedBucket(rate.perSecond(), rate.burst(), 0);
        for (int node = 0; node < nodes; node++) {
            var share = new Share("key", rate, new Way(node), new LongAdder(), 0);
            shares.add(share);
            every(20 * MILLI, share::tick);
        }
    }

    private record Happening(long atNanos, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private record Passed(long atNanos, int node, int cost) {}

    /** From one node to the owner and back. */
    private final class Way implements Owners {
        private final int node;

        Way(int node) {
            this.node = node;
        }

        @Override
        public @Nullable SharedBucket here(String key) {
            return node == ownersNode ? bucket : null;
        }

        @Override
        public void ask(String key, Wish wish, long number) {
            asked++;
            at(now + latency(), () -> {
                if (bucket == null) {
                    return;
                }
                var asker = node == ownersNode ? SharedBucket.HERE : "node " + node;
                var grant = bucket.ask(asker, wish, now);
                if (grant != null && wish.want() > 0) {
                    at(now + latency(), () -> shares.get(node).granted(grant, number, now));
                }
            });
        }

        @Override
        public int nodes() {
            return shares.size();
        }
    }

    private long latency() {
        return (long) ((0.1 + 3 * random.nextDouble() * random.nextDouble()) * MILLI);
    }

    private void at(long atNanos, Runnable what) {
        agenda.add(new Happening(atNanos, happenings++, what));
    }

    private void every(long nanos, LongConsumer what) {
        at(now + nanos, () -> {
            what.accept(now);
            every(nanos, what);
        });
    }

    /** Has everything happen until then. */
    void run(long untilNanos) {
        while (!agenda.isEmpty() && agenda.peek().atNanos() <= untilNanos) {
            var next = agenda.remove();
            now = Math.max(now, next.atNanos());
            next.what().run();
        }
        now = Math.max(now, untilNanos);
    }

    long now() {
        return now;
    }

    void loseOwner() {
        bucket = null;
    }

    /** A full one. */
    void newOwner(int node) {
        bucket = new SharedBucket(rate.perSecond(), rate.burst(), now);
        ownersNode = node;
    }

    /** Asks so often, at random, come what may. */
    void client(int node, int perSecond, long fromNanos, long untilNanos) {
        if (fromNanos < untilNanos) {
            at(fromNanos, () -> {
                take(node, 1, verdict -> {});
                long pause = (long) (-Math.log(1 - random.nextDouble()) * SECOND / perSecond);
                client(node, perSecond, now + pause, untilNanos);
            });
        }
    }

    /** Asks every 200 ms, and after a refusal when it was told to. */
    void obedientClient(int node, long fromNanos, long untilNanos) {
        if (fromNanos < untilNanos) {
            at(
                    fromNanos,
                    () -> take(node, 1, verdict -> {
                        long pause = verdict.passed() ? SECOND / 5 : verdict.retryAfterSeconds() * SECOND + 30 * MILLI;
                        obedientClient(node, now + pause, untilNanos);
                    }));
        }
    }

    void request(int node, long atNanos) {
        request(node, 1, atNanos);
    }

    void request(int node, int cost, long atNanos) {
        at(atNanos, () -> take(node, cost, verdict -> {}));
    }

    /** What a request is told that comes then; time goes on until it is. */
    Verdict verdict(int node, int cost, long atNanos) {
        var told = new Verdict[1];
        at(atNanos, () -> take(node, cost, verdict -> told[0] = verdict));
        run(atNanos);
        while (told[0] == null) {
            run(now + MILLI);
        }
        return told[0];
    }

    private interface Hears {
        void hear(Verdict verdict);
    }

    private void take(int node, int cost, Hears then) {
        long asked = now;
        open++;
        var verdict = shares.get(node).take(cost, cost, now);
        if (verdict == null) {
            throw new AssertionError("nobody dropped it");
        }
        var unused = verdict.thenAccept(told -> {
            open--;
            waited += now > asked ? 1 : 0;
            if (told.passed()) {
                passed.add(new Passed(now, node, cost));
            } else {
                refused++;
            }
            then.hear(told);
        });
    }

    long passed() {
        return passed.stream().mapToLong(Passed::cost).sum();
    }

    long passed(int node) {
        return passed.stream()
                .filter(each -> each.node() == node)
                .mapToLong(Passed::cost)
                .sum();
    }

    long passedSince(long nanos) {
        return passed.stream()
                .filter(each -> each.atNanos() >= nanos)
                .mapToLong(Passed::cost)
                .sum();
    }

    long refused() {
        return refused;
    }

    /** Requests that were not decided at once. */
    long waited() {
        return waited;
    }

    /** Messages to the owner. */
    long asked() {
        return asked;
    }

    boolean somebodyWaits() {
        return open > 0;
    }

    /** The most by which any window holds more than the rate lets flow in meanwhile. */
    double worstWindow() {
        double worst = 0;
        double excess = 0;
        long before = 0;
        for (var each : passed) {
            excess = Math.max(0, excess - (each.atNanos() - before) * (double) rate.perSecond() / SECOND) + each.cost();
            worst = Math.max(worst, excess);
            before = each.atNanos();
        }
        return worst;
    }

    /** From the beginning, burst and rate exactly; in any window at most what other nodes than the owner's may hold more than that. */
    void assertNeverTooMuch() {
        long sum = 0;
        for (var each : passed) {
            sum += each.cost();
            long spanNanos = each.atNanos();
            assertTrue((sum - rate.burst()) * SECOND <= spanNanos * rate.perSecond(), sum + " by " + spanNanos + " ns");
        }
        long held = shares.size() == 1 ? 0 : shares.size() * (1L + Math.max(rate.perSecond() / 20, rate.burst() / 4));
        assertTrue(worstWindow() <= rate.burst() + held + 0.001, worstWindow() + ", burst " + rate.burst());
    }

    String figures() {
        var perNode = new StringBuilder();
        for (int node = 0; node < shares.size(); node++) {
            perNode.append(node == 0 ? "" : " + ").append(passed(node));
        }
        return "passed " + passed() + " (" + perNode + "), refused " + refused + ", waited " + waited + ", asked "
                + asked + ", worst window " + Math.round(worstWindow() * 10) / 10.0;
    }
}
