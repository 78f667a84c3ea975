package sluice.rate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import sluice.rate.NodeMessage.Granted;
import sluice.rate.NodeMessage.Levels;

/**
 * A node's part of the rate limits of its cluster: an owner for each key that is in use, spread over the nodes by Cluster Sharding, and
 * the node's shares of them. One for each actor system, from when it is first asked for.
 */
public final class ClusterRates implements Extension, Owners {

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration TELL_INTERVAL = Duration.ofMillis(500);
    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(1);
    private static final EntityTypeKey<OwnerMessage> TYPE = EntityTypeKey.create(OwnerMessage.class, "rate");
    private static final String UNANSWERED = "sluice.rate.owner.unanswered";
    private static final Id ID = new Id();

    private final Owned owned;
    private final NodeLimits limits;
    private final ActorRef<NodeMessage> node;
    private final ActorRef<ShardingEnvelope<OwnerMessage>> region;
    private final AtomicInteger nodes = new AtomicInteger(1);

    private ClusterRates(ActorSystem<?> system) {
        ActorRef<Topic.Command<Levels>> topic =
                system.systemActorOf(Topic.create(Levels.class, "sluice-rates"), "sluice-rates", Props.empty());
        this.owned = new Owned(System::nanoTime, levels -> topic.tell(Topic.publish(new Levels(levels))));
        this.limits = new NodeLimits(this, System::nanoTime, system.executionContext());
        this.node = system.systemActorOf(listening(topic), "sluice-rate-node", Props.empty());
        this.region = ClusterSharding.get(system)
                .init(Entity.of(TYPE, context -> Owner.create(context.getEntityId(), owned, context.getShard()))
                        .withStopMessage(OwnerMessage.Local.STOP));
        every(system, TICK, limits::tick);
        every(system, TELL_INTERVAL, owned::tellLevels);
        every(system, COUNT_INTERVAL, () -> nodes.set(count(Cluster.get(system))));
    }

    private static void every(ActorSystem<?> system, Duration interval, Runnable what) {
        var unused = system.scheduler().scheduleWithFixedDelay(interval, interval, what, system.executionContext());
    }

    /**
     * Limits that count over the whole cluster of {@code system}, or for itself alone if it is in none; its meter is
     * {@code sluice.rate.owner.unanswered}, the questions that no owner answered in time.
     */
    public static RateLimiter limiter(ActorSystem<?> system, MeterRegistry meters) {
        if (!system.settings().config().getString("pekko.actor.provider").equals("cluster")) {
            return limiterOfOne();
        }
        var rates = of(system);
        if (meters.find(UNANSWERED).functionCounter() == null) { // a node may be served at several addresses
            FunctionCounter.builder(UNANSWERED, rates.limits, NodeLimits::unanswered)
                    .register(meters);
        }
        return rates.limits;
    }

    static ClusterRates of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** Limits that count for one server alone, which has no cluster. */
    public static RateLimiter limiterOfOne() {
        return LocalRates.limiter(System::nanoTime);
    }

    private Behavior<NodeMessage> listening(ActorRef<Topic.Command<Levels>> topic) {
        return Behaviors.setup(context -> {
            topic.tell(Topic.subscribe(context.getSelf().narrow()));
            return Behaviors.receiveMessage(message -> {
                switch (message) {
                    case Granted(var key, var number, var grant) -> limits.granted(key, grant, number);
                    case Levels(var nanosUntilFull) -> owned.hear(nanosUntilFull);
                }
                return Behaviors.same();
            });
        });
    }

    @Override
    public @Nullable SharedBucket here(String key) {
        return owned.find(key);
    }

    /** Whether another node has told this one what the key's bucket has. */
    boolean hasHeardOf(String key) {
        return owned.hasHeardOf(key);
    }

    @Override
    public void ask(String key, Wish wish, long number) {
        region.tell(new ShardingEnvelope<>(key, new OwnerMessage.Ask(wish, number, node)));
    }

    @Override
    public int nodes() {
        return nodes.get();
    }

    private static int count(Cluster cluster) {
        int up = 0;
        for (var member : cluster.state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return Math.max(1, up);
    }

    private static final class Id extends ExtensionId<ClusterRates> {

        @Override
        public ClusterRates createExtension(ActorSystem<?> system) {
            return new ClusterRates(system);
        }
    }
}
