package sluice.load.webhook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;

/** One endpoint and everything it was sent, in the order of arrival. */
public final class Inbox {

    private final int number;
    private final Behaviour behaviour;
    private final ConcurrentMap<String, SentEvent> events;
    private final CompletableFuture<SigningKey> key = new CompletableFuture<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    /** @param events by id, of all endpoints */
    Inbox(int number, Behaviour behaviour, ConcurrentMap<String, SentEvent> events) {
        this.number = number;
        this.behaviour = behaviour;
        this.events = events;
    }

    /** An attempt that arrived, whole and signed. */
    record Arrival(SentEvent event, long atMicros) {}

    int number() {
        return number;
    }

    public Behaviour behaviour() {
        return behaviour;
    }

    /** What was sent before its endpoint was made known is checked then. */
    public void secret(String secret) {
        key.complete(SigningKey.of(secret));
    }

    void take(Map<String, String> headers, byte[] body, long atMicros) {
        var id = headers.getOrDefault("webhook-id", "");
        var fault = key.join().fault(id, headers.get("webhook-timestamp"), headers.get("webhook-signature"), body);
        if (!fault.isEmpty()) {
            faults.add(id + ": " + fault);
            return;
        }
        try {
            var event = events.get(id);
            if (event == null) {
                event = events.computeIfAbsent(id, each -> SentEvent.parse(body));
            }
            if (!event.id().equals(id) || event.digest() != Arrays.hashCode(body)) {
                faults.add(id + ": not what it was at first");
                return;
            }
            synchronized (arrivals) {
                arrivals.add(new Arrival(event, atMicros));
            }
        } catch (IllegalArgumentException e) {
            faults.add(id + ": " + e.getMessage());
        }
    }

    /** What was not as it must be, of what arrived. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    int attempts() {
        synchronized (arrivals) {
            return arrivals.size();
        }
    }

    /** The first arrival of each event, in their order. */
    Map<String, Arrival> first() {
        var first = new LinkedHashMap<String, Arrival>();
        synchronized (arrivals) {
            arrivals.forEach(arrival -> first.putIfAbsent(arrival.event().id(), arrival));
        }
        return first;
    }

    /** Forgets what arrived so far. */
    void clear() {
        synchronized (arrivals) {
            arrivals.clear();
        }
    }

    @Override
    public String toString() {
        return behaviour + " endpoint " + number;
    }
}
