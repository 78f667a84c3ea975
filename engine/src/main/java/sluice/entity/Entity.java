package sluice.entity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch.Entry;

/**
 * One entity in memory: the subject's state in the frame that all subjects share, which is idempotency keys, expected
 * versions, deadlines and batches. Pure but for its own state: no I/O, no clock, no randomness.
 *
 * <p>{@link #judge} runs ahead of the commit: the state changes as commands are decided, one after the other. Its owner must
 * show nothing of it until the batch is committed, and throw this object away if it is not.
 */
public final class Entity<C extends Message, E, S, A extends Message, R extends Message> {

    /**
     * What became of a list of requests.
     *
     * @param batch what must be committed before anybody is told; null if nothing has to be written
     * @param outcomes one for each request, in the same order
     */
    public record Judged<E, A extends Message, R extends Message>(
            @Nullable Batch<E> batch, List<Outcome<A, R>> outcomes) {}

    private final EntityKind kind;
    private final String id;
    private final EntityRules<C, E, S, A, R> rules;
    private final AnswerMemory<A> memory = new AnswerMemory<>();
    private final List<E> deferred = new ArrayList<>();
    private S state;
    private long version;
    private long eventsSinceSnapshot;

    public Entity(EntityKind kind, String id, EntityRules<C, E, S, A, R> rules) {
        this.kind = kind;
        this.id = id;
        this.rules = rules;
        this.state = rules.initial(id);
    }

    public S state() {
        return state;
    }

    /** Rows applied, those judged and not yet committed included; equals the entity's last sequence number. */
    public long version() {
        return version;
    }

    public Judged<E, A, R> judge(List<Request<C, A, R>> requests, Instant clock) {
        return judge(requests, clock, false);
    }

    /** @param mustWrite whether there is to be a batch also if nothing came of the requests; not of an entity that is void */
    public Judged<E, A, R> judge(List<Request<C, A, R>> requests, Instant clock, boolean mustWrite) {
        var now = clock.truncatedTo(ChronoUnit.MILLIS); // what a batch records; replay must see the same
        var entries = new ArrayList<Entry<E>>();
        var outcomes = new ArrayList<Outcome<A, R>>(requests.size());
        for (var request : requests) {
            outcomes.add(judge(request, now, entries));
        }
        if (entries.isEmpty() && (!mustWrite || isVoid())) {
            return new Judged<>(null, outcomes);
        }
        if (!deferred.isEmpty()) {
            entries.add(new Entry<>(Origin.PLACEMENT, List.copyOf(rules.merge(deferred))));
            deferred.clear();
        }
        version++;
        return new Judged<>(new Batch<>(kind, now, entries), outcomes);
    }

    private Outcome<A, R> judge(Request<C, A, R> request, Instant now, List<Entry<E>> entries) {
        if (request.deadline().isBefore(now)) {
            return new Outcome.NotDone<>("it waited longer than its deadline");
        }
        var command = request.command();
        var actual = rules.revision(state, command);
        var origin =
                actual == null ? request.origin().withoutKey() : request.origin(); // only visible changes have keys
        var key = origin.key();
        if (key != null) {
            var before = memory.find(key.hash(), now);
            if (before.isPresent()) {
                return before.get().fingerprint().equals(key.fingerprint())
                        ? new Outcome.Done<>(before.get().answer(), true)
                        : new Outcome.KeyReused<>();
            }
        }
        var expected = request.ifVersion();
        if (expected != null && actual != null && !expected.equals(actual)) {
            return new Outcome.VersionMismatch<>(actual);
        }
        return switch (rules.decide(state, command, now)) {
            case Decision.Rejected<E, R>(R reason) -> new Outcome.Refused<>(reason);
            case Decision.Deferred<E, R>(var events) -> {
                applyAll(events, now);
                deferred.addAll(events);
                yield new Outcome.Done<>(rules.answer(state, command), false);
            }
            case Decision.Accepted<E, R>(var events) -> {
                if (!events.isEmpty()
                        || key != null) { // also that nothing had to change is an answer to be given again
                    applyAll(events, now);
                    record(origin, events, now, entries);
                }
                yield new Outcome.Done<>(rules.answer(state, command), false);
            }
        };
    }

    private void record(Origin origin, List<E> events, Instant now, List<Entry<E>> entries) {
        var last = entries.isEmpty() ? null : entries.getLast();
        if (origin.key() != null) {
            memory.put(origin.key(), now, rules.view(state));
        } else if (last != null && last.origin().equals(origin)) {
            last.events().addAll(events);
            return;
        }
        entries.add(new Entry<>(origin, new ArrayList<>(events)));
    }

    /** Applies a committed batch that this object did not judge itself. */
    public void apply(Batch<E> batch) {
        for (var entry : batch.entries()) {
            applyAll(entry.events(), batch.at());
            var key = entry.origin().key();
            if (key != null) {
                memory.put(key, batch.at(), rules.view(state));
            }
        }
        version++;
    }

    private void applyAll(List<E> events, Instant at) {
        for (var event : events) {
            state = rules.apply(state, event, at);
        }
        eventsSinceSnapshot += events.size();
    }

    public EntitySnapshot<Object, A> snapshot() {
        return new EntitySnapshot<>(kind, version, rules.snapshot(state), memory.all());
    }

    public void restore(EntitySnapshot<Object, A> snapshot) {
        state = rules.restore(id, snapshot.state());
        memory.restore(snapshot.answers());
        version = snapshot.version();
    }

    /** Whether there is nothing to keep in memory. */
    public boolean isVoid() {
        return rules.isVoid(state);
    }

    /** Whether so much has happened since the last snapshot that another is worth its while. */
    public boolean isWorthASnapshot() {
        return eventsSinceSnapshot >= rules.eventsBetweenSnapshots(state);
    }

    /** A snapshot is being taken. */
    public void snapshotTaken() {
        eventsSinceSnapshot = 0;
    }
}
