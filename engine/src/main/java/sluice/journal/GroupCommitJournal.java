package sluice.journal;

import com.typesafe.config.Config;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.db.SlickExtension;
import org.apache.pekko.persistence.jdbc.db.SlickExtensionImpl;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.FutureConverters;

/**
 * Pekko's journal on the tables of Pekko Persistence JDBC, with group commit: what all entities of a node want written goes out in
 * one statement, and what they want to read when they enter memory in another. When idle a write goes straight through.
 *
 * <p>A write that another owner's row stands in the way of, or that PostgreSQL refuses for what is in it, is <em>rejected</em>: none of
 * it is written nor will be, its actor stops, and the circuit breaker does not count it. Beyond the bound of what may wait, writes are
 * rejected before they are sent. Only an outcome that nobody knows fails the write.
 *
 * <p>All that one actor hands over at once has one fate: a later write must not stand where an earlier one could not, for it was
 * decided on top of it. Tags are not kept. Deleting hides rows from replays and removes nothing; Sluice never does it.
 */
public final class GroupCommitJournal extends AsyncWriteJournal {

    private final RowWriter writer;
    private final Grouped<EntityWrite, EntityWrite.Outcome> writes;
    private final RecoveryReads reads;
    private final Connections connections;
    private final Executor blocking;

    /** The writes of each entity that are not yet told; a reading waits for them. */
    private final ConcurrentHashMap<String, CompletableFuture<?>> inFlight = new ConcurrentHashMap<>();

    /** @param config the plugin's own, by default {@code sluice.journal} */
    public GroupCommitJournal(Config config) {
        var system = context().system();
        var settings = GroupCommitSettings.of(config);
        var database = ((SlickExtensionImpl) SlickExtension.get(system))
                .database(config)
                .database();
        var format = new RowFormat(SerializationExtension.get(system));
        connections = () -> database.source().createConnection();
        blocking = system.dispatchers().lookup(config.getString("replay-dispatcher"));
        writer = new RowWriter(connections, format, settings);
        writes = new Grouped<>("journal-writes", settings.writers(), settings.maxRows(), settings.maxWaiting(), writer);
        reads = new RecoveryReads(connections, format, settings, blocking);
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        var atomicWrites = new ArrayList<AtomicWrite>(1);
        messages.forEach(atomicWrites::add);
        var write = new EntityWrite(atomicWrites, System.nanoTime());
        var persistenceId = write.persistenceId();
        Promise<Iterable<Optional<Exception>>> told = Promise.apply();
        var written = writes.submit(write).toCompletableFuture();
        var ended = inFlight.merge(persistenceId, written, CompletableFuture::allOf);
        var unused = ended.whenComplete((any, failure) -> inFlight.remove(persistenceId, ended));
        var ignored = written.whenComplete((outcome, failure) -> tell(told, atomicWrites.size(), outcome, failure));
        return told.future();
    }

    private static void tell(
            Promise<Iterable<Optional<Exception>>> told,
            int count,
            EntityWrite.@Nullable Outcome outcome,
            @Nullable Throwable failure) {
        switch (outcome) {
            case EntityWrite.Outcome.Written(var refusals) -> told.success(refusals);
            case EntityWrite.Outcome.Rejected(var cause) -> told.success(rejections(count, cause));
            case EntityWrite.Outcome.Failed(var cause) -> told.failure(cause);
            case null -> {
                if (failure instanceof RejectedExecutionException tooMany) {
                    told.success(rejections(count, tooMany));
                } else {
                    told.failure(failure == null ? new IllegalStateException("no outcome") : failure);
                }
            }
        }
    }

    private static List<Optional<Exception>> rejections(int count, Exception cause) {
        var rejections = new ArrayList<Optional<Exception>>(count);
        for (int i = 0; i < count; i++) {
            rejections.add(Optional.of(cause));
        }
        return rejections;
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return afterWrites(persistenceId, () -> reads.highest(persistenceId));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replayed) {
        return afterWrites(persistenceId, () -> reads.replay(persistenceId, from, to, max, replayed));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
        return afterWrites(
                persistenceId, () -> CompletableFuture.supplyAsync(() -> markDeleted(persistenceId, to), blocking));
    }

    private @Nullable Void markDeleted(String persistenceId, long to) {
        try (var connection = connections.open()) {
            JournalTable.markDeleted(connection, persistenceId, to);
            return null;
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }

    /** The row of a write in flight may or may not be there yet: who read now could give its number to another. */
    private <T extends @Nullable Object> Future<T> afterWrites(
            String persistenceId, Supplier<CompletionStage<T>> read) {
        var writing = inFlight.get(persistenceId);
        return FutureConverters.asScala(
                writing == null
                        ? read.get()
                        : writing.handle((any, failure) -> read.get()).thenCompose(stage -> stage));
    }

    @Override
    public void postStop() {
        writer.close();
        writes.close();
        reads.close();
    }
}
