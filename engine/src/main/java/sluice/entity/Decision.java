package sluice.entity;

import java.util.List;

/**
 * What a rule makes of a command. Rejections are values; a rule never throws for anything that a caller can cause.
 *
 * @param <E> the subject's events
 * @param <R> the subject's rejections
 */
public sealed interface Decision<E, R> {

    /** The command is done once these events are committed; with none it was done before and changes nothing. */
    record Accepted<E, R>(List<E> events) implements Decision<E, R> {}

    /** The present state refuses; nothing changes. */
    record Rejected<E, R>(R reason) implements Decision<E, R> {}

    /**
     * These events hold from now on, but need no row of their own: the entity's next batch records them in passing. Only
     * for what can be found out again after a crash.
     */
    record Deferred<E, R>(List<E> events) implements Decision<E, R> {}

    static <E, R> Decision<E, R> accept(E event) {
        return new Accepted<>(List.of(event));
    }

    static <E, R> Decision<E, R> unchanged() {
        return new Accepted<>(List.of());
    }

    static <E, R> Decision<E, R> reject(R reason) {
        return new Rejected<>(reason);
    }
}
