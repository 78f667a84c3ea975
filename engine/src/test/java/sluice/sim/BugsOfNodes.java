package sluice.sim;

import java.time.Duration;
import java.util.List;
import sluice.placement.Predecessors;

/** What could go wrong when nodes come, go and stand still. */
final class BugsOfNodes {

    private BugsOfNodes() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "the tail's offset is not fenced",
                        "a tail moves the offset although another has moved it meanwhile",
                        TailReadsEachRowOnce.class,
                        new Parts() {
                            @Override
                            boolean offsetsAreFenced() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "the tail does not wait",
                        "the tail reads what is committed while a transaction runs that may yet come before it",
                        TailReadsEachRowOnce.class,
                        new Parts() {
                            @Override
                            boolean tailWaitsForRunning() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "what was written lately stays asleep",
                        "what was written lately is not woken when a node was lost",
                        NothingWaits.class,
                        Focus.ENDED_NODES,
                        new Parts() {
                            @Override
                            boolean wakesRecent() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "woken once",
                        "a wake that got lost is not repeated",
                        NothingWaits.class,
                        Focus.LOST_WAKES,
                        new Parts() {
                            @Override
                            boolean repeatsWakes() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "a node that stood still takes entities",
                        "a node does not ask itself whether an entity is still its own before it reads it",
                        ReadsAreCurrent.class,
                        Focus.HALTED_WRITERS,
                        new Parts() {
                            @Override
                            boolean mayRecover(boolean isSureOfItself) {
                                return true;
                            }
                        }),
                new PlantedBug(
                        "an heir is sure of itself",
                        "an entity answers from what it has read although its owner before may only stand still",
                        ReadsAreCurrent.class,
                        Focus.HALTED_WRITERS,
                        new Parts() {
                            @Override
                            Predecessors predecessors() {
                                return new Predecessors(VOUCH_PATIENCE.multipliedBy(2), Duration.ZERO);
                            }
                        }));
    }
}
