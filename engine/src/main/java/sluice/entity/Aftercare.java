package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What an entity sees to on its own once something is committed, such as asking after claims that nobody vouched for. */
@FunctionalInterface
public interface Aftercare<C, S> {

    /**
     * Looks at the committed state, after recovery, after each commit, and when the time it gave has passed. Must not block.
     *
     * @param self takes commands to the entity itself, from any thread
     * @return when to look again; empty if there is nothing to see to, and the entity may leave memory
     */
    Optional<Duration> attend(S state, Instant now, Consumer<C> self);
}
