package sluice.entity;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.apache.pekko.persistence.typed.EventRejectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sharded actor of one entity: carries out what its {@link Front} decides, and watches its {@link EntityJournal}.
 */
final class EntityFront<C extends Message, A extends Message, R extends Message> extends AbstractBehavior<EntityMessage>
        implements Front.Shell<C, A, R> {

    /** The backoff is over. */
    private enum Restart implements EntityMessage {
        INSTANCE
    }

    /** From the shard: leave memory once the batch in flight is answered. */
    enum Stop implements EntityMessage {
        INSTANCE
    }

    private static final Logger LOG = LoggerFactory.getLogger(EntityFront.class);

    private final EntityType<C, ?, ?, A, R> type;
    private final String id;
    private final Home home;
    private final Front<C, A, R> front;
    private final Present.Place place;
    private @Nullable ActorRef<EntityJournal.Command<C, A, R>> journal;
    private boolean recovered;

    static <C extends Message, E, S, A extends Message, R extends Message> Behavior<EntityMessage> create(
            EntityType<C, E, S, A, R> type, String id, Home home) {
        return Behaviors.setup(context -> {
            context.setLoggerName(EntityFront.class);
            return new EntityFront<>(context, type, id, home);
        });
    }

    @SuppressWarnings("this-escape") // the front calls its shell only when it is told something
    private EntityFront(ActorContext<EntityMessage> context, EntityType<C, ?, ?, A, R> type, String id, Home home) {
        super(context);
        this.type = type;
        this.id = id;
        this.home = home;
        this.front = new Front<>(type.settings(), this);
        this.place = home.enter(context.getSelf());
    }

    @Override
    @SuppressWarnings("unchecked") // sharding knows this entity only as one that takes an EntityMessage
    public Receive<EntityMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Request.class, request -> onRequest((Request<C, A, R>) request))
                .onMessage(Requests.class, requests -> onRequests((Requests<C, A, R>) requests))
                .onMessage(EntityJournal.Judged.class, this::onJudged)
                .onMessage(EntityJournal.Recovered.class, done -> onRecovered())
                .onMessage(Wake.class, this::onWake)
                .onMessageEquals(Restart.INSTANCE, this::onRestart)
                .onMessageEquals(Present.Nudge.PAUSE, this::onPause)
                .onMessageEquals(Present.Nudge.QUIET, this::onQuiet)
                .onMessageEquals(Stop.INSTANCE, this::onStop)
                .onSignal(ChildFailed.class, failed -> onJournalEnded(failed.getCause()))
                .onSignal(Terminated.class, ended -> onJournalEnded(null))
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<EntityMessage> next(boolean ends) {
        return ends ? Behaviors.stopped() : this;
    }

    private Behavior<EntityMessage> onRequest(Request<C, A, R> request) {
        front.onRequest(request, type.clock().instant());
        place.used(front.putsOff());
        return this;
    }

    private Behavior<EntityMessage> onRequests(Requests<C, A, R> requests) {
        front.onRequests(requests.requests(), type.clock().instant());
        place.used(front.putsOff());
        return this;
    }

    private Behavior<EntityMessage> onJudged(EntityJournal.Judged judged) {
        boolean ends = front.onJudged(judged.idle(), judged.empty());
        place.used(front.putsOff());
        return next(ends);
    }

    private Behavior<EntityMessage> onRecovered() {
        recovered = true;
        return this;
    }

    private Behavior<EntityMessage> onWake(Wake wake) {
        if (front.onWake(wake.inDoubt())) {
            wake.replyTo().tell(new Wake.Awake());
        }
        return this;
    }

    private Behavior<EntityMessage> onRestart() {
        front.onWake(false);
        return this;
    }

    private Behavior<EntityMessage> onPause() {
        front.onPause();
        place.used(front.putsOff());
        return this;
    }

    private Behavior<EntityMessage> onQuiet() {
        front.onQuiet();
        return this;
    }

    private Behavior<EntityMessage> onStop() {
        home.leave(place);
        return next(front.onStop());
    }

    private Behavior<EntityMessage> onPostStop() {
        home.leave(place);
        return this;
    }

    private Behavior<EntityMessage> onJournalEnded(@Nullable Throwable cause) {
        journal = null;
        return next(front.onJournalEnded(endOf(cause), type.clock().instant()));
    }

    @Override
    public void handOver(List<Request<C, A, R>> requests, boolean inDoubt) {
        var to = journal;
        if (to == null) {
            to = startJournal();
        }
        to.tell(new EntityJournal.Command.Judge<>(requests, inDoubt));
    }

    private ActorRef<EntityJournal.Command<C, A, R>> startJournal() {
        var started = getContext()
                .spawnAnonymous(EntityJournal.create(type, id, getContext().getSelf()));
        getContext().watch(started);
        journal = started;
        recovered = false;
        return started;
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
        home.letLeave(getContext().getSelf());
    }

    @Override
    public void wakeAgain(boolean inDoubt) {
        home.wakeAgain(inDoubt);
    }

    @Override
    public void wakeAfter(Duration delay) {
        getContext().scheduleOnce(delay, getContext().getSelf(), Restart.INSTANCE);
    }

    /** Why the journal ended, after saying it once in the log. */
    private Front.End endOf(@Nullable Throwable cause) {
        var entity = type.kind().persistenceId(id);
        if (!recovered) {
            LOG.error("{} cannot be recovered: {}", entity, reason(cause));
            return Front.End.NOT_RECOVERED;
        }
        if (isConflict(cause)) {
            LOG.warn("{} has another owner, its row was not written: {}", entity, reason(cause));
            return Front.End.CONFLICT;
        }
        if (has(cause, EventRejectedException.class)) {
            LOG.error("{} could not write, the journal refused the row: {}", entity, reason(cause));
            return Front.End.REFUSED;
        }
        if (has(cause, CircuitBreakerOpenException.class)) {
            LOG.warn("{} could not write, the journal is shut off: {}", entity, reason(cause));
            return Front.End.SHUT_OFF;
        }
        LOG.warn("{} does not know whether its row was written: {}", entity, reason(cause));
        return Front.End.UNKNOWN;
    }

    /** What Pekko says, which names entity and sequence, and what the database said below all that wraps it. */
    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "it stopped";
        }
        var root = cause;
        for (var at = cause.getCause(); at != null; at = at.getCause()) {
            root = at;
        }
        var told = firstLine(cause.getMessage());
        var found = firstLine(root.getMessage());
        return told.contains(found) ? told : told + ": " + found;
    }

    private static String firstLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }

    /** Whether PostgreSQL said for certain that the transaction broke a constraint: then none of it was written. */
    private static boolean isConflict(@Nullable Throwable cause) {
        for (var at = cause; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("23")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(@Nullable Throwable cause, Class<? extends Throwable> kind) {
        for (var at = cause; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
