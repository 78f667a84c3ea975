package sluice.rate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import sluice.key.Rate;

/**
 * One node's share of one key: it lets requests through by tokens that it has from the key's owner.
 *
 * <p>On the owner's node they are had at once, without a message. Elsewhere the node asks ahead for what it needs in the next moment, so
 * that most requests find a token; the first after a pause waits for the answer. A node whose tokens are booked but not yet there
 * refuses by itself. What it does not use goes back.
 *
 * <p>An owner that does not answer in {@link #PATIENCE} is lost or moving. Until one answers, the node lets through the node's part of
 * the rate, at once, and tells the next owner how much that was, which that takes out of its bucket.
 *
 * <p>May be called by any thread.
 */
final class Share {

    /** How long an owner has to answer, in nanoseconds. */
    static final long PATIENCE = 100_000_000L;

    /** How long tokens that nobody used stay here, in nanoseconds: who was told to come again in so many seconds shall find them. */
    private static final long HOLD = 2_000_000_000L;

    private static final long IDLE = 10_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final String key;
    private final Rate rate;
    private final Owners owners;
    private final LongAdder unanswered;
    private final Allotment allotment;
    private final Demand demand = new Demand();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long usedNanos;
    private long nextNanos; // when the bucket has one more than was left
    private int leftThere;
    private boolean asking;
    private long askedNanos;
    private long asked;
    private boolean alone; // no owner answers
    private @Nullable TokenBucket fallback;
    private int spent;
    private int spentTold;
    private boolean dropped;

    /** @param unanswered counts what owners did not answer */
    Share(String key, Rate rate, Owners owners, LongAdder unanswered, long nowNanos) {
        this.key = key;
        this.rate = rate;
        this.owners = owners;
        this.unanswered = unanswered;
        this.allotment = new Allotment(rate.perSecond(), nowNanos);
        this.usedNanos = nowNanos;
        this.nextNanos = nowNanos;
        this.leftThere = rate.burst();
    }

    private record Waiting(int cost, int again, CompletableFuture<Verdict> verdict) {}

    /** A verdict that is told once the lock is free: whoever hears it may ask again. */
    private record Told(CompletableFuture<Verdict> to, Verdict verdict) {}

    Rate rate() {
        return rate;
    }

    /** As {@link RateLimiter#take}; null if it was dropped: another share has taken its place. */
    synchronized @Nullable CompletionStage<Verdict> take(int cost, int again, long nowNanos) {
        if (dropped) {
            return null;
        }
        usedNanos = nowNanos;
        demand.count(cost, nowNanos);
        if (waiting.isEmpty() && allotment.take(cost, nowNanos)) {
            askAhead(nowNanos);
            return done(Verdict.passed(left(nowNanos)));
        }
        if (askedHere(cost, again, nowNanos)) {
            return done(decide(cost, again, nowNanos));
        }
        if (alone) {
            if (!asking) {
                ask(cost, cost, again, nowNanos);
            }
            return done(decideAlone(cost, again, nowNanos));
        }
        if (!asking && allotment.unripe(nowNanos) > 0) {
            return done(decide(cost, again, nowNanos));
        }
        var verdict = new CompletableFuture<Verdict>();
        waiting.add(new Waiting(cost, again, verdict));
        if (!asking) {
            ask(cost, cost, again, nowNanos);
        }
        return verdict;
    }

