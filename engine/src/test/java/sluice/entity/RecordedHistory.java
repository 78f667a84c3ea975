package sluice.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal of one entity under test: deferred events are recorded with the next others, as an entity does, and all that is
 * read back has been over the wire.
 */
public final class RecordedHistory<C extends Message, E, S, A extends Message, R extends Message> {

    private record Recorded<E>(E event, Instant at) {}

    private final EntityRules<C, E, S, A, R> rules;
    private final Class<E> type;
    private final List<Recorded<E>> recorded = new ArrayList<>();
    private final List<E> deferred = new ArrayList<>();

    public RecordedHistory(EntityRules<C, E, S, A, R> rules, Class<E> type) {
        this.rules = rules;
        this.type = type;
    }

    /** Records what a decision brings; gives the events that hold from now on. */
    public List<E> record(Decision<E, R> decision, Instant at) {
        return switch (decision) {
            case Decision.Rejected<E, R> rejected -> List.of();
            case Decision.Deferred<E, R>(var events) -> {
                deferred.addAll(events);
                yield events;
            }
            case Decision.Accepted<E, R>(var events) -> {
                events.forEach(event -> recorded.add(new Recorded<>(event, at)));
                if (!events.isEmpty()) {
                    recordDeferred(at);
                }
                yield events;
            }
        };
    }

    /** Records what is still deferred. */
    public void recordDeferred(Instant at) {
        if (!deferred.isEmpty()) {
            rules.merge(deferred).forEach(event -> recorded.add(new Recorded<>(event, at)));
            deferred.clear();
        }
    }

    public int size() {
        return recorded.size();
    }

    /** {@code state} after all events but the first {@code from}. */
    public S replay(S state, int from) {
        for (var one : recorded.subList(from, recorded.size())) {
            state = rules.apply(state, Wire.overTheWire(one.event(), type), one.at());
        }
        return state;
    }
}
