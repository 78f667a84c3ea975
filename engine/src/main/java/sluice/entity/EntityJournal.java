package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.EventRejectedException;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.SnapshotFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent half of an entity. It decides the list of requests that its {@link EntityFront} hands it, persists one batch,
 * and answers all of them after the commit. It fails, and with it goes its state, when the batch is not committed.
 */
final class EntityJournal<C extends Message, E, S, A extends Message, R extends Message>
        extends EventSourcedBehavior<EntityJournal.Command<C, A, R>, Batch<E>, Entity<C, E, S, A, R>> {

    /** What the front, and time, tell it. */
    sealed interface Command<C extends Message, A extends Message, R extends Message> {

        /** @param inDoubt whether the batch is written also if nothing came of it */
        record Judge<C extends Message, A extends Message, R extends Message>(
                List<Request<C, A, R>> requests, boolean inDoubt) implements Command<C, A, R> {}

        record Attend<C extends Message, A extends Message, R extends Message>() implements Command<C, A, R> {}
    }

    /** To the front: the entity has its state back. */
    record Recovered() implements EntityMessage {}

    /**
     * To the front: the batch is committed and answered.
     *
     * @param idle whether nothing is left to see to, so that the entity may leave memory
     * @param empty whether it should leave now
     */
    record Judged(boolean idle, boolean empty) implements EntityMessage {}

    private static final Logger LOG = LoggerFactory.getLogger(EntityJournal.class);

    /** A failed write ends this actor without a stack trace of Pekko's: the front says once what happened. */
    private static final BackoffSupervisorStrategy END_QUIETLY = SupervisorStrategy.restartWithBackoff(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), 0)
            .withMaxRestarts(0)
            .withLoggingEnabled(false);

    /** The same for a row that the journal refused. */
    private static final SupervisorStrategy REFUSED_QUIETLY =
            SupervisorStrategy.stop().withLoggingEnabled(false);

    private final EntityType<C, E, S, A, R> type;
    private final String id;
    private final ActorContext<Command<C, A, R>> context;
    private final TimerScheduler<Command<C, A, R>> timers;
    private final ActorRef<EntityMessage> front;
    private final InstantSource clock;
    private final Aftercare<C, S> aftercare;
    private final Consumer<C> self;
    private final Instant startedAt;
    private boolean hasWritten;
    private boolean idle = true;
    private boolean appliedByJudging;
    private Instant attendsAt = Instant.MAX;

    static <C extends Message, E, S, A extends Message, R extends Message> Behavior<Command<C, A, R>> create(
            EntityType<C, E, S, A, R> type, String id, ActorRef<EntityMessage> front) {
        return Behaviors.setup(context -> {
            context.setLoggerName(EntityJournal.class); // else the logger's name is found by walking the stack
            return Behaviors.supervise(Behaviors.<Command<C, A, R>>withTimers(
                            timers -> new EntityJournal<>(type, id, context, timers, front)))
                    .onFailure(EventRejectedException.class, REFUSED_QUIETLY);
        });
    }

    private EntityJournal(
            EntityType<C, E, S, A, R> type,
            String id,
            ActorContext<Command<C, A, R>> context,
            TimerScheduler<Command<C, A, R>> timers,
            ActorRef<EntityMessage> front) {
        super(PersistenceId.ofUniqueId(type.kind().persistenceId(id)), END_QUIETLY);
        this.type = type;
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.front = front;
        this.clock = type.clock();
        this.startedAt = clock.instant();
        this.aftercare = type.aftercare().apply(id);
        var ignored = context.getSystem().<Reply<A, R>>ignoreRef();
        this.self = command -> front.tell(new Request<>(
                command,
                Origin.TIMER,
                null,
                clock.instant().plus(type.settings().messageLifetime()),
                "",
                ignored));
    }

    @Override
    public Entity<C, E, S, A, R> emptyState() {
        return new Entity<>(type.kind(), id, type.rules());
    }

    @Override
    public CommandHandler<Command<C, A, R>, Batch<E>, Entity<C, E, S, A, R>> commandHandler() {
        return (entity, command) -> switch (command) {
            case Command.Judge<C, A, R>(var requests, var inDoubt) -> judge(entity, requests, inDoubt);
            case Command.Attend<C, A, R> attend -> {
                attendsAt = Instant.MAX;
                attend(entity);
                yield Effect().none();
            }
        };
    }

    private Effect<Batch<E>, Entity<C, E, S, A, R>> judge(
            Entity<C, E, S, A, R> entity, List<Request<C, A, R>> requests, boolean inDoubt) {
        var result = entity.judge(requests, clock.instant(), inDoubt || mayBeOwnedElsewhere());
        var batch = result.batch();
        if (batch == null) {
            answer(entity, requests, result.outcomes());
            return Effect().none();
        }
        appliedByJudging = true;
        hasWritten = true;
        return Effect().persist(batch).thenRun(() -> answer(entity, requests, result.outcomes()));
    }

    /** Where the owner before may only stand still, the first batch shows whose the entity is. */
    private boolean mayBeOwnedElsewhere() {
        return !hasWritten && type.predecessorMayWrite().test(startedAt);
    }

    /** Tells the front first: whoever has his answer finds the front free for more. */
    private void answer(Entity<C, E, S, A, R> entity, List<Request<C, A, R>> requests, List<Outcome<A, R>> outcomes) {
        attend(entity);
        front.tell(new Judged(idle, entity.isVoid()));
        for (int i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            request.replyTo().tell(new Reply<>(id, request.tag(), outcomes.get(i)));
        }
    }

    private void attend(Entity<C, E, S, A, R> entity) {
        var now = clock.instant();
        var next = aftercare.attend(entity.state(), now, self);
        idle = next.isEmpty();
        if (next.isPresent() && now.plus(next.get()).isBefore(attendsAt)) { // else the timer that runs is early enough
            attendsAt = now.plus(next.get());
            timers.startSingleTimer("attend", new Command.Attend<>(), atLeastOneMilli(next.get()));
        }
    }

    private static Duration atLeastOneMilli(Duration delay) {
        return delay.toMillis() < 1 ? Duration.ofMillis(1) : delay;
    }

    @Override
    public EventHandler<Entity<C, E, S, A, R>, Batch<E>> eventHandler() {
        return (entity, batch) -> {
            if (appliedByJudging) {
                appliedByJudging = false;
            } else {
                entity.apply(batch);
            }
            return entity;
        };
    }

    @Override
    public SignalHandler<Entity<C, E, S, A, R>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .onSignal(
                        SnapshotCompleted.class,
                        (entity, signal) -> type.snapshots()
                                .prune(
                                        type.kind().persistenceId(id),
                                        signal.getSnapshotMetadata().sequenceNr()))
                .onSignal(
                        SnapshotFailed.class,
                        (entity, signal) -> LOG.warn(
                                "no snapshot of {}: {}",
                                type.kind().persistenceId(id),
                                signal.getFailure().toString()))
                .build();
    }

    private void recovered(Entity<C, E, S, A, R> entity) {
        long rows = lastSequenceNumber(context);
        if (entity.version() != rows) {
            throw new IllegalStateException(
                    "%s refuses to start: its journal ends at sequence %d, but its state holds %d rows"
                            .formatted(type.kind().persistenceId(id), rows, entity.version()));
        }
        attend(entity);
        front.tell(new Recovered());
    }

    @Override
    public boolean shouldSnapshot(Entity<C, E, S, A, R> entity, Batch<E> batch, long sequenceNumber) {
        if (!entity.isWorthASnapshot()) {
            return false;
        }
        entity.snapshotTaken();
        return true;
    }

    @Override
    public SnapshotAdapter<Entity<C, E, S, A, R>> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(Entity<C, E, S, A, R> entity) {
                return entity.snapshot();
            }

            @Override
            @SuppressWarnings("unchecked") // the manifest of the row named the kind, and the kind its types
            public Entity<C, E, S, A, R> fromJournal(Object stored) {
                var snapshot = (EntitySnapshot<Object, A>) stored;
                var entity = emptyState();
                entity.restore(snapshot);
                return entity;
            }
        };
    }
}