    private static CompletionStage<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedStage(verdict);
    }

    /** Asks the owner if it is on this node. */
    private boolean askedHere(int cost, int again, long nowNanos) {
        var bucket = owners.here(key);
        if (bucket == null) {
            return false;
        }
        if (allotment.unripe(nowNanos) > 0) { // what is next is booked
            return true;
        }
        var wish = wish(cost, cost, again, nowNanos);
        var grant = bucket.ask(SharedBucket.HERE, wish, nowNanos);
        if (grant == null) {
            return false;
        }
        spent -= wish.spent();
        absorb(grant, nowNanos);
        return true;
    }

    /** Asks the owner before there is nothing left, if it is on another node. */
    private void askAhead(long nowNanos) {
        int ahead = ahead(nowNanos);
        if (!asking && allotment.unripe(nowNanos) == 0 && allotment.all() < ahead / 2 && owners.here(key) == null) {
            ask(1, 1, 1, nowNanos);
        }
    }

    private void ask(int least, int want, int again, long nowNanos) {
        asking = true;
        askedNanos = nowNanos;
        var wish = wish(least, want, again, nowNanos);
        spentTold = wish.spent();
        owners.ask(key, wish, ++asked);
    }

    private Wish wish(int least, int want, int again, long nowNanos) {
        int have = allotment.all();
        return new Wish(
                rate.perSecond(),
                rate.burst(),
                Math.max(1, least - have),
                Math.max(1, want - have) + ahead(nowNanos),
                Math.min(rate.burst(), Math.max(1, again - have) + Math.min(ahead(nowNanos), perSpan())),
                0,
                spent);
    }

    /** What will be needed in the next moment if all goes on as it did, and is not too much of what all nodes have. */
    private int ahead(long nowNanos) {
        return Math.min(demand.lately(nowNanos), Math.max(perSpan(), leftThere / 4));
    }

    /** What flows in meanwhile. */
    private int perSpan() {
        return (int) (rate.perSecond() * Demand.SPAN_NANOS / SECOND);
    }

    /** An owner's answer. It counts also if it comes late, since the owner has given the tokens away. */
    void granted(Grant grant, long number, long nowNanos) {
        var told = new ArrayList<Told>();
        synchronized (this) {
            if (dropped) {
                return;
            }
            absorb(grant, nowNanos);
            alone = false;
            if (number == asked && asking) {
                asking = false;
                spent -= spentTold;
                answerWaiting(told, nowNanos);
            }
        }
        told.forEach(each -> each.to().complete(each.verdict()));
    }

    private void absorb(Grant grant, long nowNanos) {
        if (grant.tokens() > 0) {
            allotment.add(grant.tokens(), grant.delayNanos(), nowNanos);
        }
        nextNanos = nowNanos + grant.nextNanos();
        leftThere = grant.left();
    }

    /** Those that came while the owner was asked, and were not counted then, ask for themselves if there may be more. */
    private void answerWaiting(List<Told> told, long nowNanos) {
        while (!waiting.isEmpty()) {
            var first = waiting.peek();
            if (!allotment.take(first.cost(), nowNanos)) {
                if (leftThere > 0 && allotment.unripe(nowNanos) == 0) {
                    int all = waiting.stream().mapToInt(Waiting::cost).sum();
                    ask(first.cost(), all, first.again(), nowNanos);
                    return;
                }
                told.add(new Told(first.verdict(), limited(first.again(), nowNanos)));
            } else {
                told.add(new Told(first.verdict(), Verdict.passed(left(nowNanos))));
            }
            waiting.remove();
        }
    }

    private Verdict decide(int cost, int again, long nowNanos) {
        return allotment.take(cost, nowNanos) ? Verdict.passed(left(nowNanos)) : limited(again, nowNanos);
    }

    private Verdict limited(int again, long nowNanos) {
        int missing = again - allotment.all();
        long wait = missing <= 0
                ? allotment.nanosUntil(again, nowNanos)
                : Math.max(0, nextNanos - nowNanos)
                        + Math.ceilDiv(Math.max(0, missing - leftThere - 1) * SECOND, rate.perSecond());
        return Verdict.limited(left(nowNanos), wait);
    }

    private Verdict decideAlone(int cost, int again, long nowNanos) {
        var bucket = fallback;
        if (bucket == null) {
            bucket = TokenBucket.shareOf(rate.perSecond(), rate.burst(), owners.nodes(), nowNanos);
            fallback = bucket;
        }
        if (bucket.take(cost, nowNanos)) {
            spent += cost;
            return Verdict.passed(bucket.left(nowNanos));
        }
        return Verdict.limited(bucket.left(nowNanos), bucket.nanosUntil(again, nowNanos));
    }

    /** What is left for anybody, and here: as last told. */
    synchronized int left(long nowNanos) {
        return (int) Math.min(rate.burst(), (long) leftThere + allotment.ripe(nowNanos));
    }

    /** To be called every now and then: gives up waiting, and gives back what is not used. */
    void tick(long nowNanos) {
        var told = new ArrayList<Told>();
        synchronized (this) {
            if (asking && nowNanos - askedNanos >= PATIENCE) {
                asking = false;
                alone = true;
                unanswered.increment();
                while (!waiting.isEmpty()) {
                    var each = waiting.remove();
                    told.add(new Told(each.verdict(), decideAlone(each.cost(), each.again(), nowNanos)));
                }
            }
            if (!asking && nowNanos - Math.max(usedNanos, allotment.lastRipeNanos()) >= HOLD) {
                giveBack(nowNanos);
            }
        }
        told.forEach(each -> each.to().complete(each.verdict()));
    }

    private void giveBack(long nowNanos) {
        if (allotment.all() == 0 && spent == 0) {
            return;
        }
        var wish = Wish.returning(rate.perSecond(), rate.burst(), allotment.takeAll(), spent);
        var bucket = owners.here(key);
        if (bucket != null) {
            var unused = bucket.ask(SharedBucket.HERE, wish, nowNanos);
        } else {
            owners.ask(key, wish, ++asked);
        }
        spent = 0;
    }

    /** Ends it if it has nothing and was not used for a while, or if {@code now}; whether it is at its end. */
    synchronized boolean drop(boolean now, long nowNanos) {
        boolean free = !asking && waiting.isEmpty();
        if (free && (now || nowNanos - usedNanos >= IDLE)) {
            giveBack(nowNanos);
            dropped = true;
        }
        return dropped;
    }
}
