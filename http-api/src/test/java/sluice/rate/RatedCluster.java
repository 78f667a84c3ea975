package sluice.rate;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.awaitility.Awaitility;
import sluice.node.NodeSettings;

/** A cluster of actor systems configured as nodes are, without a database: rates need none. A loss is noticed sooner. */
public final class RatedCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<ActorSystem<Void>> systems = new ArrayList<>();

    private RatedCluster() {}

    /** The one that survives where half of it is lost comes first. */
    public static RatedCluster of(int nodes) {
        var cluster = new RatedCluster();
        for (int node = 0; node < nodes; node++) {
            cluster.systems.add(start());
        }
        cluster.systems.sort((one, other) -> Integer.compare(port(one), port(other)));
        var first = Cluster.get(cluster.systems.getFirst()).selfMember().address();
        for (var system : cluster.systems) {
            Cluster.get(system).manager().tell(Join.create(first));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> cluster.systems.stream().allMatch(each -> up(each) == nodes));
        return cluster;
    }

    private static ActorSystem<Void> start() {
        var settings = NodeSettings.read(Map.of("SLUICE_REMOTE_PORT", "0"));
        var config = ConfigFactory.parseString("""
            pekko.cluster.split-brain-resolver.stable-after = 1s
            pekko.cluster.down-removal-margin = 500ms
            pekko.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            pekko.coordinated-shutdown.run-by-actor-system-terminate = off
            # By which nodes learn who listens to what they tell.
            pekko.cluster.typed.receptionist.distributed-data.gossip-interval = 200ms
            """).withFallback(settings.config());
        return ActorSystem.create(Behaviors.empty(), "sluice", config);
    }

    private static int port(ActorSystem<?> system) {
        return Cluster.get(system).selfMember().address().getPort().orElseThrow();
    }

    /** How many members it sees. */
    static int up(ActorSystem<?> system) {
        int up = 0;
        for (var member : Cluster.get(system).state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return up;
    }

    public ActorSystem<Void> system(int node) {
        return systems.get(node);
    }

    /** Ends it at once; the others must find out. */
    public void kill(int node) throws Exception {
        systems.get(node).terminate();
        systems.get(node).getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Has it hand over what it has and leave. */
    public void stop(int node) throws Exception {
        CoordinatedShutdown.get(systems.get(node))
                .runAll(CoordinatedShutdown.unknownReason())
                .toCompletableFuture()
                .get(40, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        systems.forEach(ActorSystem::terminate);
    }
}
