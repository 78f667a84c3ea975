package sluice.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.persistence.PersistentRepr;
import org.jspecify.annotations.Nullable;
import sluice.journal.JournalTable.PageAsk;

/** What entities read when they enter memory. Those that do so together share statements. */
final class RecoveryReads implements AutoCloseable {

    private static final int MAX_HIGHEST = 1_000;
    private static final int MAX_PAGES = 64;

    private final RowFormat format;
    private final GroupCommitSettings settings;
    private final Executor decoding;
    private final Grouped<String, Long> highest;
    private final Grouped<PageAsk, List<JournalRow>> pages;

    /** @param decoding where payloads are read and handed on, so that no statement waits for that */
    RecoveryReads(Connections connections, RowFormat format, GroupCommitSettings settings, Executor decoding) {
        this.format = format;
        this.settings = settings;
        this.decoding = decoding;
        this.highest = new Grouped<>("journal-highest", settings.readers(), MAX_HIGHEST, settings.maxWaiting(), ids -> {
            try (var connection = connections.open()) {
                return JournalTable.highest(connection, ids);
            }
        });
        this.pages = new Grouped<>("journal-pages", settings.readers(), MAX_PAGES, settings.maxWaiting(), asks -> {
            try (var connection = connections.open()) {
                return JournalTable.pages(connection, asks, settings.pageBytes());
            }
        });
    }

    /** The highest sequence number of an entity, 0 if it has no row. Deleted rows count. */
    CompletionStage<Long> highest(String persistenceId) {
        return highest.submit(persistenceId);
    }

    /**
     * Hands the events {@code from} to {@code to} over in their order, {@code max} at the most, without those that are marked as
     * deleted. Fails with {@link SequenceGap} where a row is missing: what was built without it would be wrong for ever.
     */
    CompletionStage<@Nullable Void> replay(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replayed) {
        var replay = new Replay(persistenceId, Math.max(1, from), to, max, replayed);
        replay.next();
        return replay.done;
    }

    @Override
    public void close() {
        highest.close();
        pages.close();
    }

    /** A row that should be there is not. */
    static final class SequenceGap extends IllegalStateException {
        SequenceGap(String persistenceId, long missing, String found) {
            super("%s has no row %d, but %s".formatted(persistenceId, missing, found));
        }
    }

    private final class Replay {
        private final String persistenceId;
        private final long to;
        private final Consumer<PersistentRepr> replayed;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private long expected;
        private long left;

        Replay(String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replayed) {
            this.persistenceId = persistenceId;
            this.expected = from;
            this.to = to;
            this.left = max;
            this.replayed = replayed;
        }

        void next() {
            if (left <= 0 || expected > to) {
                done.complete(null);
                return;
            }
            int most = (int) Math.min(left, settings.pageRows());
            var unused = pages.submit(new PageAsk(persistenceId, expected, to, most))
                    .thenAcceptAsync(this::handOn, decoding)
                    .exceptionally(failure -> {
                        var wrapped = failure instanceof CompletionException ? failure.getCause() : failure;
                        done.completeExceptionally(wrapped == null ? failure : wrapped);
                        return null;
                    });
        }

        private void handOn(List<JournalRow> page) {
            if (page.isEmpty()) {
                throw new SequenceGap(persistenceId, expected, "should have rows up to " + to);
            }
            for (var row : page) {
                if (row.sequence() != expected) {
                    throw new SequenceGap(persistenceId, expected, "one of the number " + row.sequence());
                }
                expected++;
                if (!row.deleted() && left > 0) {
                    left--;
                    replayed.accept(format.event(row));
                }
            }
            next();
        }
    }
}
