package sluice.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/** Makes a node a member of its cluster. */
final class ClusterFormation {
    private ClusterFormation() {}

    /** Returns once the node is up: as a cluster of one, or with its seeds, of which the first forms a cluster if there is none. */
    static void join(ActorSystem<?> system, ClusterSettings settings, Duration timeout) {
        var cluster = Cluster.get(Adapter.toClassic(system));
        var up = new CompletableFuture<Void>();
        cluster.registerOnMemberUp(() -> up.complete(null));
        if (settings.seeds().isEmpty()) {
            cluster.join(cluster.selfAddress());
        } else {
            cluster.joinSeedNodes(settings.seeds().stream()
                    .map(seed -> new Address("pekko", system.name(), seed.host(), seed.port()))
                    .toList());
        }
        try {
            up.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StartFailed(
                    "The cluster of " + settings.seeds() + " did not take this node in within " + timeout.toSeconds()
                            + " s. Start the first of them, and check that the nodes reach each other.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("The start was interrupted.", e);
        } catch (ExecutionException e) {
            throw new AssertionError("Nothing completes it with a failure", e);
        }
    }

    /** What the node sees of its cluster just now, from memory. */
    static ClockGate.Membership membership(ActorSystem<?> system) {
        var cluster = Cluster.get(Adapter.toClassic(system));
        var state = cluster.state();
        var members = 0;
        for (var ignored : state.getMembers()) {
            members++;
        }
        return new ClockGate.Membership(
                cluster.selfMember().status().equals(MemberStatus.up()) && !cluster.isTerminated(),
                members,
                state.getUnreachable().isEmpty());
    }
}
