package sluice.key;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;

/**
 * Changes and questions of what lies in tables and is asked for over HTTP, off the caller's thread: a few at once, a bounded number
 * waiting, and a word about what became of a change whose answer the database did not give.
 */
public final class DeskWork implements AutoCloseable {

    private static final int THREADS = 2; // of the engine's pool of connections, which has better things to do
    private static final int MAX_WAITING = 200;
    private static final String NO_DATABASE = "the database does not answer";

    private final ExecutorService threads;

    public DeskWork(String name) {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }

    /** The database cannot be asked just now; nothing was changed. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Makes a change.
     *
     * @param notDone makes the outcome of one that was not made and will not be, from why
     * @param unknown makes the outcome of one that has its whole effect or none, from why
     */
    public <O> CompletionStage<O> change(Supplier<O> change, Function<String, O> notDone, Function<String, O> unknown) {
        return submit(change).exceptionally(failure -> {
            var cause = cause(failure);
            if (cause instanceof RejectedExecutionException) {
                return notDone.apply("too many changes are waiting");
            }
            if (cause instanceof ConnectionException) {
                return notDone.apply(NO_DATABASE);
            }
            if (isOutage(cause)) {
                return unknown.apply("The database did not answer in time; the change may have been made.");
            }
            throw new CompletionException(cause);
        });
    }

    /** Asks a question; fails with {@link Unreadable}. */
    public <T> CompletionStage<T> ask(Supplier<T> question) {
        return submit(question).exceptionally(failure -> {
            var cause = cause(failure);
            if (cause instanceof RejectedExecutionException) {
                throw new Unreadable("too many questions are waiting", cause);
            }
            throw isOutage(cause) ? new Unreadable(NO_DATABASE, cause) : new CompletionException(cause);
        });
    }

    private <T> CompletionStage<T> submit(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether it is the database that failed, and not what it was asked: SQL states of connections, resources and interventions. */
    private static boolean isOutage(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = String.valueOf(sql.getSQLState());
                return state.startsWith("08")
                        || state.startsWith("25")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("55")
                        || state.startsWith("57")
                        || sql.getSQLState() == null; // the pool's own timeout
            }
        }
        return false;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
