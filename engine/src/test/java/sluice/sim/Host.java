package sluice.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.entity.Aftercare;
import sluice.entity.Entity;
import sluice.entity.EntityKind;
import sluice.entity.EntityRules;
import sluice.entity.Front;
import sluice.entity.Message;
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
    private @Nullable HostedJournal<C, E, S, A, R> journal;
    private long lastHeardMicros;
    private boolean quietPlanned;
    private boolean pausePlanned;
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
        return journal == null ? null : journal.committed();
    }

    /** From the shard. */
    void receive(Request<C, A, R> request) {
        if (leaving) {
            afterLeaving.add(request);
        } else {
            hear(request);
        }
    }

    /** From the shard, or from the entity itself. */
    void hear(Request<C, A, R> request) {
        if (gone) {
            return;
        }
        lastHeardMicros = world.clock.nowMicros();
        planQuiet();
        front.onRequest(world.parts.judged(request), node.now());
        planPause();
    }

    private void planPause() {
        if (front.putsOff() && !pausePlanned) {
            pausePlanned = true;
            node.at(world.clock.nowMicros() + 1_000_000, this::onPause);
        }
    }

    private void onPause() {
        pausePlanned = false;
        if (!gone) {
            front.onPause();
        }
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
        node.residents().left(this);
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
            journal.drop();
            journal = null;
        }
    }

    @Override
    public void handOver(List<Request<C, A, R>> requests, boolean inDoubt) {
        if (journal == null) {
            world.say(() -> persistenceId + " is read by " + node);
            journal = new HostedJournal<>(world, node, kind, id, this);
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

    /** The journal has ended of itself. */
    void journalEnded(Front.End end) {
        endJournal();
        world.say(() -> persistenceId + " at " + node + " ends: " + end);
        if (front.onJournalEnded(end, node.now())) {
            leave();
        }
    }

    /** What was handed over is committed and answered. */
    void judged(boolean idle, boolean empty) {
        if (front.onJudged(idle, empty)) {
            leave();
        } else {
            planPause();
        }
    }
}
