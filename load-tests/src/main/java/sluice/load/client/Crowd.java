package sluice.load.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Clients who work through a list of orders side by side, each with at most one request in flight. */
public final class Crowd {

    private final String run;
    private final Path logs;
    private final int clients;
    private final List<Target> targets;
    private final RetryPolicy retries;
    private final Meter meter;

    /**
     * @param run names these clients' attempts in their logs
     * @param targets asked in turn
     */
    public Crowd(String run, Path logs, int clients, List<Target> targets, RetryPolicy retries, Meter meter) {
        this.run = run;
        this.logs = logs;
        this.clients = clients;
        this.targets = List.copyOf(targets);
        this.retries = retries;
        this.meter = meter;
    }

    /** An order that was asked for and the last answer to it. */
    public record Placed(OrderRequest request, Answer answer) {}

    /** Hands out the orders in their sequence and returns, in no particular one, when each has its last answer. */
    public List<Placed> place(Iterator<OrderRequest> orders) throws InterruptedException {
        var placed = Collections.synchronizedList(new ArrayList<Placed>());
        var source = new Source(orders);
        var jobs = new ArrayList<Callable<Void>>();
        for (int client = 1; client <= clients; client++) {
            int number = client;
            jobs.add(() -> {
                work(number, source, placed);
                return null;
            });
        }
        runAll(jobs);
        return placed;
    }

    private void work(int number, Source source, List<Placed> placed) throws InterruptedException {
        try (var log = AttemptLog.of(logs, number);
                var buyer = new Buyer(run, number, targets, retries, meter, log)) {
            for (var next = source.next(); next.isPresent(); next = source.next()) {
                placed.add(new Placed(next.get(), buyer.place(next.get())));
            }
        }
    }

    /** Runs every job side by side and returns when all are done; the first failure is thrown. */
    public static void runAll(List<? extends Callable<Void>> jobs) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> job : threads.invokeAll(jobs)) {
                var unused = await(job);
            }
        }
    }

    /** Waits for a job; what it threw is thrown as the cause of an {@link IllegalStateException}. */
    public static <T extends @Nullable Object> T await(Future<T> job) throws InterruptedException {
        try {
            return job.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Lets several clients draw from one iterator. */
    private record Source(Iterator<OrderRequest> orders) {

        synchronized Optional<OrderRequest> next() {
            return orders.hasNext() ? Optional.of(orders.next()) : Optional.empty();
        }
    }
}
