package sluice.key;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.key.KeyOutcome.NotDone;
import sluice.key.KeyOutcome.Unknown;

/**
 * The keys of an installation, on one node: made, changed and read off the caller's thread, and known by {@link #keys}. A change counts
 * on this node before it is told, and on every other within five seconds.
 */
public final class KeyDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDesk.class);
    private static final int THREADS = 2; // of the engine's pool of connections, which has better things to do
    private static final int MAX_WAITING = 200;
    private static final String NO_DATABASE = "the database does not answer";

    private final KeyStore store;
    private final KeyDirectory directory;
    private final ExecutorService threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("sluice-key-desk-", 0).factory());

    private KeyDesk(KeyStore store, KeyDirectory directory) {
        this.store = store;
        this.directory = directory;
    }

    /** The database cannot be asked just now; nothing was changed. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Opens it on a database with the tables of Sluice.
     *
     * @throws JdbiException if the keys cannot be read
     */
    public static KeyDesk open(DataSource database) {
        var jdbi = Jdbi.create(database);
        return new KeyDesk(new KeyStore(jdbi, InstantSource.system()), KeyDirectory.start(jdbi));
    }

    /** The keys on record, and {@code bootstrap}, which is on no list and is never revoked. */
    public Keys keys(BootstrapKey bootstrap) {
        var unlimited = Optional.of(ApiKey.unlimited(bootstrap.keyId()));
        return new Keys() {
            @Override
            public Optional<ApiKey> find(String presented) {
                var hash = KeyText.hash(presented);
                return bootstrap.isMatchedBy(hash) ? unlimited : directory.find(presented, hash);
            }

            @Override
            public Optional<String> refusal() {
                return directory.refusal();
            }
        };
    }

    /**
     * Makes a key.
     *
     * @param answer writes what is told about it, and told again under the same idempotency key; run in the transaction
     */
    public CompletionStage<KeyOutcome> create(NewKey wanted, KeyCaller by, Function<MadeKey, byte[]> answer) {
        return change(() -> store.create(wanted, by, answer));
    }

    /**
     * Gives a key another secret.
     *
     * @param overlap for how long the secret of before counts beside it
     * @param answer as for {@link #create}
     */
    public CompletionStage<KeyOutcome> rotate(
            String keyId, Duration overlap, KeyCaller by, Function<MadeKey, byte[]> answer) {
        return change(() -> store.rotate(keyId, overlap, by, answer));
    }

    /** Revokes a key for ever. */
    public CompletionStage<KeyOutcome> revoke(String keyId, KeyCaller by) {
        return change(() -> store.revoke(keyId, by));
    }

    /** Fails with {@link Unreadable}, as do the other questions. */
    public CompletionStage<Optional<KeyRecord>> find(String keyId) {
        return ask(() -> store.find(keyId));
    }

    /**
     * Keys, newest first.
     *
     * @param after the last key before the page, or null for the first page
     */
    public CompletionStage<List<KeyRecord>> list(@Nullable KeyPlace after, int limit) {
        return ask(() -> store.list(after, limit));
    }

    /** The changes of a key, oldest first; empty if there is no such key. */
    public CompletionStage<List<KeyEvent>> events(String keyId) {
        return ask(() -> store.events(keyId));
    }

    private CompletionStage<KeyOutcome> change(Supplier<KeyOutcome> change) {
        return submit(() -> {
                    var outcome = change.get();
                    refreshNow();
                    return outcome;
                })
                .exceptionally(failure -> failed(cause(failure)));
    }

    /** Another second is no harm, so a failure here fails nothing. */
    private void refreshNow() {
        try {
            directory.refresh();
        } catch (JdbiException unanswered) {
            LOG.warn("A changed key counts on this node a moment later: {}", unanswered.toString());
        }
    }

    private static KeyOutcome failed(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return new NotDone("too many changes of keys are waiting");
        }
        if (failure instanceof ConnectionException) {
            return new NotDone(NO_DATABASE);
        }
        if (isOutage(failure)) {
            return new Unknown("The database did not answer in time; the change may have been made.");
        }
        throw new CompletionException(failure);
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        return submit(question).exceptionally(failure -> {
            var cause = cause(failure);
            if (cause instanceof RejectedExecutionException) {
                throw new Unreadable("too many questions about keys are waiting", cause);
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
        directory.close();
    }
}
