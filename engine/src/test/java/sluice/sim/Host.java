package sluice.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.entity.Aftercare;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.entity.EntityKind;
import sluice.entity.EntityRules;
import sluice.entity.EntitySnapshot;
import sluice.entity.Front;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;

/**
 * One entity on one node: production's {@link Front}, {@link Entity} and {@link Aftercare}, held as the actors hold them. What is
 * written anew here is what Pekko does: recovery, the one persist in flight, snapshots, passivation.
 */
final class Host<C extends Message, E, S, A extends Message, R extends Message> implements Front.Shell<C, A, R> {

    /** What distinguishes one kind of entity from another. */
    record Kind<C extends Message, E, S, A extends Message, R extends Message>(
            EntityKind kind, EntityRules<C, E, S, A, R> rules, Function<String, Aftercare<C, S>> aftercare) {}

    private final World world;
    private final SimNode node;
    private final Kind<C, E, S, A, R> kind;
    private final String id;
    private final String persistenceId;
    private final int shard;
    private final Front<C, A, R> front;
    private final List<Request<C, A, R>> afterLeaving = new ArrayList<>();
    private @Nullable Journal journal;
    private long lastHeardMicros;
    private boolean quietPlanned;
    private boolean leaving;
    private boolean gone;
    private boolean wakesAgain;
    private boolean wakesInDoubt;

    Host(World world, SimNode node, Kind<C, E, S, A, R> kind, String id, int shard) {
        this.world = world;
        this.node = node;
        this.kind = kind;
        this.id = id;
        this.persistenceId = kind.kind().persistenceId(id);
        this.shard = shard;
        this.front = new Front<>(Parts.ENTITY, this);
    }

    int shard() {
        return shard;
    }

    String persistenceId() {
        return persistenceId;
    }

    /** The entity, if it is in memory. */
    @Nullable
    Entity<C, E, S, A, R> entity() {
        return journal == null || journal.persisting ? null : journal.entity;
    }

    /** From the shard. */
    void receive(Request<C, A, R> request) {
        if (leaving) {
            afterLeaving.add(request);
        } else {
            hear(request);
        }
    }

    private void hear(Request<C, A, R> request) {
        if (gone) {
            return;
        }
        lastHeardMicros = world.clock.nowMicros();
        planQuiet();
        front.onRequest(world.parts.judged(request), node.now());
    }

    /** Tells whether it will see to what there is to see to. */
    boolean wake(boolean inDoubt) {
        planQuiet();
        return !leaving && front.onWake(inDoubt);
    }

    private void planQuiet() {
        if (!quietPlanned) {
            quietPlanned = true;
            long dueMicros = lastHeardMicros + Parts.ENTITY.idleTimeout().toNanos() / 1_000;
            node.at(Math.max(dueMicros, world.clock.nowMicros() + 1_000_000), this::onQuiet);
        }
    }

    private void onQuiet() {
        quietPlanned = false;
        if (gone || leaving) {
            return;
        }
        if (world.clock.nowMicros() - lastHeardMicros
                >= Parts.ENTITY.idleTimeout().toNanos() / 1_000) {
            front.onQuiet();
        }
        if (!leaving) {
            planQuiet();
        }
    }

    /** From the shard: leave memory. */
    void stop() {
        if (gone) {
            return;
        }
        leaving = true;
        if (front.onStop()) {
            leave();
        }
    }

    private void leave() {
        if (gone) {
            return;
        }
        gone = true;
        endJournal();
        node.hasLeft(this);
        afterLeaving.forEach(request -> node.tell(kind.kind(), id, request, Fault.Message.COMMAND));
        if (wakesAgain) {
            node.wake(kind.kind(), id, wakesInDoubt);
        }
    }

    /** The shard has gone elsewhere, and takes what is still here with it. */
    void drop() {
        gone = true;
        endJournal();
    }

    private void endJournal() {
        if (journal != null) {
            journal.ended = true;
            journal = null;
        }
    }

    @Override
    public void handOver(List<Request<C, A, R>> requests, boolean inDoubt) {
        if (journal == null) {
            world.say(() -> persistenceId + " is read by " + node);
            journal = new Journal();
            journal.recover();
        }
        journal.judge(requests, world.parts.settlesDoubt(kind.kind(), inDoubt));
    }

