package sluice.entity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pure core of a subject: the same object decides in actors, tests and replay tools. No I/O, no clock, no randomness.
 *
 * @param <C> commands
 * @param <E> events, what is journalled
 * @param <S> state; may be mutable inside, since exactly one owner holds it: {@link #apply} is the only way it changes
 * @param <A> answers to accepted commands
 * @param <R> rejections
 */
public interface EntityRules<C extends Message, E, S, A extends Message, R extends Message> {

    /** The state of the entity {@code id} before its first event. */
    S initial(String id);

    /** Judges {@code command} against {@code state} and changes nothing. */
    Decision<E, R> decide(S state, C command, Instant now);

    /** The state after {@code event}, recorded at {@code at}; never fails on an event that was once journalled. */
    S apply(S state, E event, Instant at);

    /** What the caller of {@code command} is told when it has been accepted and {@code state} is the state after it. */
    A answer(S state, C command);

    /**
     * The entity as a caller sees it: the answer to every command that may carry an idempotency key, given again to its
     * retries.
     */
    A view(S state);

    /** The client-visible version that {@code command} would change, or null if it changes none. */
    @Nullable
    Long revision(S state, C command);

    /** Fewer events with the same meaning as these deferred ones, in the same order. */
    default List<E> merge(List<E> deferred) {
        return deferred;
    }

    /** What {@link #restore} makes the same state of again: an immutable value that Jackson can write. */
    Object snapshot(S state);

    /** The state that {@code snapshot} was taken of. */
    S restore(String id, Object snapshot);

    /** Whether there is nothing to keep in memory: the entity leaves as soon as it has answered, and is read anew. */
    default boolean isVoid(S state) {
        return false;
    }

    /** How many events since the last snapshot make another worth its while. */
    long eventsBetweenSnapshots(S state);
}
