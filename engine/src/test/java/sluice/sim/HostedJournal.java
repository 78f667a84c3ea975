package sluice.sim;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.entity.Aftercare;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.entity.EntityKind;
import sluice.entity.EntitySnapshot;
import sluice.entity.Front;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Request;

/** The persistent actor of an entity, in the hands of its {@link Host}: lives from recovery until a write fails. */
final class HostedJournal<C extends Message, E, S, A extends Message, R extends Message> {

    private final World world;
    private final SimNode node;
    private final Host.Kind<C, E, S, A, R> kind;
    private final String id;
    private final Host<C, E, S, A, R> host;
    private final String persistenceId;
    private final String writer;
    private final Instant startedAt;
    private final Aftercare<C, S> aftercare;
    private final Consumer<C> self;
    private @Nullable Entity<C, E, S, A, R> entity;
    private @Nullable List<Request<C, A, R>> waiting;
    private boolean waitingInDoubt;
    private Clockwork.@Nullable Timer attendTimer;
    private boolean hasWritten;
    private boolean persisting;
    private boolean ended;
    private boolean idle = true;
    private long snapshotVersion;

    HostedJournal(World world, SimNode node, Host.Kind<C, E, S, A, R> kind, String id, Host<C, E, S, A, R> host) {
        this.world = world;
        this.node = node;
        this.kind = kind;
        this.id = id;
        this.host = host;
        this.persistenceId = kind.kind().persistenceId(id);
        this.writer = world.parts.writer(node, world.newWriter());
        this.startedAt = node.now();
        this.aftercare = kind.aftercare().apply(id);
        this.self = command -> world.net.send(
                node,
                node,
                Fault.Message.SELF,
                () -> host.hear(new Request<>(
                        command,
                        Origin.TIMER,
                        null,
                        node.now().plus(Parts.ENTITY.messageLifetime()),
                        "",
                        Ref.nobody())));
    }

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

    /** Nothing of what is under way comes back to it. */
    void drop() {
        ended = true;
    }

    /** The entity, if all that is in memory is committed. */
    @Nullable
    Entity<C, E, S, A, R> committed() {
        return persisting ? null : entity;
    }

    private void end(Front.End end) {
        if (!ended) {
            host.journalEnded(end);
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
                        if (!written) {
                            end(Front.End.CONFLICT);
                            return;
                        }
                        persisting = false;
                        snapshotIfDue(judged);
                        var point = hasEffects(batch) ? Fault.Point.EFFECT_PERSISTED : Fault.Point.PERSISTED;
                        world.reach(
                                point, node, () -> end(Front.End.UNKNOWN), () -> answer(judged, requests, outcomes));
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

    private void answer(Entity<C, E, S, A, R> judged, List<Request<C, A, R>> requests, List<Outcome<A, R>> outcomes) {
        if (ended) {
            return;
        }
        reply(requests, outcomes);
        attend(judged);
        world.reach(Fault.Point.ANSWERED, node, () -> end(Front.End.UNKNOWN), () -> {
            if (!ended) {
                host.judged(idle, judged.isVoid());
            }
        });
    }

    private void reply(List<Request<C, A, R>> requests, List<Outcome<A, R>> outcomes) {
        var told = world.parts.outcomes(outcomes);
        for (int i = 0; i < requests.size(); i++) {
            host.answer(requests.get(i), told.get(i));
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
