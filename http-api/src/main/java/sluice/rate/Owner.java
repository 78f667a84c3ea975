package sluice.rate;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import sluice.rate.OwnerMessage.Ask;
import sluice.rate.OwnerMessage.Local;

/**
 * Owns the bucket of one key, in memory only: a sharded entity, so that there is one in the cluster. Its own node reaches the bucket
 * without it, by {@link Owned}.
 *
 * <p>It begins with what the node has heard of its predecessor's bucket and what has flowed in since, or full where nothing was heard. It
 * leaves when the bucket is full and nobody has asked for a while; then a successor may as well begin full.
 */
final class Owner extends AbstractBehavior<OwnerMessage> {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String key;
    private final Owned owned;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private @Nullable SharedBucket bucket;

    private Owner(
            ActorContext<OwnerMessage> context, String key, Owned owned, ActorRef<ClusterSharding.ShardCommand> shard) {
        super(context);
        this.key = key;
        this.owned = owned;
        this.shard = shard;
    }

    static Behavior<OwnerMessage> create(String key, Owned owned, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Local.LOOK, LOOK_INTERVAL);
            return new Owner(context, key, owned, shard);
        }));
    }

    @Override
    public Receive<OwnerMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessageEquals(Local.LOOK, this::onLook)
                .onMessageEquals(Local.STOP, Behaviors::stopped)
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    private Behavior<OwnerMessage> onAsk(Ask ask) {
        var wish = ask.wish();
        if (bucket == null) {
            bucket = owned.open(key, wish.perSecond(), wish.burst());
        }
        var grant = bucket.ask(asker(ask.replyTo()), wish, owned.nanos());
        if (grant != null && wish.want() > 0) {
            ask.replyTo().tell(new NodeMessage.Granted(key, ask.number(), grant));
        }
        return this;
    }

    private static String asker(ActorRef<?> node) {
        var address = node.path().address();
        return address.hasLocalScope() ? SharedBucket.HERE : address.toString();
    }

    private Behavior<OwnerMessage> onLook() {
        if (bucket == null || bucket.isIdle(IDLE_NANOS, owned.nanos())) {
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
        }
        return this;
    }

    private Behavior<OwnerMessage> onStop() {
        if (bucket != null) {
            owned.close(key, bucket);
        }
        return this;
    }
}
