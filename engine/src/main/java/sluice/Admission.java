package sluice;

import java.util.Optional;

/**
 * Whether this node takes work just now. Asked before each piece of work, from any thread, so it answers from memory and never
 * blocks.
 */
@FunctionalInterface
public interface Admission {

    /** Why the node takes no work just now, for an operator to read; empty if it does. */
    Optional<String> refusal();

    /** Takes work always. */
    static Admission open() {
        return Optional::empty;
    }

    /** Takes work when both do; the first refusal is told. */
    default Admission and(Admission other) {
        return () -> refusal().or(other::refusal);
    }
}
