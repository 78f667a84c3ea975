package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sharded actor of one entity: carries out what its {@link Front} decides. It has an {@link EntityRecovery} read the entity into
 * memory, keeps it in an {@link EntityJournal}, and hears from journal and snapshot store what came of what its {@link JournalLink}
 * asked of them, which is why it takes more than an {@link EntityMessage}.
 */
final class EntityFront<C extends Message, E, S, A extends Message, R extends Message>
        extends ExtensibleBehavior<Object> implements Front.Shell<C, A, R> {

    /** The backoff is over. */
    private enum Restart implements EntityMessage {
        INSTANCE
    }

    /** The entity has something to see to. */
    private enum Alarm implements EntityMessage {
        INSTANCE
    }

    /** From the shard: leave memory once the batch in flight is answered. */
    enum Stop implements EntityMessage {
        INSTANCE
    }

    /** {@code journal} threw while the front was handing over: the front must not be told while it tells. */
    private record Broken(EntityJournal<?, ?, ?, ?, ?> journal, RuntimeException cause) implements EntityMessage {}

    private static final Logger LOG = LoggerFactory.getLogger(EntityFront.class);

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final ActorRef<EntityMessage> self;
    private final ActorRef<Reply<A, R>> nobody;
    private final EntityType<C, E, S, A, R> type;
    private final String id;
    private final Home home;
    private final Front<C, A, R> front;
    private final Present.Place place;
    private @Nullable EntityJournal<C, E, S, A, R> journal; // null until the entity is in memory
    private List<Request<C, A, R>> firstRequests = List.of(); // wait for it
    private boolean firstInDoubt;
    private Instant recoveryStartedAt = Instant.MIN;

    static <C extends Message, E, S, A extends Message, R extends Message> Behavior<EntityMessage> create(
            EntityType<C, E, S, A, R> type, String id, Home home) {
        return Behaviors.<Object>setup(context -> {
                    context.setLoggerName(EntityFront.class); // else the logger's name is found by walking the stack
                    return Behaviors.withTimers(timers -> new EntityFront<>(context, timers, type, id, home));
                })
                .narrow();
    }

    @SuppressWarnings("this-escape") // the front calls its shell only when it is told something
    private EntityFront(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            EntityType<C, E, S, A, R> type,
            String id,
            Home home) {
        this.context = context;
        this.timers = timers;
        this.self = context.getSelf().narrow();
        this.nobody = context.getSystem().ignoreRef();
        this.type = type;
        this.id = id;
        this.home = home;
        this.front = new Front<>(type.settings(), this);
        this.place = home.enter(self);
    }

    /** A plain switch: what an entity costs is what each message costs. */
    @Override
    @SuppressWarnings("unchecked") // sharding knows this entity only as one that takes an EntityMessage
    public Behavior<Object> receive(TypedActorContext<Object> ctx, Object message) {
        return switch (message) {
            case Request<?, ?, ?> request -> onRequest((Request<C, A, R>) request);
            case JournalProtocol.WriteMessageSuccess written -> onWritten(written);
            case JournalProtocol.WriteMessageRejected rejected -> onRejected(rejected);
            case JournalProtocol.WriteMessageFailure failed -> onWriteFailed(failed);
            case JournalProtocol.Response summary -> this; // of a group; what became of each message follows
            case EntityJournal.Judged<?, ?, ?> judged ->
                judged.by() == journal ? onJudged((EntityJournal.Judged<C, A, R>) judged) : this;
            case Requests<?, ?, ?> requests -> onRequests((Requests<C, A, R>) requests);
            case Present.Nudge nudge -> onNudge(nudge);
            case EntityRecovery.Recovered<?, ?, ?, ?, ?> recovered ->
                onRecovered(((EntityRecovery.Recovered<C, E, S, A, R>) recovered).entity());
            case Alarm alarm -> onAlarm();
            case SaveSnapshotSuccess saved -> onSnapshot(saved);
            case SaveSnapshotFailure failed -> onNoSnapshot(failed);
            case Wake wake -> onWake(wake);
            case Restart restart -> onRestart();
            case Broken broken -> broken.journal() == journal ? onBroken(broken.cause()) : this;
            case Stop stop -> onStop();
            default -> Behaviors.unhandled();
        };
    }

    @Override
    public Behavior<Object> receiveSignal(TypedActorContext<Object> ctx, Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> onNotRecovered(failed.getCause());
            case Terminated ended -> onNotRecovered(null);
            case PostStop stopped -> {
                home.leave(place);
                yield this;
            }
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Object> next(boolean ends) {
        return ends ? Behaviors.stopped() : this;
    }

    private Behavior<Object> onRequest(Request<C, A, R> request) {
        front.onRequest(request, type.clock().instant());
        place.used(front.putsOff());
        return this;
    }

    private Behavior<Object> onRequests(Requests<C, A, R> requests) {
        front.onRequests(requests.requests(), type.clock().instant());
        place.used(front.putsOff());
        return this;
    }

    private Behavior<Object> onWake(Wake wake) {
        if (front.onWake(wake.inDoubt())) {
            wake.replyTo().tell(new Wake.Awake());
        }
        return this;
    }

    private Behavior<Object> onRestart() {
        front.onWake(false);
        return this;
    }

    private Behavior<Object> onNudge(Present.Nudge nudge) {
        switch (nudge) {
            case PAUSE -> {
                front.onPause();
                place.used(front.putsOff());
            }
            case QUIET -> front.onQuiet();
        }
        return this;
    }

    private Behavior<Object> onStop() {
        home.leave(place);
        return next(front.onStop());
    }

    @Override
    public void handOver(List<Request<C, A, R>> requests, boolean inDoubt) {
        var entered = journal;
        if (entered != null) {
            try {
                judge(entered, requests, inDoubt);
            } catch (RuntimeException cause) {
                self.tell(new Broken(entered, cause));
            }
            return;
        }
        firstRequests = requests;
        firstInDoubt = inDoubt;
        recoveryStartedAt = type.clock().instant();
        context.watch(context.spawnAnonymous(EntityRecovery.create(type, id, self)));
    }

    private Behavior<Object> onRecovered(Entity<C, E, S, A, R> entity) {
        for (var recovery : context.getChildren()) {
            context.unwatch(recovery);
            context.stop(recovery);
        }
        var link = new JournalLink(
                type.kind().persistenceId(id), context.getSystem(), Adapter.toClassic(context.getSelf()));
        var entered = new EntityJournal<>(type, id, entity, link, this::tellSelf, this::setAlarm, recoveryStartedAt);
        journal = entered;
        var requests = firstRequests;
        firstRequests = List.of();
        try {
            entered.attend();
            judge(entered, requests, firstInDoubt);
        } catch (RuntimeException cause) {
            return onBroken(cause);
        }
        return this;
    }

    /** The front hears later, too, of what needs no commit. */
    private void judge(EntityJournal<C, E, S, A, R> by, List<Request<C, A, R>> requests, boolean inDoubt) {
        var judged = by.judge(requests, inDoubt);
        if (judged != null) {
            self.tell(judged);
        }
    }

    private Behavior<Object> onWritten(JournalProtocol.WriteMessageSuccess written) {
        var writer = journal;
        if (writer == null || !writer.isOwn(written.actorInstanceId())) {
            return this; // what was given up has nobody to tell
        }
        EntityJournal.Judged<C, A, R> judged;
        try {
            judged = writer.committed();
        } catch (RuntimeException cause) {
            return onBroken(cause);
        }
        return onJudged(judged);
    }

    /** Whoever has his answer finds the next batch under way, and the front free. */
    private Behavior<Object> onJudged(EntityJournal.Judged<C, A, R> judged) {
        boolean ends = front.onJudged(judged.idle(), judged.empty());
        place.used(front.putsOff());
        judged.answer();
        return next(ends);
    }

    /** From any thread. */
    private void tellSelf(C command) {
        self.tell(new Request<>(
                command,
                Origin.TIMER,
                null,
                type.clock().instant().plus(type.settings().messageLifetime()),
                "",
                nobody));
    }

    private void setAlarm(Duration delay) {
        timers.startSingleTimer(Alarm.INSTANCE, delay);
    }

    private Behavior<Object> onAlarm() {
        if (journal == null) {
            return this;
        }
        try {
            journal.alarmed();
        } catch (RuntimeException cause) {
            return onBroken(cause);
        }
        return this;
    }

    private Behavior<Object> onSnapshot(SaveSnapshotSuccess saved) {
        type.snapshots()
                .prune(saved.metadata().persistenceId(), saved.metadata().sequenceNr());
        return this;
    }

    private Behavior<Object> onNoSnapshot(SaveSnapshotFailure failed) {
        LOG.warn(
                "no snapshot of {}: {}",
                failed.metadata().persistenceId(),
                failed.cause().toString());
        return this;
    }

    private Behavior<Object> onNotRecovered(@Nullable Throwable cause) {
        LOG.error(
                "{} cannot be recovered: {}",
                persistenceId(),
                cause == null ? "it stopped" : WriteFailure.reason(cause));
        return onEnded(Front.End.NOT_RECOVERED);
    }

    private Behavior<Object> onBroken(RuntimeException cause) {
        LOG.error("{} broke, and is read anew", persistenceId(), cause);
        return onEnded(Front.End.UNKNOWN);
    }

    private Behavior<Object> onRejected(JournalProtocol.WriteMessageRejected rejected) {
        return isOwn(rejected.actorInstanceId())
                ? onEnded(WriteFailure.ofRejected(
                        persistenceId(), rejected.message().sequenceNr(), rejected.cause()))
                : this;
    }

    private Behavior<Object> onWriteFailed(JournalProtocol.WriteMessageFailure failed) {
        return isOwn(failed.actorInstanceId())
                ? onEnded(
                        WriteFailure.ofFailed(persistenceId(), failed.message().sequenceNr(), failed.cause()))
                : this;
    }

    /** Whether an answer is to the journal that is in use, and not to one given up. */
    private boolean isOwn(int instance) {
        return journal != null && journal.isOwn(instance);
    }

    private Behavior<Object> onEnded(Front.End end) {
        journal = null;
        timers.cancel(Alarm.INSTANCE);
        return next(front.onJournalEnded(end, type.clock().instant()));
    }

    private String persistenceId() {
        return type.kind().persistenceId(id);
    }

    @Override
    public boolean mayRecover() {
        return type.isMember().getAsBoolean();
    }

    @Override
    public void answer(Request<C, A, R> request, Outcome<A, R> outcome) {
        request.replyTo().tell(new Reply<>(id, request.tag(), outcome));
    }

    @Override
    public void letLeave() {
        home.leave(place);
        home.letLeave(self);
    }

    @Override
    public void wakeAgain(boolean inDoubt) {
        home.wakeAgain(inDoubt);
    }

    @Override
    public void wakeAfter(Duration delay) {
        context.scheduleOnce(delay, context.getSelf(), Restart.INSTANCE);
    }
}
