package sluice;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import sluice.placement.Predecessors;

/** Watches whom the cluster loses, and knows what a lost node may still be doing. */
final class LostNodes {

    private final Predecessors predecessors;
    private final InstantSource clock;

    LostNodes(Predecessors predecessors, InstantSource clock) {
        this.predecessors = predecessors;
        this.clock = clock;
    }

    /**
     * Starts watching.
     *
     * @param onMove called whenever a node has come or gone, lost or not: what was held unfinished has another owner, or none yet
     */
    void watch(ActorSystem<?> system, Runnable onMove) {
        var cluster = Cluster.get(system);
        if (cluster.state()
                .members()
                .exists(member ->
                        !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))) {
            predecessors.joinedAt(clock.instant());
        }
        var watcher = system.systemActorOf(
                Behaviors.receive(MemberEvent.class)
                        .onMessage(
                                MemberDowned.class,
                                downed -> { // all who stay hear this before anybody takes its entities over
                                    predecessors.lostAt(clock.instant());
                                    return Behaviors.same();
                                })
                        .onMessage(MemberRemoved.class, removed -> {
                            if (removed.previousStatus().equals(MemberStatus.down())) {
                                predecessors.lostAt(clock.instant());
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
        cluster.subscriptions().tell(Subscribe.create(watcher, MemberEvent.class));
    }

    /** Whether the predecessor of a desk that started at {@code startedAt} may still append what it had begun. */
    boolean predecessorMayAppend(Instant startedAt) {
        return predecessors.mayAppend(startedAt, clock.instant());
    }

    /** Whether an entity that started at {@code startedAt} may have another owner yet, on a node that was lost. */
    boolean predecessorMayWrite(Instant startedAt) {
        return predecessors.mayWrite(startedAt);
    }
}
