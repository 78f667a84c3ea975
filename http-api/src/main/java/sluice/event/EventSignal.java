package sluice.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners on this node that there are new events, wherever they were appended. It looks at the one row that says where the events
 * end, every so often, and only while somebody listens.
 */
public final class EventSignal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventSignal.class);

    private final EventTable table;
    private final Duration interval;
    private final LongConsumer first;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread poller;
    private volatile boolean closed;
    private volatile boolean fresh; // somebody has begun to listen

    /** @param first is told before all listeners, and may take its time */
    EventSignal(EventTable table, Duration interval, LongConsumer first) {
        this.table = table;
        this.interval = interval;
        this.first = first;
        this.poller = Thread.ofPlatform().daemon().name("sluice-event-signal").unstarted(this::pollForEver);
    }

    void start() {
        poller.start();
    }

    /** Ends what {@link #listen} began. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * From now on {@code listener} is called with the position of the last event whenever that has grown, and once soon after
     * it was added. It must return at once.
     */
    public Listening listen(LongConsumer listener) {
        var own = new Listener(listener);
        listeners.add(own);
        fresh = true;
        LockSupport.unpark(poller);
        return () -> listeners.remove(own);
    }

    /** Not a record: one that listens twice is two. */
    private static final class Listener {
        private final LongConsumer told;

        Listener(LongConsumer told) {
            this.told = told;
        }
    }

    private void pollForEver() {
        long told = -1;
        boolean failing = false;
        while (!closed) {
            if (listeners.isEmpty()) {
                LockSupport.park(this);
                continue;
            }
            boolean toAll = fresh;
            fresh = false;
            try {
                long last = table.last();
                failing = false;
                if (last != told || toAll) {
                    first.accept(last);
                    told = last;
                    for (var listener : listeners) {
                        listener.told.accept(last);
                    }
                }
            } catch (RuntimeException failed) {
                fresh |= toAll;
                if (!failing && !closed) {
                    log.warn("New events cannot be looked for just now: {}", failed.toString());
                }
                failing = true;
            }
            LockSupport.parkNanos(this, interval.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(poller);
    }
}
