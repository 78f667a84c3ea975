package sluice.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.due.DueChanges;
import sluice.entity.Entity;
import sluice.entity.EntityRules;
import sluice.entity.Message;
import sluice.journal.Birth;
import sluice.order.OrderEvent;
import sluice.value.OrderId;
import sluice.value.Slot;

/** One cluster with its database and its clients, living one {@link Life}. */
final class World implements Watcher.Remains {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final long QUIET_MICROS = 60_000_000;
    private static final long MOST_STEPS = 300_000;

    final Life life;
    final Parts parts;
    final Clockwork clock = new Clockwork();
    final Dice dice;
    final Troubles troubles;
    final Watcher watcher;
    final Statements statements;
    final Store store;
    final Net net;
    private final Judge judge;
    private final Coverage coverage;
    private final @Nullable Story story;
    private final Cluster cluster;
    private final Clients clients;
    private @Nullable SimNode speaking;
    private long writers;
    private boolean dueTickPlanned;

    /** @param story takes down what happens, where somebody wants to read it */
    World(Life life, Parts parts, Coverage coverage, @Nullable Story story) {
        this.life = life;
        this.parts = parts;
        this.coverage = coverage;
        this.story = story;
        this.dice = new Dice(life.seed());
        this.troubles = new Troubles(life.faults(), clock);
        this.judge = new Judge(life, clock::nowMicros);
        this.watcher = story == null ? judge : new Telling(judge, story, clock);
        this.statements = new Statements(clock, dice, troubles);
        this.store = new Store(clock, parts, watcher, this::journalGrew);
        this.net = new Net(this);
        this.cluster = new Cluster(this, life);
        this.clients = new Clients(this);
        Beginning.of(life, this);
        plan();
    }

    private void plan() {
        for (var fault : troubles.timed()) {
            switch (fault) {
                case Fault.NodeKilled one ->
                    clock.at(one.atMillis() * 1_000, () -> cluster.kill(node(one.node()), one.forMillis()));
                case Fault.NodePaused one ->
                    clock.at(one.atMillis() * 1_000, () -> cluster.pause(node(one.node()), one.forMillis()));
                case Fault.NodeCutOff one ->
                    clock.at(one.atMillis() * 1_000, () -> cluster.cutOff(node(one.node()), one.forMillis()));
                case Fault.DatabaseDown one -> {
                    clock.at(one.atMillis() * 1_000, () -> {
                        struck(Troubles.Kind.DATABASE_DOWN, () -> "the database is killed");
                        statements.goDown();
                    });
                    clock.at(one.endsMillis() * 1_000, () -> {
                        say(() -> "the database is back");
                        statements.comeUp();
                    });
                }
                case Fault.Moved one ->
                    clock.at(one.atMillis() * 1_000, () -> {
                        struck(Troubles.Kind.SHARD_MOVED, () -> "the shards of slot " + one.slot() + " move");
                        cluster.moveSlot(one.slot(), node(one.node()).index());
                    });
                case Fault counted -> throw new IllegalStateException("of no time: " + counted);
            }
        }
    }

    private SimNode node(int hint) {
        return cluster.nodes().get(Math.floorMod(hint, cluster.nodes().size()));
    }

    Cluster cluster() {
        return cluster;
    }

    Judge judge() {
        return judge;
    }

    /** Lives the life until something is broken, or to its end, which is a minute after the last trouble. */
    void live() {
        for (var fault : life.faults()) {
            troubleUntil(fault.endsMillis() * 1_000);
        }
        while (true) {
            long end = Math.max(troubles.untilMicros(), clients.busyUntilMicros()) + QUIET_MICROS;
            if (!clock.step(end)) {
                if (Math.max(troubles.untilMicros(), clients.busyUntilMicros()) + QUIET_MICROS > end) {
                    continue;
                }
                watcher.quiet(this);
                return;
            }
            if (clock.steps() > MOST_STEPS) {
                watcher.failed("the cluster", new IllegalStateException("it never comes to rest"));
                return;
            }
            if (!judge.violations().isEmpty()) {
                return;
            }
        }
    }

    /** By no clock of a node. */
    Instant trueTime() {
        return BEGINNING.plusNanos(clock.nowMicros() * 1_000);
    }

