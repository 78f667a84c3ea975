package sluice.event;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.event.EventTable.Scanned;

/**
 * The newest events, in memory: a node reads them once, and all who keep up read them here. They are a stretch of positions without a
 * gap, bounded in number and bytes; at the one end new events are added, at the other the oldest are let go.
 */
final class RecentEvents {

    private final @Nullable OutgoingEvent[] ring;
    private final long mostBytes;
    private long from = -1; // those after it, up to and with through, are here
    private long through = -1;
    private long bytes;

    RecentEvents(int most, long mostBytes) {
        this.ring = new @Nullable OutgoingEvent[most];
        this.mostBytes = mostBytes;
    }

    synchronized long through() {
        return through;
    }

    /** Lets everything go and begins after {@code position}. */
    synchronized void restart(long position) {
        while (from < through) {
            letGo();
        }
        from = position;
        through = position;
    }

    /** Adds an event; where it does not follow the last, begins with it. */
    synchronized void add(OutgoingEvent event) {
        if (event.position() != through + 1) {
            restart(event.position() - 1);
        }
        if (through - from == ring.length) {
            letGo();
        }
        through = event.position();
        ring[place(through)] = event;
        bytes += event.sizeBytes();
        while (bytes > mostBytes && from < through) {
            letGo();
        }
    }

    private void letGo() {
        from++;
        var event = ring[place(from)];
        if (event != null) {
            bytes -= event.sizeBytes();
        }
        ring[place(from)] = null;
    }

    private int place(long position) {
        return (int) (position % ring.length);
    }

    /** As {@link EventReader#after}, if what follows {@code position} is here; there may be more elsewhere. */
    synchronized Optional<EventRead.Page> after(
            long position, EventFilter filter, int scanned, int most, long mostBytes) {
        return position < from || position >= through
                ? Optional.empty()
                : Optional.of(
                        EventTable.Taking.of(position, stretch(position, filter, scanned), scanned, most, mostBytes));
    }

    private Iterator<Scanned> stretch(long position, EventFilter filter, int scanned) {
        long end = Math.min(through, position + scanned);
        return new Iterator<>() {
            private long next = position + 1;

            @Override
            public boolean hasNext() {
                return next <= end;
            }

            @Override
            public Scanned next() {
                var event = ring[place(next)];
                if (event == null) {
                    throw new IllegalStateException("no event at " + next + " of " + from + " to " + through);
                }
                next++;
                return new Scanned(event.position(), filter.wants(event.type(), event.account()) ? event : null);
            }
        };
    }
}