    @Override
    public boolean mayRecover() {
        return world.parts.mayRecover(node.refusal() == null);
    }

    @Override
    public void answer(Request<C, A, R> request, Outcome<A, R> outcome) {
        if (outcome instanceof Outcome.Unknown && !world.parts.tellsUnknown(kind.kind())) {
            node.later(Parts.ENTITY.maxBackoff().toNanos() / 1_000, () -> receive(request));
            return;
        }
        request.replyTo().tell(new Reply<>(id, request.tag(), world.parts.told(outcome)));
    }

    @Override
    public void letLeave() {
        if (!leaving) {
            leaving = true;
            node.later(1, this::stop);
        }
    }

    @Override
    public void wakeAgain(boolean inDoubt) {
        wakesAgain = true;
        wakesInDoubt = inDoubt;
    }

    @Override
    public void wakeAfter(Duration delay) {
        node.later(delay.toNanos() / 1_000, () -> {
            if (!gone) {
                front.onWake(false);
            }
        });
    }

    private void journalEnded(Front.End end) {
        endJournal();
        world.say(() -> persistenceId + " at " + node + " ends: " + end);
        if (front.onJournalEnded(end, node.now())) {
            leave();
        }
    }

    /** The persistent actor: lives from recovery until a write fails. */
    private final class Journal {
        final String writer = world.parts.writer(node, world.newWriter());
        final Aftercare<C, S> aftercare = kind.aftercare().apply(id);
        final Consumer<C> self = command -> world.net.send(
                node,
                node,
                Fault.Message.SELF,
                () -> hear(new Request<>(
                        command,
                        Origin.TIMER,
                        null,
                        node.now().plus(Parts.ENTITY.messageLifetime()),
                        "",
                        Ref.nobody())));

        @Nullable
        Entity<C, E, S, A, R> entity;

        @Nullable
        List<Request<C, A, R>> waiting;

        boolean waitingInDoubt;
        boolean hasWritten;
        final Instant startedAt = node.now();

        Clockwork.@Nullable Timer attendTimer;
        boolean persisting;
        boolean ended;
        boolean idle = true;
        long snapshotVersion;

        void recover() {
            world.statements.read(
                    node,
                    Fault.Read.RECOVERY,
                    () -> world.store.stored(persistenceId),
                    this::recovered,
                    () -> end(Front.End.NOT_RECOVERED));
        }

        @SuppressWarnings("unchecked") // the persistence id names the kind, and the kind its types
        private void recovered(Store.Stored stored) {
            if (ended) {
                return;
            }
            var recovered = new Entity<>(kind.kind(), id, kind.rules());
            try {
                if (stored.snapshot() != null) {
                    recovered.restore((EntitySnapshot<Object, A>) stored.snapshot());
                    snapshotVersion = stored.snapshot().version();
                }
                for (var row : stored.rows()) {
                    recovered.apply((Batch<E>) row.batch());
                }
            } catch (RuntimeException failure) {
                world.watcher.failed(persistenceId, failure);
                end(Front.End.NOT_RECOVERED);
                return;
            }
            if (recovered.version() != stored.highestSequence()) {
                world.watcher.failed(
                        persistenceId,
                        new IllegalStateException(
                                "%d rows, but version %d".formatted(stored.highestSequence(), recovered.version())));
                end(Front.End.NOT_RECOVERED);
                return;
            }
            entity = recovered;
            world.watcher.recovered(persistenceId, recovered);
            attend(recovered);
            var first = waiting;
            waiting = null;
            if (first != null) {
                judge(first, waitingInDoubt);
            }
        }

        private void end(Front.End end) {
            if (!ended) {
                journalEnded(end);
            }
        }

