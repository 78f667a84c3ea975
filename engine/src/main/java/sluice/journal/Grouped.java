package sluice.journal;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Group commit for statements: items that come while a call is under way wait, and the next call takes all of them. When idle an
 * item goes straight through.
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

    private final Call<I, O> call;
    private final int maxGroup;
    private final int maxWaiting;
    private final ExecutorService workers;
    private final ArrayDeque<Waiting<I, O>> waiting = new ArrayDeque<>(); // guarded by this
    private int idleWorkers; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param concurrency calls under way at once
     * @param maxWaiting items that may wait; more are refused with {@link RejectedExecutionException}
     */
    public Grouped(String name, int concurrency, int maxGroup, int maxWaiting, Call<I, O> call) {
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
        return result;
    }

    private void work() {
        for (var group = take(); !group.isEmpty(); group = take()) {
            run(group);
        }
    }

    private synchronized List<Waiting<I, O>> take() {
        var group = new ArrayList<Waiting<I, O>>(Math.min(waiting.size(), maxGroup));
        while (!waiting.isEmpty() && group.size() < maxGroup) {
            group.add(waiting.remove());
        }
        if (group.isEmpty()) {
            idleWorkers++;
        }
        return group;
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
