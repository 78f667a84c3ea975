package sluice.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as a source for projections: every committed row once, in commit order, in pages
 * of which those rows come that the model wants (see {@link TailReader}). The
 * source never ends; where nothing is new it asks again after the poll interval. On a restored copy of the database it says so
 * once and gives nothing until the copy has been re-based.
 */
public final class JournalTail extends SourceProvider<String, TailPage> {

    private static final Logger log = LoggerFactory.getLogger(JournalTail.class);

    private final ActorSystem<?> system;
    private final TailReader reader;
    private final TailSettings settings;
    private final TailPace pace;
    private final Executor blocking;
    private volatile boolean refusing;

    JournalTail(ActorSystem<?> system, TailReader reader, TailSettings settings, TailPace pace) {
        this.system = system;
        this.reader = reader;
        this.settings = settings;
        this.pace = pace;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    @Override
    public CompletionStage<Source<TailPage, NotUsed>> source(Supplier<CompletionStage<Optional<String>>> storedOffset) {
        return storedOffset
                .get()
                .thenApply(stored -> pagesAfter(stored.map(TailOffset::parse).orElse(TailOffset.START)));
    }

    @Override
    public String extractOffset(TailPage page) {
        return page.to().toString();
    }

    @Override
    public long extractCreationTime(TailPage page) {
        return page.rows().getLast().writtenAt().toEpochMilli();
    }

    private Source<TailPage, NotUsed> pagesAfter(TailOffset begin) {
        return Source.unfoldAsync(new Cursor(begin, true, System.nanoTime()), this::next)
                .filter(page -> !page.rows().isEmpty());
    }

    /** The stream asks for the next page when it has handled the one before. */
    private CompletionStage<Optional<Pair<Cursor, TailPage>>> next(Cursor cursor) {
        var poll = cursor.isFull() ? Duration.ZERO : settings.pollInterval();
        var breath = pace.pauseAfter(Duration.ofNanos(System.nanoTime() - cursor.begunNanos()));
        return after(breath.compareTo(poll) > 0 ? breath : poll, () -> {
            long begun = System.nanoTime();
            var page = read(cursor.offset());
            return Optional.of(Pair.create(new Cursor(page.to(), page.isFull(), begun), page));
        });
    }

    private TailPage read(TailOffset from) {
        try {
            var page = reader.read(from);
            refusing = false;
            return page;
        } catch (TailIdentity.RestoredDatabase restored) {
            if (!refusing) {
                log.error("The tail does not run: {}", restored.getMessage());
            }
            refusing = true;
            return new TailPage(from, List.of(), false);
        }
    }

    private <T> CompletionStage<T> after(Duration pause, Supplier<T> blockingWork) {
        return pause.isZero()
                ? CompletableFuture.supplyAsync(blockingWork, blocking)
                : Patterns.after(pause, system, () -> CompletableFuture.supplyAsync(blockingWork, blocking));
    }

    /** Where to read on, whether more rows may follow at once, and when the page before was begun. */
    private record Cursor(TailOffset offset, boolean isFull, long begunNanos) {}
}
