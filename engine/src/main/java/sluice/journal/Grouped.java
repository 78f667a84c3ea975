package sluice.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Group commit for statements: items that come while a call is under way wait, and the next call takes all of them. When idle an
 * item goes straight through. Another call sets out beside the first only when that is full, or takes long: it may be waiting for a lock,
 * and two that share what there is cost more than one.
 *
 * <p>A call that PostgreSQL refuses for what is in it is tried again in halves, so that one bad item fails alone; any other failure
 * fails all its items, of which the outcome is then unknown.
 */
public final class Grouped<I, O> implements AutoCloseable {

    /** One round trip for all items; gives one result for each, in the same order. */
    @FunctionalInterface
    public interface Call<I, O> {
        List<O> on(List<I> items) throws SQLException;
    }

    private record Waiting<I, O>(I item, CompletableFuture<O> result) {}

    /**
     * For so long what comes is left for the call after the one under way: one beside it at once would be small. Much longer, and
     * one processor would wait for the other.
     */
    private static final Duration USUAL = Duration.ofMillis(1);

    private final Call<I, O> call;
    private final int maxGroup;
    private final int maxWaiting;
    private final long usualNanos;
    private final ExecutorService workers;
    private final ArrayDeque<Waiting<I, O>> waiting = new ArrayDeque<>(); // guarded by this
    private final IdentityHashMap<List<Waiting<I, O>>, Long> startNanos =
            new IdentityHashMap<>(); // of calls under way; guarded by this
    private int idleWorkers; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param concurrency calls under way at once
     * @param maxWaiting items that may wait; more are refused with {@link RejectedExecutionException}
     */
    public Grouped(String name, int concurrency, int maxGroup, int maxWaiting, Call<I, O> call) {
        this(name, concurrency, maxGroup, maxWaiting, USUAL, call);
    }

    /** @param usual how long a call may take before another sets out beside it with less than a full group */
    Grouped(String name, int concurrency, int maxGroup, int maxWaiting, Duration usual, Call<I, O> call) {
        this.usualNanos = usual.toNanos();
        this.call = call;
        this.maxGroup = maxGroup;
        this.maxWaiting = maxWaiting;
        this.idleWorkers = concurrency;
        this.workers = Executors.newFixedThreadPool(
                concurrency,
                Thread.ofPlatform().daemon().name("sluice-" + name + "-", 0).factory());
    }

    /** The stage fails with {@link RejectedExecutionException} if too many wait or this is closed; then no call was made. */
    public synchronized CompletionStage<O> submit(I item) {
        var result = new CompletableFuture<O>();
        if (closed || waiting.size() >= maxWaiting) {
            result.completeExceptionally(
                    new RejectedExecutionException(closed ? "the node stops" : "too many statements wait"));
            return result;
        }
        waiting.add(new Waiting<>(item, result));
        if (idleWorkers > 0) {
            idleWorkers--;
            workers.execute(this::work);
        }
        if (waiting.size() >= maxGroup) {
            notifyAll();
        }
        return result;
    }

    private void work() {
        for (var group = take(List.of()); !group.isEmpty(); group = take(group)) {
            run(group);
        }
    }

    /** The next group, now that {@code done} is no longer under way; empty if nothing waits, and then the worker is idle. */
    private synchronized List<Waiting<I, O>> take(List<Waiting<I, O>> done) {
        startNanos.remove(done);
        awaitTurn();
        var group = new ArrayList<Waiting<I, O>>(Math.min(waiting.size(), maxGroup));
        while (!waiting.isEmpty() && group.size() < maxGroup) {
            group.add(waiting.remove());
        }
        if (group.isEmpty()) {
            idleWorkers++;
        } else {
            startNanos.put(group, System.nanoTime());
        }
        return group;
    }

    /** Waits as long as another call may be expected to end and to take what waits. */
    private void awaitTurn() {
        try {
            for (long left = leftNanos(); left > 0; left = leftNanos()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException goOn) {
            Thread.currentThread().interrupt();
        }
    }

    private long leftNanos() {
        if (startNanos.isEmpty() || waiting.isEmpty() || waiting.size() >= maxGroup) {
            return 0;
        }
        long youngest =
                startNanos.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        return youngest + usualNanos - System.nanoTime();
    }

    private void run(List<Waiting<I, O>> group) {
        try {
            var results = call.on(group.stream().map(Waiting::item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result().complete(results.get(i));
            }
        } catch (SQLException failure) {
            if (group.size() > 1 && (isRefusal(failure) || isTooSlow(failure))) {
                run(group.subList(0, group.size() / 2));
                run(group.subList(group.size() / 2, group.size()));
            } else {
                group.forEach(one -> one.result().completeExceptionally(failure));
            }
        } catch (RuntimeException | Error bug) { // the worker must live, and nobody wait for ever
            group.forEach(one -> one.result().completeExceptionally(bug));
        }
    }

    /**
     * Whether PostgreSQL said for certain that it will not do this: data exceptions (class 22), broken constraints (23), limits
     * exceeded (54).
     */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22")
                        || sql.getSQLState().startsWith("23")
                        || sql.getSQLState().startsWith("54"));
    }

    /** Whether PostgreSQL gave the statement up for taking too long; it has done nothing, and half as much may be in time. */
    private static boolean isTooSlow(SQLException failure) {
        return "57014".equals(failure.getSQLState());
    }

    /** Lets the calls under way end, and fails what waits. */
    @Override
    public void close() {
        List<Waiting<I, O>> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(one -> one.result().completeExceptionally(new RejectedExecutionException("the node stops")));
        workers.shutdown();
    }
}
