package sluice.entity;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import sluice.value.OrderId;

/**
 * One entity of some kind as the clients of a {@link Storm} use it.
 *
 * <p>What a command does is known by its marks: each is made by one event, and no two commands share one, but those that mean the
 * same.
 */
abstract class Subject<C extends Message, E, S, A extends Message, R extends Message> {

    /**
     * Something a client wants.
     *
     * @param marks what its events leave in the journal; none for what changes nothing, or must never be done
     * @param repeatable whether it has one effect however often it is asked for, even without a key
     * @param keyable whether it may carry an idempotency key
     * @param whenDone what the client knows then
     */
    record Wanted<C>(C command, List<String> marks, boolean repeatable, boolean keyable, Runnable whenDone) {

        static <C> Wanted<C> visible(C command, String mark) {
            return new Wanted<>(command, List.of(mark), false, true, () -> {});
        }

        static <C> Wanted<C> repeatable(C command, List<String> marks, Runnable whenDone) {
            return new Wanted<>(command, marks, true, false, whenDone);
        }

        static <C> Wanted<C> withoutEffect(C command) {
            return repeatable(command, List.of(), () -> {});
        }
    }

    final EntityKind kind;
    final String id;
    final EntityRules<C, E, S, A, R> rules;

    Subject(EntityKind kind, String id, EntityRules<C, E, S, A, R> rules) {
        this.kind = kind;
        this.id = id;
        this.rules = rules;
    }

    /** The events that the entity has behind it when the storm begins. */
    abstract List<E> past();

    /** @param number counts what is wanted of this entity, from 1 */
    abstract Wanted<C> next(SplittableRandom random, int number);

    abstract C read();

    abstract Stream<String> marksOf(E event);

    abstract String hash(S state);

    /** Whether there is anything that a caller can see. */
    boolean isVisible(S state) {
        return true;
    }

    /** Whether nothing is left to see to. */
    boolean isSettled(S state) {
        return true;
    }

    Aftercare<C, S> aftercare() {
        return (state, now, self) -> Optional.empty();
    }

    static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
    }
}
