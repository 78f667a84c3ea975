package sluice.entity;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
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
 * Group commit in an entity. An event-sourced actor has one persist in flight, so one hot entity would do one command per commit;
 * instead this front, which is the sharded actor, collects requests while a batch is in flight and hands the whole list to its
 * {@link EntityJournal}. When idle a request goes straight through: no timer lingers.
 *
 * <p>Every request is answered once at most: by the journal after the commit, or here when it could not be decided.
 */
final class EntityFront<C extends Message, A extends Message, R extends Message>
        extends AbstractBehavior<EntityMessage> {

    /** Nothing came for a while. */
    private enum Quiet implements EntityMessage {
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
    private final ArrayDeque<Request<C, A, R>> waiting = new ArrayDeque<>();
    private @Nullable ActorRef<EntityJournal.Command<C, A, R>> journal;
    private @Nullable List<Request<C, A, R>> inFlight;
    private boolean recovered;
    private boolean mayLeave = true;
    private boolean stopping;
    private Duration backoff;
    private Instant notBefore = Instant.MIN;

    static <C extends Message, E, S, A extends Message, R extends Message> Behavior<EntityMessage> create(
            EntityType<C, E, S, A, R> type, String id, Home home) {
        return Behaviors.setup(context -> {
            context.setLoggerName(EntityFront.class);
            context.setReceiveTimeout(type.settings().idleTimeout(), Quiet.INSTANCE);
            return new EntityFront<>(context, type, id, home);
        });
    }

    private EntityFront(ActorContext<EntityMessage> context, EntityType<C, ?, ?, A, R> type, String id, Home home) {
        super(context);
        this.type = type;
        this.id = id;
        this.home = home;
        this.backoff = type.settings().minBackoff();
    }

    @Override
    @SuppressWarnings("unchecked") // sharding knows this entity only as one that takes an EntityMessage
    public Receive<EntityMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Request.class, request -> onRequest((Request<C, A, R>) request))
                .onMessage(EntityJournal.Judged.class, this::onJudged)
                .onMessage(EntityJournal.Recovered.class, done -> onRecovered())
                .onMessage(Wake.class, wake -> onWake())
                .onMessageEquals(Quiet.INSTANCE, this::onQuiet)
                .onMessageEquals(Stop.INSTANCE, this::onStop)
                .onSignal(ChildFailed.class, failed -> onJournalEnded(failed.getCause()))
                .onSignal(Terminated.class, ended -> onJournalEnded(null))
                .build();
    }

    private Behavior<EntityMessage> onRequest(Request<C, A, R> request) {
        if (stopping) {
            answer(request, new Outcome.NotDone<>("the entity is moving to another node"));
        } else if (inFlight != null) {
            if (waiting.size() >= type.settings().maxWaiting()) {
                answer(request, new Outcome.NotDone<>("too many requests wait for this entity"));
            } else {
                waiting.add(request);
            }
        } else if (type.clock().instant().isBefore(notBefore)) {
            answer(request, new Outcome.NotDone<>("the entity has failed and starts again in a moment"));
        } else {
            handOver(List.of(request));
        }
        return this;
    }

    private void handOver(List<Request<C, A, R>> requests) {
        var to = journal;
        if (to == null) {
            to = startJournal();
        }
        inFlight = requests;
        to.tell(new EntityJournal.Command.Judge<>(requests));
    }

    private ActorRef<EntityJournal.Command<C, A, R>> startJournal() {
        var started = getContext()
                .spawnAnonymous(EntityJournal.create(type, id, getContext().getSelf()));
        getContext().watch(started);
        journal = started;
        recovered = false;
        return started;
    }

    private Behavior<EntityMessage> onWake() {
        if (!stopping && journal == null) {
            handOver(List.of());
        }
        return this;
    }

    private Behavior<EntityMessage> onRecovered() {
        recovered = true;
        return this;
    }

    private Behavior<EntityMessage> onJudged(EntityJournal.Judged judged) {
        inFlight = null;
        backoff = type.settings().minBackoff();
        mayLeave = judged.idle();
        if (!waiting.isEmpty()) {
            handOver(nextBatch());
        } else if (stopping) {
            return leave();
        } else if (judged.empty()) {
            home.letLeave(getContext().getSelf());
        }
        return this;
    }

    private List<Request<C, A, R>> nextBatch() {
        int size = Math.min(waiting.size(), type.settings().maxBatch());
        var batch = new ArrayList<Request<C, A, R>>(size);
        for (int i = 0; i < size; i++) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private Behavior<EntityMessage> onQuiet() {
        if (inFlight == null && mayLeave) {
            home.letLeave(getContext().getSelf());
        }
        return this;
    }

    private Behavior<EntityMessage> onStop() {
        stopping = true; // what waits is still decided: it is bounded, and its callers were let in
        return inFlight == null ? leave() : this;
    }

    private Behavior<EntityMessage> leave() {
        if (!mayLeave) {
            home.wakeAgain();
        }
        return Behaviors.stopped();
    }

    private Behavior<EntityMessage> onJournalEnded(@Nullable Throwable cause) {
        var lost = inFlight;
        if (lost != null) {
            Outcome<A, R> outcome = outcomeOf(cause);
            lost.forEach(request -> answer(request, outcome));
        }
        waiting.forEach(request -> answer(request, new Outcome.NotDone<>("the entity has failed and starts again")));
        waiting.clear();
        journal = null;
        inFlight = null;
        mayLeave = false; // a claim may have been committed of which nobody knows: it is not left to the next caller to
        // find it
        if (stopping) {
            return leave();
        }
        notBefore = type.clock().instant().plus(backoff);
        getContext().scheduleOnce(backoff, getContext().getSelf(), new Wake());
        var doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(type.settings().maxBackoff()) < 0
                ? doubled
                : type.settings().maxBackoff();
        return this;
    }

    /** What those are told whose batch was in flight, after saying once in the log why. */
    private Outcome<A, R> outcomeOf(@Nullable Throwable cause) {
        var entity = type.kind().persistenceId(id);
        if (!recovered) {
            LOG.error("{} cannot be recovered: {}", entity, reason(cause));
            return new Outcome.NotDone<>("the entity cannot be recovered");
        }
        if (isConflict(cause)) {
            LOG.warn("{} has another owner, its row was not written: {}", entity, reason(cause));
            return new Outcome.NotDone<>("another node owns the entity");
        }
        if (has(cause, EventRejectedException.class)) {
            LOG.error("{} could not write, the journal refused the row: {}", entity, reason(cause));
            return new Outcome.NotDone<>("the journal refused the row");
        }
        if (has(cause, CircuitBreakerOpenException.class)) {
            LOG.warn("{} could not write, the journal is shut off: {}", entity, reason(cause));
            return new Outcome.NotDone<>("the journal is shut off");
        }
        LOG.warn("{} does not know whether its row was written: {}", entity, reason(cause));
        return new Outcome.Unknown<>("the database did not answer");
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

    private void answer(Request<C, A, R> request, Outcome<A, R> outcome) {
        request.replyTo().tell(new Reply<>(id, request.tag(), outcome));
    }
}
