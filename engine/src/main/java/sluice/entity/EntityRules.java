package sluice.entity;

import java.time.Instant;
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

    /** Whether {@code command} only asks: it is answered also where the version it expects does not match. */
    boolean isRead(C command);

    /** The state after {@code event}, recorded at {@code at}; never fails on an event that was once journalled. */
    S apply(S state, E event, Instant at);

    /** What the caller of {@code command} is told when it has been accepted and {@code state} is the state after it. */
    A answer(S state, C command);

    /** The client-visible version that {@code command} would change, or null if it changes none. */
    @Nullable
    Long revision(S state, C command);
}
