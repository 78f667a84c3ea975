package sluice.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sluice.event.OutgoingEvent;

/**
 * The events in memory that have not had their first attempt: in order within a subject, so a later one waits until the attempt at the
 * one before has ended. Other subjects pass it meanwhile.
 */
class FirstAttempts {

    private record Held(OutgoingEvent event, int turn) {}

    /** By subject. The first of a line is under way, or in {@link #ready}; those of earlier turns are under way and nothing else. */
    private final Map<String, Deque<Held>> lines = new HashMap<>();

    private final TreeMap<Long, Held> ready = new TreeMap<>();
    private final TreeSet<Long> unattempted = new TreeSet<>();
    private long readThrough;
    private int bytes;
    /** Counts the restarts, which make what was under way before them somebody else's business. */
    private int turn;

    FirstAttempts(long position) {
        this.readThrough = position;
    }

    /** Takes a page that begins after {@link #readThrough}. */
    void add(List<OutgoingEvent> events, long through) {
        for (var event : events) {
            var held = new Held(event, turn);
            var line = lines.computeIfAbsent(event.subject(), subject -> new ArrayDeque<>(1));
            line.add(held);
            if (line.size() == 1) {
                ready.put(event.position(), held);
            }
            unattempted.add(event.position());
            bytes += event.sizeBytes();
        }
        readThrough = through;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** The next to attempt; from now on it is under way. */
    OutgoingEvent begin() {
        return ready.pollFirstEntry().getValue().event();
    }

    /** The attempt at an event that is under way has ended. */
    void ended(OutgoingEvent event) {
        var line = lines.get(event.subject());
        if (line == null || line.getFirst().event().position() != event.position()) {
            throw new IllegalStateException("not under way: " + event.position());
        }
        var held = line.removeFirst();
        if (held.turn() == turn) {
            unattempted.remove(event.position());
            bytes -= event.sizeBytes();
        }
        if (line.isEmpty()) {
            lines.remove(event.subject());
        } else {
            ready.put(line.getFirst().event().position(), line.getFirst());
        }
    }

    /** Forgets what is not under way, and begins after {@code position} again. */
    void restart(long position) {
        for (Iterator<Deque<Held>> all = lines.values().iterator(); all.hasNext(); ) {
            var line = all.next();
            var head = line.getFirst();
            line.clear();
            if (head.equals(ready.get(head.event().position()))) {
                all.remove();
            } else {
                line.add(head);
            }
        }
        ready.clear();
        unattempted.clear();
        bytes = 0;
        readThrough = position;
        turn++;
    }

    /** Whether it is in memory and its attempt has not ended. */
    boolean awaits(long position) {
        return unattempted.contains(position);
    }

    /** The highest position at or below which every event has had its first attempt. */
    long position() {
        return unattempted.isEmpty() ? readThrough : unattempted.first() - 1;
    }

    long readThrough() {
        return readThrough;
    }

    /** How many are in memory. */
    int size() {
        return unattempted.size();
    }

    int bytes() {
        return bytes;
    }
}
