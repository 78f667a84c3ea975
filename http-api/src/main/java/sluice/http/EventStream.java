package sluice.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.event.EventFilter;
import sluice.event.EventRead;
import sluice.event.EventReader;
import sluice.event.EventSignal;
import sluice.event.Events;

/**
 * One reader's stream of events. The next page is read when the one before has been taken: a slow reader is read for no faster, and costs
 * some pages of memory. It begins with the position it begins after, and a heartbeat tells up to where there was nothing to tell, so a
 * reader that is cut off at any moment knows where to go on.
 */
final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final int PAGE_EVENTS = 100;
    private static final long PAGE_BYTES = 64 * 1024;

    private final EventReader reader;
    private final EventFilter filter;
    private final long until;
    private final EventSignal.Listening listening;
    private long position;
    private boolean begun;
    private boolean mayHaveMore = true;
    private volatile long told; // up to where the reader knows of everything

    private long known; // guarded by this, as is what follows
    private @Nullable CompletableFuture<Void> waiting;

    private EventStream(Events events, EventFilter filter, long after, long until) {
        this.reader = events.reader();
        this.filter = filter;
        this.until = until;
        this.position = after;
        this.told = after;
        this.listening = events.signal().listen(this::grown);
    }

    /**
     * The events after {@code after} that {@code filter} lets through.
     *
     * @param until ends when everything up to this position was told
     * @param heartbeat after which, when nothing goes, a comment does
     */
    static Source<ByteString, NotUsed> of(
            Events events, EventFilter filter, long after, long until, Duration heartbeat) {
        return Source.lazySource(() -> {
                    var stream = new EventStream(events, filter, after, until);
                    return Source.unfoldAsync(stream, EventStream::next)
                            .map(stream::told)
                            .filter(ByteString::nonEmpty)
                            .keepAlive(heartbeat, stream::heartbeat)
                            .watchTermination((nothing, end) -> {
                                end.whenComplete((done, fault) -> stream.listening.close());
                                return nothing;
                            });
                })
                .mapMaterializedValue(late -> NotUsed.getInstance());
    }

    /** What is to be sent, possibly nothing, and what the reader knows then. */
    private record Chunk(ByteString bytes, long through) {}

    private CompletionStage<Optional<Pair<EventStream, Chunk>>> next() {
        if (!begun) {
            begun = true;
            return chunk("retry: 1000\nid: " + position + "\n\n");
        }
        if (position >= until) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return (mayHaveMore ? CompletableFuture.<Void>completedFuture(null) : growth())
                .thenCompose(now -> reader.after(position, filter, PAGE_EVENTS, PAGE_BYTES))
                .thenCompose(read -> switch (read) {
                    case EventRead.Page page -> page(page);
                    case EventRead.Gone gone -> end(); // the reader comes again, and is told
                })
                .exceptionallyCompose(fault -> {
                    LOG.debug("A stream of events ends: {}", fault.toString());
                    return end(); // the reader comes again when the database does
                });
    }

    private static CompletionStage<Optional<Pair<EventStream, Chunk>>> end() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    private CompletionStage<Optional<Pair<EventStream, Chunk>>> page(EventRead.Page page) {
        var text = new StringBuilder();
        for (var event : page.wanted()) {
            text.append("id: ").append(event.position());
            text.append("\nevent: ").append(event.type());
            text.append("\ndata: ").append(event.body()).append("\n\n");
        }
        position = page.through();
        mayHaveMore = page.more();
        return chunk(text.toString());
    }

    private CompletionStage<Optional<Pair<EventStream, Chunk>>> chunk(String text) {
        var bytes = ByteString.fromArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
        return CompletableFuture.completedStage(Optional.of(Pair.create(this, new Chunk(bytes, position))));
    }

    /** Where it is sent, and not where it is made: a heartbeat must not run ahead of an event. */
    private ByteString told(Chunk chunk) {
        told = chunk.through();
        return chunk.bytes();
    }

    private ByteString heartbeat() {
        return ByteString.fromString(": alive\nid: " + told + "\n\n", StandardCharsets.UTF_8);
    }

    /** Completes when there is something behind the position. */
    private synchronized CompletableFuture<Void> growth() {
        if (known > position) {
            return CompletableFuture.completedFuture(null);
        }
        var growth = new CompletableFuture<Void>();
        waiting = growth;
        return growth;
    }

    private synchronized void grown(long last) {
        known = last;
        if (waiting != null && known > position) {
            waiting.completeAsync(() -> null);
            waiting = null;
        }
    }
}
