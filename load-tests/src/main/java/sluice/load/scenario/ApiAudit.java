package sluice.load.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import sluice.load.client.Answer;
import sluice.load.client.Crowd.Placed;
import sluice.load.client.Target;

/**
 * Holds what the API tells now against what it acknowledged: of SKUs and accounts that nobody else orders from. What a refused order
 * had claimed may take a moment to come back.
 */
final class ApiAudit {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<Target> targets;
    private final Collection<Placed> placed;
    private final int atOnce;
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

    ApiAudit(List<Target> targets, Collection<Placed> placed, int atOnce) {
        this.targets = targets;
        this.placed = placed;
        this.atOnce = atOnce;
    }

    /** Between what was surely sold or pledged, and what may have been by attempts whose outcome nobody knows. */
    private record Bounds(long sure, long possible) {
        static final Bounds NONE = new Bounds(0, 0);

        Bounds plus(Bounds other) {
            return new Bounds(sure + other.sure, possible + other.possible);
        }

        boolean hold(long actual) {
            return actual >= sure && actual <= possible;
        }

        @Override
        public String toString() {
            return sure == possible ? Long.toString(sure) : sure + " to " + possible;
        }
    }

    /** Every SKU has claimed what was accepted, and no more than it received. */
    ApiAudit stock(Map<String, Long> received) throws InterruptedException {
        var due = new TreeMap<String, Bounds>();
        for (var each : placed) {
            each.request().lines().forEach(line -> due.merge(line.sku(), bounds(each, line.quantity()), Bounds::plus));
        }
        var looks = new ArrayList<Runnable>();
        received.forEach((sku, quantity) -> looks.add(() -> settles(() -> {
            var stock = target(sku).stock(sku);
            var sold = due.getOrDefault(sku, Bounds.NONE);
            boolean right = sold.hold(stock.claimed())
                    && stock.onHand() == quantity
                    && stock.claimed() <= quantity
                    && stock.available() == quantity - stock.claimed();
            return right ? "" : "SKU %s: %d received, %s sold, but it says %s".formatted(sku, quantity, sold, stock);
        })));
        SetUp.sideBySide(looks, atOnce);
        return this;
    }

    /** Every account owes what was accepted, and no more than its limit, in minor units. */
    ApiAudit accounts(Map<String, Long> limits) throws InterruptedException {
        var due = new TreeMap<String, Bounds>();
        for (var each : placed) {
            var account = each.request().account();
            if (account != null) {
                due.merge(account, bounds(each, total(each)), Bounds::plus);
            }
        }
        var looks = new ArrayList<Runnable>();
        limits.forEach((account, limit) -> looks.add(() -> settles(() -> {
            var books = target(account).account(account);
            var owed = due.getOrDefault(account, Bounds.NONE);
            boolean right = owed.hold(books.exposure()) && books.exposure() <= limit && books.creditLimit() == limit;
            return right ? "" : "account %s: limit %d, %s owed, but it says %s".formatted(account, limit, owed, books);
        })));
        SetUp.sideBySide(looks, atOnce);
        return this;
    }

    /** Every acknowledged order can be read, with the content that was acknowledged; returns how many. */
    long orders() throws InterruptedException {
        var read = new AtomicLong();
        var looks = new ArrayList<Runnable>();
        for (var each : placed) {
            if (each.answer() instanceof Answer.Accepted(var order, var replayed)) {
                looks.add(() -> {
                    var now = target(order.id()).readOrder(order.id());
                    if (now.isEmpty()) {
                        problems.add("order " + order.id() + " was acknowledged and is not there");
                    } else if (!now.get().digest().equals(order.digest())) {
                        problems.add(
                                "order %s was acknowledged as %s and is %s".formatted(order.id(), order, now.get()));
                    }
                    read.incrementAndGet();
                });
            }
        }
        SetUp.sideBySide(looks, atOnce);
        return read.get();
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private Target target(String name) {
        return targets.get(Math.floorMod(name.hashCode(), targets.size()));
    }

    private static Bounds bounds(Placed placed, long amount) {
        return switch (placed.answer()) {
            case Answer.Accepted accepted -> new Bounds(amount, amount);
            case Answer.Unknown unknown -> new Bounds(0, amount);
            case Answer.Refused refused -> Bounds.NONE;
            case Answer.NotDone notDone -> Bounds.NONE;
        };
    }

    private static long total(Placed placed) {
        return placed.answer() instanceof Answer.Accepted(var order, var replayed)
                ? order.totalMinorUnits()
                : placed.request().totalMinorUnits();
    }

    private void settles(Supplier<String> look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var wrong = look.get();
        while (!wrong.isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            wrong = look.get();
        }
        if (!wrong.isEmpty()) {
            problems.add(wrong);
        }
    }
}
