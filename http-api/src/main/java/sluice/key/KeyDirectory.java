package sluice.key;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All keys of the installation, in memory: a request costs a hash and a look-up, and nothing waits for the database.
 *
 * <p>A thread asks the database every second whether the mark of the keys has changed, and if so reads them all anew. The mark
 * changes in the transaction of every change, so whatever order transactions begin and commit in, an unchanged mark says that nothing
 * was missed; a change number that only grows would not, once two overlap or the database comes back from a backup. Thousands of keys are
 * read in some milliseconds, and change seldom.
 *
 * <p>What was last confirmed more than four seconds ago is not relied on: no key is then found, and {@link #refusal} says why. So a
 * revoked key is refused on every node within five seconds, also on one that has lost its database or stood still, and such a node tells its
 * clients 503 and not 401, at which they might throw away a good key. (It could do nothing for them anyway: placing, reading and changing all
 * need the database.)
 */
final class KeyDirectory implements Keys, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TRUSTED = Duration.ofSeconds(4);
    private static final Duration SWEPT_EVERY = Duration.ofMinutes(10);
    private static final Optional<String> UNCONFIRMED = Optional.of("the keys cannot be read from the database");

    private final Jdbi database;
    private final Clocks clocks;
    private final KeyUses uses = new KeyUses();
    private final Thread poller;
    private volatile Seen seen = new Seen(Map.of(), null, null);
    private volatile boolean closed;
    private long sweptAtMillis;

    /** The time, by a clock that people set, and by one that only runs. */
    interface Clocks {
        long wallMillis();

        long steadyNanos();

        Clocks SYSTEM = new Clocks() {
            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long steadyNanos() {
                return System.nanoTime();
            }
        };
    }

    /**
     * What was read, and from when on.
     *
     * @param confirmed when reading last began; null for never
     */
    private record Seen(
            Map<String, StoredKey> keys,
            @Nullable UUID mark,
            @Nullable Moment confirmed) {}

    private record Moment(long wallMillis, long steadyNanos) {}

    KeyDirectory(Jdbi database, Clocks clocks) {
        this.database = database;
        this.clocks = clocks;
        this.poller = Thread.ofPlatform().daemon().name("sluice-keys").unstarted(this::pollForEver);
    }

    /** Reads the keys, and follows them from now on. */
    static KeyDirectory start(Jdbi database) {
        var directory = new KeyDirectory(database, Clocks.SYSTEM);
        directory.refresh();
        directory.poller.start();
        return directory;
    }

    @Override
    public Optional<ApiKey> find(String presented) {
        return find(presented, KeyText.hash(presented));
    }

    /** The same, where the hash of what is presented is known. */
    Optional<ApiKey> find(String presented, byte[] presentedHash) {
        var keyId = KeyText.keyIdIn(presented);
        var known = seen;
        return keyId.isPresent() && isTrusted(known)
                ? known.keys().getOrDefault(keyId.get(), StoredKey.NONE).match(presentedHash, clocks.wallMillis())
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal() {
        return isTrusted(seen) ? Optional.empty() : UNCONFIRMED;
    }

    /** By either clock, since one stands still while the machine sleeps, and the other can be set back. */
    private boolean isTrusted(Seen known) {
        var confirmed = known.confirmed();
        return confirmed != null
                && clocks.wallMillis() - confirmed.wallMillis() < TRUSTED.toMillis()
                && clocks.steadyNanos() - confirmed.steadyNanos() < TRUSTED.toNanos();
    }

    /**
     * Reads what has changed. What was committed before it was called counts once it returns.
     *
     * @throws org.jdbi.v3.core.JdbiException if the database does not answer; then what was read before counts for its time
     */
    synchronized void refresh() {
        var begun = new Moment(clocks.wallMillis(), clocks.steadyNanos());
        seen = database.withHandle(handle -> {
            // The mark first: keys read after it are as new as it says, or newer, and then are read again.
            var mark = handle.createQuery("select mark from api_key_mark")
                    .mapTo(UUID.class)
                    .one();
            if (mark.equals(seen.mark())) {
                return new Seen(seen.keys(), mark, begun);
            }
            var keys = new HashMap<String, StoredKey>();
            handle.createQuery("select *, null::timestamptz as last_used_at from api_key")
                    .map((row, context) -> {
                        var record = KeyRows.record(row);
                        return new StoredKey(
                                record, row.getBytes("hash"), row.getBytes("previous_hash"), uses.of(record.id()));
                    })
                    .forEach(key -> keys.put(key.id(), key));
            return new Seen(keys, mark, begun);
        });
    }

    private void pollForEver() {
        while (!closed) {
            try {
                Thread.sleep(INTERVAL);
                refresh();
                database.useHandle(handle -> {
                    uses.write(handle, clocks.wallMillis(), false);
                    sweep(handle);
                });
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException unanswered) {
                if (!closed) {
                    LOG.warn("The API keys cannot be read just now: {}", unanswered.toString());
                }
            }
        }
    }

    private void sweep(Handle handle) {
        var now = clocks.wallMillis();
        if (now - sweptAtMillis >= SWEPT_EVERY.toMillis()) {
            FirstAnswers.sweep(handle, Instant.ofEpochMilli(now));
            sweptAtMillis = now;
        }
    }

    /** Stops following, and writes the uses that are not written yet. */
    @Override
    public void close() {
        closed = true;
        poller.interrupt();
        try {
            poller.join(INTERVAL.toMillis());
            if (!poller.isAlive()) {
                database.useHandle(handle -> uses.write(handle, clocks.wallMillis(), true));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unanswered) {
            LOG.warn("When keys were last used is not written for the last minute: {}", unanswered.toString());
        }
    }
}