    /** Something goes wrong until then. */
    void troubleUntil(long micros) {
        troubles.until(micros);
    }

    void struck(Troubles.Kind kind, Supplier<String> words) {
        troubles.strikes(kind);
        say(words);
    }

    void say(Supplier<String> words) {
        if (story != null) {
            story.add(clock.nowMicros(), words.get());
        }
    }

    /** The node whose code is running. */
    SimNode speaking() {
        if (speaking == null) {
            throw new IllegalStateException("no node is at work");
        }
        return speaking;
    }

    @Nullable
    SimNode speaking(@Nullable SimNode now) {
        var before = speaking;
        speaking = now;
        return before;
    }

    String newWriter() {
        return "w" + ++writers;
    }

    /** A fresh id: as production's, a UUID of version 7 that carries its slot, but of virtual time and chance. */
    OrderId newOrder(Slot slot) {
        long millis = trueTime().toEpochMilli();
        long high = millis << 16 | 0x7000 | (long) slot.number() << 2 | dice.below(Dice.Kind.ID, 4);
        return new OrderId(new UUID(high, Long.MIN_VALUE | ++writers << 8 | dice.below(Dice.Kind.ID, 256)));
    }

    <C extends Message, E, S, A extends Message, R extends Message> EntityRules<C, E, S, A, R> covered(
            EntityRules<C, E, S, A, R> rules) {
        return coverage.of(rules);
    }

    static boolean hasEffects(Object event) {
        return event instanceof OrderEvent.Shipped || event instanceof OrderEvent.Cancelled;
    }

    /** Node {@code by} has come to a point of the code; {@code rest} is what it does next, if nothing happens there. */
    void reach(Fault.Point point, SimNode by, Runnable endActor, Runnable rest) {
        var fault = troubles.onPoint(point);
        if (fault == null) {
            rest.run();
            return;
        }
        switch (fault.harm()) {
            case ACTOR_ENDS -> {
                struck(Troubles.Kind.ACTOR_ENDED, () -> "an actor of " + by + " ends at " + point);
                endActor.run();
            }
            case NODE_KILLED -> {
                say(() -> by + " has come to " + point);
                cluster.kill(by, fault.forMillis());
            }
            case NODE_PAUSED -> {
                say(() -> by + " has come to " + point);
                cluster.pause(by, fault.forMillis());
                by.later(1, rest);
            }
        }
    }

    /** The tail has moved: an order may be due. */
    void tailMoved() {
        if (!dueTickPlanned && !store.due().isEmpty() && parts.wakesDue()) {
            dueTickPlanned = true;
            clock.after(1_000_000, () -> {
                dueTickPlanned = false;
                var waker = cluster.livingFrom((int) dice.below(Dice.Kind.FATE, life.nodes()));
                if (!statements.isDown() && waker.isAlive()) {
                    store.takeDue(trueTime(), 10_000, order -> waker.later(1, () -> waker.wakeOrder(order)));
                }
                tailMoved();
            });
        }
    }

    /** Rows have been committed. */
    void journalGrew() {
        cluster.nodes().forEach(SimNode::tellTail);
    }

    // ---- what remains

    @Override
    public Map<String, Birth.Reference> references() {
        return store.references();
    }

    @Override
    public OrderId orderOf(String reference) {
        return store.orderOf(reference);
    }

    @Override
    public Map<String, DueChanges.Entry> due() {
        return store.due();
    }

    @Override
    public Map<String, Entity<?, ?, ?, ?, ?>> inMemory() {
        var all = new HashMap<String, Entity<?, ?, ?, ?, ?>>();
        for (var node : cluster.nodes()) {
            if (node.isMember()) {
                node.residents().hosts().forEach((persistenceId, host) -> {
                    var entity = host.entity();
                    if (entity != null) {
                        all.put(persistenceId, entity);
                    }
                });
            }
        }
        return all;
    }

    @Override
    public List<String> placementsUnderWay() {
        var all = new ArrayList<String>();
        for (var node : cluster.nodes()) {
            node.residents()
                    .desks()
                    .values()
                    .forEach(desk -> desk.underWay().forEach(order -> all.add(order + " at " + node)));
        }
        return all;
    }

    @Override
    public List<Attempt> unanswered() {
        return clients.unanswered();
    }
}
