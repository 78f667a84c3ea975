package sluice.entity;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * Brings an entity into memory: replays its snapshot and its rows, hands it to its {@link EntityFront} and is stopped. It fails when
 * they cannot be read, or do not fit together.
 */
final class EntityRecovery<C extends Message, E, S, A extends Message, R extends Message>
        extends EventSourcedBehavior<EntityRecovery.Nothing, Batch<E>, Entity<C, E, S, A, R>> {

    /** It takes no commands. */
    enum Nothing {}

    /** To the front: the entity, which is its own from now on. */
    record Recovered<C extends Message, E, S, A extends Message, R extends Message>(Entity<C, E, S, A, R> entity)
            implements EntityMessage {}

    /** A failure ends this actor without a stack trace of Pekko's: the front says once what happened. */
    private static final BackoffSupervisorStrategy END_QUIETLY = SupervisorStrategy.restartWithBackoff(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), 0)
            .withMaxRestarts(0)
            .withLoggingEnabled(false);

    private final EntityType<C, E, S, A, R> type;
    private final String id;
    private final ActorContext<Nothing> context;
    private final ActorRef<EntityMessage> front;

    static <C extends Message, E, S, A extends Message, R extends Message> Behavior<Nothing> create(
            EntityType<C, E, S, A, R> type, String id, ActorRef<EntityMessage> front) {
        return Behaviors.setup(context -> {
            context.setLoggerName(EntityRecovery.class); // else the logger's name is found by walking the stack
            return new EntityRecovery<>(type, id, context, front);
        });
    }

    private EntityRecovery(
            EntityType<C, E, S, A, R> type, String id, ActorContext<Nothing> context, ActorRef<EntityMessage> front) {
        super(PersistenceId.ofUniqueId(type.kind().persistenceId(id)), END_QUIETLY);
        this.type = type;
        this.id = id;
        this.context = context;
        this.front = front;
    }

    @Override
    public Entity<C, E, S, A, R> emptyState() {
        return new Entity<>(type.kind(), id, type.rules());
    }

    @Override
    public CommandHandler<Nothing, Batch<E>, Entity<C, E, S, A, R>> commandHandler() {
        return (entity, none) -> Effect().none();
    }

    @Override
    public EventHandler<Entity<C, E, S, A, R>, Batch<E>> eventHandler() {
        return (entity, batch) -> {
            entity.apply(batch);
            return entity;
        };
    }

    @Override
    public SignalHandler<Entity<C, E, S, A, R>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .build();
    }

    private void recovered(Entity<C, E, S, A, R> entity) {
        long rows = lastSequenceNumber(context);
        if (entity.version() != rows) {
            throw new IllegalStateException(
                    "%s refuses to start: its journal ends at sequence %d, but its state holds %d rows"
                            .formatted(type.kind().persistenceId(id), rows, entity.version()));
        }
        front.tell(new Recovered<>(entity));
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
