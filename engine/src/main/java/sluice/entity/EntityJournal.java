package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An entity in memory. It decides the list of requests that its {@link EntityFront} hands it, has one batch written, and answers all of
 * them after the commit. Whoever owns it throws it away when the batch is not committed: its state is ahead of the journal.
 */
final class EntityJournal<C extends Message, E, S, A extends Message, R extends Message> {

    /**
     * What a list of requests has led to. Nobody is told before the batch is committed.
     *
     * @param by who judged: what one that was given up has judged is told to nobody, for its requests have been answered
     * @param idle whether nothing is left to see to, so that the entity may leave memory
     * @param empty whether it should leave now
     */
    record Judged<C extends Message, A extends Message, R extends Message>(
            EntityJournal<C, ?, ?, A, R> by,
            List<Request<C, A, R>> requests,
            List<Outcome<A, R>> outcomes,
            boolean idle,
            boolean empty)
            implements EntityMessage {

        void answer() {
            for (int i = 0; i < requests.size(); i++) {
                var request = requests.get(i);
                request.replyTo().tell(new Reply<>(by.id, request.tag(), outcomes.get(i)));
            }
        }
    }

    /** Has {@link #attend} called when so much time has passed, and not when an earlier call asked for. */
    @FunctionalInterface
    interface Alarm {
        void ringAfter(Duration delay);
    }

    private final EntityType<C, E, S, A, R> type;
    private final String id;
    private final Entity<C, E, S, A, R> entity;
    private final JournalLink link;
    private final Aftercare<C, S> aftercare;
    private final Consumer<C> self;
    private final Alarm alarm;
    private final Instant startedAt;
    private @Nullable List<Request<C, A, R>> requests; // of the batch in flight
    private List<Outcome<A, R>> outcomes = List.of();
    private boolean hasWritten;
    private boolean idle = true;
    private Instant attendsAt = Instant.MAX;

    /**
     * @param startedAt when its rows began to be read
     * @param self takes what the entity asks of itself, from any thread
     */
    EntityJournal(
            EntityType<C, E, S, A, R> type,
            String id,
            Entity<C, E, S, A, R> entity,
            JournalLink link,
            Consumer<C> self,
            Alarm alarm,
            Instant startedAt) {
        this.type = type;
        this.id = id;
        this.entity = entity;
        this.link = link;
        this.aftercare = type.aftercare().apply(id);
        this.self = self;
        this.alarm = alarm;
        this.startedAt = startedAt;
    }

    boolean isOwn(int instance) {
        return link.isOwn(instance);
    }

    /** The number of its last row, the one in flight included. */
    long version() {
        return entity.version();
    }

    /**
     * Decides {@code list}.
     *
     * @param inDoubt whether a batch is written also if nothing came of it
     * @return what came of it, if nothing has to be written; null if {@link #committed} will tell
     */
    @Nullable
    Judged<C, A, R> judge(List<Request<C, A, R>> list, boolean inDoubt) {
        var result = entity.judge(list, type.clock().instant(), inDoubt || mayBeOwnedElsewhere());
        var batch = result.batch();
        if (batch == null) {
            return judged(list, result.outcomes());
        }
        requests = list;
        outcomes = result.outcomes();
        hasWritten = true;
        link.write(entity.version(), batch);
        return null;
    }

    /** Where the owner before may only stand still, the first batch shows whose the entity is. */
    private boolean mayBeOwnedElsewhere() {
        return !hasWritten && type.predecessorMayWrite().test(startedAt);
    }

    /** The batch in flight is committed. */
    Judged<C, A, R> committed() {
        var list = requests;
        if (list == null) {
            throw new IllegalStateException(type.kind().persistenceId(id) + " has nothing in flight");
        }
        requests = null;
        if (entity.isWorthASnapshot()) {
            entity.snapshotTaken();
            link.save(entity.version(), entity.snapshot(), type.clock().millis());
        }
        return judged(list, outcomes);
    }

    private Judged<C, A, R> judged(List<Request<C, A, R>> list, List<Outcome<A, R>> what) {
        attend();
        return new Judged<>(this, list, what, idle, entity.isVoid());
    }

    /** The alarm has rung. */
    void alarmed() {
        attendsAt = Instant.MAX;
        if (requests == null) { // else the commit will see to it
            attend();
        }
    }

    /** Sees to what is committed; also when the entity has just entered memory. */
    void attend() {
        var now = type.clock().instant();
        var next = aftercare.attend(entity.state(), now, self);
        idle = next.isEmpty();
        if (next.isPresent()
                && now.plus(next.get()).isBefore(attendsAt)) { // else the alarm that is set is early enough
            attendsAt = now.plus(next.get());
            alarm.ringAfter(atLeastOneMilli(next.get()));
        }
    }

    private static Duration atLeastOneMilli(Duration delay) {
        return delay.toMillis() < 1 ? Duration.ofMillis(1) : delay;
    }
}
