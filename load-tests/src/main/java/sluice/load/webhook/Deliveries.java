package sluice.load.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What endpoints were sent, held against the events they were to get. */
final class Deliveries {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int SHOWN = 5;
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final List<Inbox> inboxes;
    private final Set<String> due;

    /** @param due ids of the events that every live one of them must get */
    Deliveries(List<Inbox> inboxes, Set<String> due) {
        this.inboxes = List.copyOf(inboxes);
        this.due = due;
    }

    /** Waits until every live endpoint has every event; false if one still has not after {@code patience}. */
    boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isComplete()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private boolean isComplete() {
        return inboxes.stream()
                .filter(inbox -> inbox.behaviour().isLive())
                .allMatch(inbox ->
                        inbox.attempts() >= due.size() && inbox.first().keySet().containsAll(due));
    }

    /** What is wrong. */
    List<String> judge() {
        var problems = new ArrayList<String>();
        for (var inbox : inboxes) {
            var first = inbox.first();
            inbox.faults().stream().limit(SHOWN).forEach(fault -> problems.add(inbox + ": " + fault));
            var foreign = new HashSet<>(first.keySet());
            foreign.removeAll(due);
            if (!foreign.isEmpty()) {
                problems.add("%s: %d events that nobody appended".formatted(inbox, foreign.size()));
            }
            var missing = new HashSet<>(due);
            missing.removeAll(first.keySet());
            if (inbox.behaviour().isLive() && !missing.isEmpty()) {
                problems.add("%s: %d of %d events never came, such as %s"
                        .formatted(
                                inbox,
                                missing.size(),
                                due.size(),
                                missing.stream().limit(SHOWN).collect(Collectors.joining(", "))));
            }
            outOfOrder(first).stream().limit(SHOWN).forEach(each -> problems.add(inbox + ": " + each));
        }
        return problems;
    }

    /** First attempts go in the order of their order's events. */
    private static List<String> outOfOrder(Map<String, Inbox.Arrival> first) {
        var wrong = new ArrayList<String>();
        var last = new HashMap<String, Long>();
        for (var arrival : first.values()) {
            var event = arrival.event();
            long before = last.getOrDefault(event.order(), 0L);
            if (event.version() <= before) {
                wrong.add(
                        "order " + event.order() + " at version " + event.version() + " came after version " + before);
            }
            last.put(event.order(), Math.max(before, event.version()));
        }
        return wrong;
    }

    /** Attempts beyond the first, of all live endpoints. */
    long repeated() {
        return inboxes.stream()
                .filter(inbox -> inbox.behaviour().isLive())
                .mapToLong(inbox -> inbox.attempts() - inbox.first().size())
                .sum();
    }

    /** Attempts that arrived, by how their endpoints behave. */
    Map<Behaviour, Integer> attempts() {
        return inboxes.stream()
                .collect(Collectors.groupingBy(Inbox::behaviour, Collectors.summingInt(Inbox::attempts)));
    }

    /** Microseconds from the moment of each event, as it says itself, to its first arrival at a healthy endpoint. */
    Histogram sinceDecided() {
        return latencies(Map.of());
    }

    /** The same from the moment at which the client that caused the event had its answer; zero where it came before that. */
    Histogram sinceAnswered(List<Transition> transitions) {
        return latencies(transitions.stream()
                .collect(Collectors.toMap(
                        each -> key(each.order(), each.version()), Transition::answeredMicros, Math::min)));
    }

    private Histogram latencies(Map<String, Long> answeredMicros) {
        var histogram = new Histogram(LONGEST_MICROS, 3);
        for (var inbox : inboxes) {
            if (inbox.behaviour() == Behaviour.HEALTHY) {
                for (var arrival : inbox.first().values()) {
                    var event = arrival.event();
                    long from = answeredMicros.getOrDefault(key(event.order(), event.version()), event.atMicros());
                    histogram.recordValue(Math.clamp(arrival.atMicros() - from, 0, LONGEST_MICROS));
                }
            }
        }
        return histogram;
    }

    private static String key(String order, long version) {
        return order + " " + version;
    }
}
