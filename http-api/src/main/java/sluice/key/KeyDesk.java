package sluice.key;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an installation, on one node: made, changed and read off the caller's thread, and known by {@link #keys}. A change counts
 * on this node before it is told, and on every other within five seconds.
 */
public final class KeyDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDesk.class);

    private final KeyStore store;
    private final KeyDirectory directory;
    private final DeskWork work = new DeskWork("sluice-key-desk");

    private KeyDesk(KeyStore store, KeyDirectory directory) {
        this.store = store;
        this.directory = directory;
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

    /** Fails with {@link DeskWork.Unreadable}, as do the other questions. */
    public CompletionStage<Optional<KeyRecord>> find(String keyId) {
        return work.ask(() -> store.find(keyId));
    }

    /**
     * Keys, newest first.
     *
     * @param after the last key before the page, or null for the first page
     */
    public CompletionStage<List<KeyRecord>> list(@Nullable ListPlace after, int limit) {
        return work.ask(() -> store.list(after, limit));
    }

    /** The changes of a key, oldest first; empty if there is no such key. */
    public CompletionStage<List<KeyEvent>> events(String keyId) {
        return work.ask(() -> store.events(keyId));
    }

    private CompletionStage<KeyOutcome> change(Supplier<KeyOutcome> change) {
        return work.change(
                () -> {
                    var outcome = change.get();
                    refreshNow();
                    return outcome;
                },
                KeyOutcome.NotDone::new,
                KeyOutcome.Unknown::new);
    }

    /** Another second is no harm, so a failure here fails nothing. */
    private void refreshNow() {
        try {
            directory.refresh();
        } catch (JdbiException unanswered) {
            LOG.warn("A changed key counts on this node a moment later: {}", unanswered.toString());
        }
    }

    @Override
    public void close() {
        work.close();
        directory.close();
    }
}
