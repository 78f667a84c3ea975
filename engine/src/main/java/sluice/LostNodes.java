package sluice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import sluice.placement.Predecessors;

/** Knows when the cluster last lost a node that did not hand its entities over. */
final class LostNodes {

    private final Predecessors predecessors;
    private final InstantSource clock;

    private LostNodes(Predecessors predecessors, InstantSource clock) {
        this.predecessors = predecessors;
        this.clock = clock;
    }

    /**
     * Starts watching.
     *
     * @param window for how long after it is lost a node may still do what it had begun
     * @param onMove called whenever a node has come or gone, lost or not: what was held unfinished has another owner, or none yet
     */
    static LostNodes watch(ActorSystem<?> system, Duration window, InstantSource clock, Runnable onMove) {
        var lost = new LostNodes(new Predecessors(window), clock);
        var watcher = system.systemActorOf(
                Behaviors.receive(MemberEvent.class)
                        .onMessage(MemberRemoved.class, removed -> {
                            if (removed.previousStatus().equals(MemberStatus.down())) {
                                lost.predecessors.lostAt(clock.instant());
                            }
                            onMove.run();
                            return Behaviors.same();
                        })
                        .onMessage(
                                MemberUp.class,
                                up -> { // entities move to it
                                    onMove.run();
                                    return Behaviors.same();
                                })
                        .onMessage(MemberEvent.class, other -> Behaviors.same())
                        .build(),
                "sluice-lost-nodes",
                Props.empty());
        Cluster.get(system).subscriptions().tell(Subscribe.create(watcher, MemberEvent.class));
        return lost;
    }

    /** Whether the predecessor of a desk that started at {@code startedAt} may still append what it had begun. */
    boolean predecessorMayAppend(Instant startedAt) {
        return predecessors.mayAppend(startedAt, clock.instant());
    }
}
