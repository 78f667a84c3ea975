package sluice.entity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The events that one entity decided in one go: one row of the journal.
 *
 * @param kind whose events these are
 * @param at when it was decided, by the clock of the node that did
 * @param <E> the subject's events
 */
public record Batch<E>(EntityKind kind, Instant at, List<Entry<E>> entries) {

    /** The events of the commands of one origin, in the order they were decided. */
    public record Entry<E>(
            @JsonProperty("o") Origin origin,
            @JsonProperty("e") List<E> events) {}

    public Stream<E> events() {
        return entries.stream().flatMap(entry -> entry.events().stream());
    }
}
