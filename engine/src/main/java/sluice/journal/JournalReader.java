package sluice.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.EntityKind;
import sluice.journal.JournalDatabase.FirstEvent;
import sluice.journal.JournalDatabase.FirstRow;
import sluice.journal.JournalDatabase.NamedOrder;
import sluice.order.OrderHistory;
import sluice.value.OrderId;

/**
 * Reads the journal off the threads of the actors, and keeps its tables tidy. What is asked for by many at once shares a statement;
 * what cannot be taken on fails with {@link RejectedExecutionException}.
 */
public final class JournalReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
    private static final int THREADS = 4;
    private static final int MAX_WAITING_TASKS = 1_000;
    private static final int MAX_GROUP = 1_000;
    private static final int MAX_WAITING = 100_000;
    private static final int SWEPT_AT_ONCE = 10_000;

    private final JournalDatabase journal;
    private final Grouped<OrderId, Optional<FirstRow>> firstRows;
    private final Grouped<List<String>, List<NamedOrder>> references;
    private final ExecutorService threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_TASKS),
            Thread.ofPlatform().daemon().name("sluice-reads-", 0).factory());

    public JournalReader(JournalDatabase journal) {
        this.journal = journal;
        this.firstRows = new Grouped<>("first-rows", 1, MAX_GROUP, MAX_WAITING, this::readFirstRows);
        this.references = new Grouped<>("references", 2, MAX_GROUP, MAX_WAITING, this::readReferences);
    }

    /** Event 1 of {@code order}, where it has one. */
    public CompletionStage<Optional<FirstEvent>> firstEvent(OrderId order) {
        return firstRows.submit(order).thenApply(row -> row.map(journal::decode));
    }

    private List<Optional<FirstRow>> readFirstRows(List<OrderId> asked) throws SQLException {
        var found = new HashMap<OrderId, FirstRow>();
        journal.firstRows(asked).forEach(row -> found.put(row.order(), row));
        return asked.stream()
                .map(order -> Optional.ofNullable(found.get(order)))
                .toList();
    }

    /** The births of the orders that those of {@code names} name which are in force. */
    public CompletionStage<List<NamedBirth>> named(List<String> names) {
        return references
                .submit(names)
                .thenApply(found -> found.stream()
                        .map(one -> new NamedBirth(one.reference(), one.fingerprint(), journal.decode(one.birth())))
                        .toList());
    }

    private List<List<NamedOrder>> readReferences(List<List<String>> asked) throws SQLException {
        var found = new HashMap<String, NamedOrder>();
        journal.named(asked.stream().flatMap(List::stream).toList())
                .forEach(named -> found.put(named.reference(), named));
        return asked.stream()
                .map(names -> names.stream()
                        .filter(found::containsKey)
                        .map(found::get)
                        .toList())
                .toList();
    }

    /** Every event of {@code order}, oldest first; fails where PostgreSQL has not answered within {@code timeout}. */
    public CompletionStage<List<OrderHistory>> history(OrderId order, Duration timeout) {
        return read(() -> journal.history(order)).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stock and accounts with a row in the last {@code span} before the journal's newest row, by kind. */
    public CompletionStage<Map<EntityKind, List<String>>> recentlyWritten(Duration span) {
        return read(() -> journal.recentlyWritten(span));
    }

    /** Deletes the snapshots of an entity that are older than the one at {@code newestSequence}; if not now, then next time. */
    public void pruneSnapshots(String persistenceId, long newestSequence) {
        tidy(() -> {
            journal.deleteSnapshotsBefore(persistenceId, newestSequence);
            return persistenceId;
        });
    }

    /** Deletes references that are out of force; if not now, then next time. */
    public void sweepReferences() {
        tidy(() -> {
            journal.deleteExpiredReferences(SWEPT_AT_ONCE);
            return SWEPT_AT_ONCE;
        });
    }

    private void tidy(Statement<?> statement) {
        var unused = read(statement).exceptionally(failure -> {
            LOG.warn("the journal's tables are tidied later: {}", failure.toString());
            return null;
        });
    }

    private interface Statement<T> {
        T run() throws SQLException;
    }

    private <T> CompletableFuture<T> read(Statement<T> statement) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return statement.run();
                        } catch (SQLException failure) {
                            throw new CompletionException(failure);
                        }
                    },
                    threads);
        } catch (RejectedExecutionException tooMuchWaits) {
            return CompletableFuture.failedFuture(tooMuchWaits);
        }
    }

    @Override
    public void close() {
        firstRows.close();
        references.close();
        threads.shutdown();
    }
}
