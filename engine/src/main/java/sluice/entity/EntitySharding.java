package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;
import sluice.value.Slot;

/**
 * The entities of one kind, wherever in the cluster they are: the only way to reach one.
 *
 * @param <C> commands
 * @param <A> answers
 * @param <R> rejections
 */
public final class EntitySharding<C extends Message, A extends Message, R extends Message> implements Asking<C, A, R> {

    private static final int SLOTS_PER_SHARD =
            8; // 128 shards: enough to spread over any cluster, few enough to hand over

    private static final Duration WAKE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final EntityTypeKey<EntityMessage> key;
    private final ActorRef<ShardingEnvelope<EntityMessage>> region;
    private final Present present;
    private final Duration askTimeout;
    private final InstantSource clock;

    private EntitySharding(
            ActorSystem<?> system,
            EntityTypeKey<EntityMessage> key,
            ActorRef<ShardingEnvelope<EntityMessage>> region,
            Present present,
            Duration askTimeout,
            InstantSource clock) {
        this.system = system;
        this.key = key;
        this.region = region;
        this.present = present;
        this.askTimeout = askTimeout;
        this.clock = clock;
    }

    /** Starts this node's part of an event-sourced kind. */
    public static <C extends Message, E, S, A extends Message, R extends Message> EntitySharding<C, A, R> init(
            ActorSystem<?> system, EntityType<C, E, S, A, R> type, Function<String, Slot> slotOf, Duration askTimeout) {
        EntitySharding<C, A, R> sharding = init(
                system,
                type.kind().prefix(),
                slotOf,
                askTimeout,
                type.clock(),
                (id, home) -> EntityFront.create(type, id, home),
                EntityFront.Stop.INSTANCE);
        var settings = type.settings();
        var unused = system.scheduler()
                .scheduleWithFixedDelay(
                        SWEEP_INTERVAL,
                        SWEEP_INTERVAL,
                        () -> sharding.present.sweep(settings.idleTimeout(), settings.maxInMemory()),
                        system.executionContext());
        return sharding;
    }

    /** Makes the behaviour of one entity. */
    @FunctionalInterface
    public interface EntityFactory {

        Behavior<EntityMessage> create(String id, Home home);
    }

    /** Starts this node's part of any kind. */
    public static <C extends Message, A extends Message, R extends Message> EntitySharding<C, A, R> init(
            ActorSystem<?> system,
            String name,
            Function<String, Slot> slotOf,
            Duration askTimeout,
            InstantSource clock,
            EntityFactory factory,
            EntityMessage stop) {
        var sharding = ClusterSharding.get(system);
        var key = EntityTypeKey.create(EntityMessage.class, name);
        var present = new Present(SWEEP_INTERVAL);
        var entity = Entity.of(
                        key,
                        context -> factory.create(context.getEntityId(), new Home() {
                            @Override
                            public Present.Place enter(ActorRef<EntityMessage> entity) {
                                return present.add(context.getEntityId(), entity);
                            }

                            @Override
                            public void leave(Present.Place place) {
                                present.remove(context.getEntityId(), place);
                            }

                            @Override
                            public void letLeave(ActorRef<EntityMessage> entity) {
                                context.getShard().tell(new ClusterSharding.Passivate<>(entity));
                            }

                            @Override
                            public void wakeAgain(boolean inDoubt) {
                                wake(system, sharding.entityRefFor(key, context.getEntityId()), inDoubt);
                            }
                        }))
                .withStopMessage(stop)
                .withMessageExtractor(new BySlot(slotOf));
        return new EntitySharding<>(system, key, sharding.init(entity), present, askTimeout, clock);
    }

    /** Has the entity {@code id} enter memory, unless it is there: it may have something to see to. */
    public void wake(String id) {
        wake(system, ClusterSharding.get(system).entityRefFor(key, id), false);
    }

    /**
     * Tells it again until it has said that it is awake: nobody else knows that it has something to see to. Not on a node that stops:
     * once it is gone, the others wake all that was written lately.
     */
    private static void wake(ActorSystem<?> system, EntityRef<EntityMessage> entity, boolean inDoubt) {
        if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()) {
            return;
        }
        var unused = entity.<Wake.Awake>ask(replyTo -> new Wake(inDoubt, replyTo), WAKE_TIMEOUT)
                .whenComplete((awake, silence) -> {
                    if (silence != null) { // a while later, since it may have failed at once
                        system.scheduler()
                                .scheduleOnce(
                                        WAKE_TIMEOUT, () -> wake(system, entity, inDoubt), system.executionContext());
                    }
                });
    }

    /** Whether the entity {@code id} is in memory on this node. */
    public boolean isHere(String id) {
        return present.find(id) != null;
    }

    /** Sends {@code request} to the entity {@code id}; whoever it names is answered, if anybody is. */
    public void tell(String id, Request<C, A, R> request) {
        tell(id, (EntityMessage) request);
    }

    /** Straight to the entity where it is in memory here; the way by region and shard costs two more messages. */
    private void tell(String id, EntityMessage message) {
        var here = present.find(id);
        if (here == null) {
            region.tell(new ShardingEnvelope<>(id, message));
        } else {
            here.tell(message);
        }
    }

    /** Sends {@code requests} to the entity {@code id} as one message; the message takes the list over. */
    public void tellAll(String id, List<Request<C, A, R>> requests) {
        tell(id, requests.size() == 1 ? requests.getFirst() : new Requests<>(requests));
    }

    /** Whom to name in a request that nobody wants an answer to. */
    public ActorRef<Reply<A, R>> nobody() {
        return system.ignoreRef();
    }

    @Override
    public CompletionStage<Outcome<A, R>> ask(String id, C command, Origin origin, @Nullable Long ifVersion) {
        var deadline = clock.instant().plus(askTimeout);
        var here = present.find(id);
        CompletionStage<Reply<A, R>> asked = here == null
                ? AskPattern.ask(
                        region,
                        replyTo -> new ShardingEnvelope<>(id, request(command, origin, ifVersion, deadline, replyTo)),
                        askTimeout,
                        system.scheduler())
                : AskPattern.ask(
                        here,
                        replyTo -> request(command, origin, ifVersion, deadline, replyTo),
                        askTimeout,
                        system.scheduler());
        return asked.handle((reply, failure) -> failure == null
                ? reply.outcome()
                : new Outcome.Unknown<>("no answer within " + askTimeout.toMillis() + " ms"));
    }

    private static <C extends Message, A extends Message, R extends Message> Request<C, A, R> request(
            C command, Origin origin, @Nullable Long ifVersion, Instant deadline, ActorRef<Reply<A, R>> replyTo) {
        return new Request<>(command, origin, ifVersion, deadline, "", replyTo);
    }

    /** Puts entities of neighbouring slots into one shard. */
    private static final class BySlot extends ShardingMessageExtractor<ShardingEnvelope<EntityMessage>, EntityMessage> {

        private final Function<String, Slot> slotOf;

        BySlot(Function<String, Slot> slotOf) {
            this.slotOf = slotOf;
        }

        @Override
        public String entityId(ShardingEnvelope<EntityMessage> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return Integer.toString(slotOf.apply(entityId).number() / SLOTS_PER_SHARD);
        }

        @Override
        public EntityMessage unwrapMessage(ShardingEnvelope<EntityMessage> envelope) {
            return envelope.message();
        }
    }
}
