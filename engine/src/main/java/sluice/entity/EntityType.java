package sluice.entity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All that distinguishes one kind of entity from another.
 *
 * @param predecessorMayWrite whether an entity that was started at the given time took over from a node that was lost, and that may
 *     yet write
 * @param isMember whether this node knows that it is a member: one that stood still may have lost its entities to others
 * @param aftercare made anew for each entity that enters memory, by its id
 */
public record EntityType<C extends Message, E, S, A extends Message, R extends Message>(
        EntityKind kind,
        EntityRules<C, E, S, A, R> rules,
        Function<String, Aftercare<C, S>> aftercare,
        EntitySettings settings,
        InstantSource clock,
        SnapshotPruning snapshots,
        Predicate<Instant> predecessorMayWrite,
        BooleanSupplier isMember) {

    /** Deletes the snapshots of an entity that a newer one has made useless; never blocks. */
    @FunctionalInterface
    public interface SnapshotPruning {
        void prune(String persistenceId, long newestSequence);
    }
}
