package sluice.endpoint;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.event.EventFilter;
import sluice.event.EventRead;
import sluice.event.EventReader;
import sluice.event.EventSignal;
import sluice.event.OutgoingEvent;

/**
 * Tells the endpoints of this node of new events, those alone that want one of them: the events are read once for all, so that what
 * happens costs nothing for each of the thousands whom it does not concern.
 */
final class EndpointNews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointNews.class);
    private static final int MOST = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long MOST_BYTES = 8 << 20;

    private final EventReader reader;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private final EventSignal signal;
    private EventSignal.@Nullable Listening listening;
    private volatile long told = -1;
    private volatile long last;
    private volatile boolean setBack;

    private record Listener(EventFilter filter, Runnable tell) {}

    private record Kind(String type, @Nullable String account) {}

    EndpointNews(EventReader reader, EventSignal signal) {
        this.reader = reader;
        this.signal = signal;
    }

    /** Calls {@code tell} from now on whenever there are events that {@code filter} lets through. */
    void listen(String endpointId, EventFilter filter, Runnable tell) {
        listeners.put(endpointId, new Listener(filter, tell));
        beginOrEnd();
    }

    void leave(String endpointId) {
        listeners.remove(endpointId);
        beginOrEnd();
    }

    /** While nobody is there to be told, nobody has to look for news either. */
    private synchronized void beginOrEnd() {
        if (listening == null && !listeners.isEmpty()) {
            told = -1; // what has happened since the last was there, whoever comes reads by itself
            listening = signal.listen(this::grown);
        } else if (listening != null && listeners.isEmpty()) {
            close();
        }
    }

    private void grown(long end) {
        if (end < last) { // the events were set back: everybody finds out where they stand
            setBack = true;
        }
        last = end;
        read();
    }

    private void read() {
        if (!reading.compareAndSet(false, true)) {
            return; // whoever reads looks again at the end
        }
        if (told < 0 || setBack) {
            setBack = false;
            told = last;
            listeners.values().forEach(listener -> listener.tell().run());
        }
        if (told >= last) {
            done(true);
            return;
        }
        var unused = reader.after(told, EventFilter.ALL, MOST, MOST_BYTES).whenComplete((read, failure) -> {
            if (failure == null) {
                tell(read);
            } else {
                LOG.warn("New events for webhooks cannot be read just now: {}", failure.toString());
            }
            done(failure == null);
        });
    }

    private void done(boolean goOn) {
        reading.set(false);
        if (!goOn) {
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::read);
        } else if (told < last) { // grown while this was read, and whoever said so went away again
            read();
        }
    }

    private void tell(EventRead read) {
        switch (read) {
            case EventRead.Page(List<OutgoingEvent> wanted, long through, boolean more) -> {
                Set<Kind> kinds = new HashSet<>();
                wanted.forEach(event -> kinds.add(new Kind(event.type(), event.account())));
                told = through;
                for (var listener : listeners.values()) {
                    if (kinds.stream().anyMatch(kind -> listener.filter().wants(kind.type(), kind.account()))) {
                        listener.tell().run();
                    }
                }
            }
            case EventRead.Gone gone -> {
                told = gone.last();
                listeners.values().forEach(listener -> listener.tell().run());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }
}