        void judge(List<Request<C, A, R>> requests, boolean inDoubt) {
            var judging = entity;
            if (judging == null) {
                waiting = requests;
                waitingInDoubt = inDoubt;
                return;
            }
            boolean mayBeOwnedElsewhere = !hasWritten && node.predecessors().mayWrite(startedAt);
            Entity.Judged<E, A, R> judged;
            try {
                judged = judging.judge(requests, node.now(), inDoubt || mayBeOwnedElsewhere);
            } catch (RuntimeException failure) {
                world.watcher.failed(persistenceId, failure);
                end(Front.End.UNKNOWN);
                return;
            }
            var batch = judged.batch();
            if (batch == null) {
                answer(judging, requests, judged.outcomes());
            } else {
                persisting = true;
                hasWritten = true;
                world.reach(
                        Fault.Point.BEFORE_PERSIST,
                        node,
                        () -> end(Front.End.UNKNOWN),
                        () -> persist(judging, batch, requests, judged.outcomes()));
            }
        }

        private void persist(
                Entity<C, E, S, A, R> judged,
                Batch<E> batch,
                List<Request<C, A, R>> requests,
                List<Outcome<A, R>> outcomes) {
            if (!world.parts.answersAfterCommit(kind.kind())) {
                reply(requests, outcomes);
            }
            if (!world.parts.snapshotsAreOfCommitted()) {
                save(judged);
            }
            long sequence = judged.version();
            world.statements.write(
                    node,
                    Fault.Write.ROW,
                    true,
                    xact -> world.store.insert(xact, persistenceId, sequence, writer, batch),
                    new Statements.Told<>() {
                        @Override
                        public void done(Boolean written) {
                            if (ended) {
                                return;
                            }
                            if (!written && world.parts.noticesConflicts(kind.kind())) {
                                end(Front.End.CONFLICT);
                                return;
                            }
                            persisting = false;
                            snapshotIfDue(judged);
                            var point = hasEffects(batch) ? Fault.Point.EFFECT_PERSISTED : Fault.Point.PERSISTED;
                            world.reach(
                                    point,
                                    node,
                                    () -> end(Front.End.UNKNOWN),
                                    () -> answer(judged, requests, outcomes));
                        }

                        @Override
                        public void unknown() {
                            end(Front.End.UNKNOWN);
                        }

                        @Override
                        public void refused() {
                            end(Front.End.REFUSED);
                        }

                        @Override
                        public void notSent() {
                            end(Front.End.SHUT_OFF);
                        }
                    });
        }

        private boolean hasEffects(Batch<E> batch) {
            return kind.kind() == EntityKind.ORDER && batch.events().anyMatch(World::hasEffects);
        }

        private void snapshotIfDue(Entity<C, E, S, A, R> committed) {
            if (committed.version() - snapshotVersion >= world.life.snapshotEvery()) {
                snapshotVersion = committed.version();
                save(committed);
            }
        }

        private void save(Entity<C, E, S, A, R> of) {
            var snapshot = world.parts.stored(of.snapshot());
            boolean lost = world.troubles.onSnapshot();
            world.clock.after(1_000, () -> {
                if (lost) {
                    world.store.lose(persistenceId);
                } else if (!world.statements.isDown()) {
                    world.store.save(persistenceId, snapshot);
                }
            });
        }

        private void answer(
                Entity<C, E, S, A, R> judged, List<Request<C, A, R>> requests, List<Outcome<A, R>> outcomes) {
            if (ended) {
                return;
            }
            reply(requests, outcomes);
            attend(judged);
            world.reach(Fault.Point.ANSWERED, node, () -> end(Front.End.UNKNOWN), () -> {
                if (!ended && front.onJudged(idle, judged.isVoid())) {
                    leave();
                }
            });
        }

        private void reply(List<Request<C, A, R>> requests, List<Outcome<A, R>> outcomes) {
            var told = world.parts.outcomes(outcomes);
            for (int i = 0; i < requests.size(); i++) {
                Host.this.answer(requests.get(i), told.get(i));
            }
        }

        private void attend(Entity<C, E, S, A, R> committed) {
            if (attendTimer != null) {
                attendTimer.cancel();
                attendTimer = null;
            }
            var next = aftercare.attend(committed.state(), node.now(), self);
            idle = next.isEmpty();
            next.ifPresent(delay -> attendTimer = node.later(Math.max(1_000, delay.toNanos() / 1_000), () -> {
                if (!ended && !persisting) {
                    attend(committed);
                }
            }));
        }
    }
}
