package sluice.node;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.Admission;

/** How far a node is in its life: starting, announced, stopping. */
final class Readiness {
    private enum Phase {
        STARTING,
        ANNOUNCED,
        STOPPING
    }

    private volatile Phase phase = Phase.STARTING;

    synchronized void announce() {
        if (phase == Phase.STARTING) {
            phase = Phase.ANNOUNCED;
        }
    }

    synchronized void stop() {
        phase = Phase.STOPPING;
    }

    Admission notStopping() {
        return () -> phase == Phase.STOPPING ? Optional.of("this node is stopping") : Optional.empty();
    }

    /** Why no requests should be sent to the node; empty if they should. */
    Optional<String> unready(ActorSystem<?> system, Admission admission) {
        if (phase == Phase.STARTING) {
            return Optional.of("this node is starting");
        }
        if (!ClusterFormation.membership(system).selfUp()) {
            return Optional.of("this node is not up in its cluster");
        }
        return admission.refusal();
    }
}
