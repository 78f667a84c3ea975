package sluice.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.entity.EntityKind;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.entity.Witness;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.order.OrderWitness;
import sluice.placement.PlacementRejection;
import sluice.placement.Predecessors;
import sluice.placement.SoldOutMarks;
import sluice.placement.WantedOrder;
import sluice.value.OrderId;
import sluice.value.Slot;

/** One node: its part of the entities and desks, wired as {@code EngineNode} wires them, and the ways to the others. */
final class SimNode {

    private static final long LATE_MICROS = 3_000_000;
    private static final long CONFIRMED_MICROS = 9_000_000; // as long as the others need to remove a silent one
    private static final long WAKE_MICROS = 5_000_000;

    private final World world;
    private final Cluster cluster;
    private final int index;
    private final int skewMillis;
    private final List<Runnable> deferred = new ArrayList<>();
    private final Residents residents;
    private final Asks asks;
    private @Nullable Shards shards;
    private @Nullable TailHost tail;
    private SoldOutMarks soldOut;
    private Predecessors predecessors;
    private final Witness witness;
    private int lives;
    private boolean alive;
    private boolean member;
    private boolean paused;
    private boolean late;
    private int pauses;
    private boolean cutOff;
    private boolean givenUp;

    SimNode(World world, Cluster cluster, int index, int skewMillis) {
        this.world = world;
        this.cluster = cluster;
        this.index = index;
        this.skewMillis = skewMillis;
        this.asks = new Asks(world, this);
        this.residents = new Residents(world, this);
        this.soldOut = soldOut(world);
        this.predecessors = world.parts.predecessors();
        this.witness = world.parts.witness(new OrderWitness(asks::firstEvent, asks.orders()), this);
    }

    private static SoldOutMarks soldOut(World world) {
        return world.parts.soldOutMarks(() -> world.clock.nowMicros() * 1_000);
    }

    int index() {
        return index;
    }

    /** How often it has started; what was planned in an earlier life does not happen. */
    int lives() {
        return lives;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isMember() {
        return member;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isCutOff() {
        return cutOff;
    }

    /** Whether the others have waited long enough for it. */
    boolean isGivenUp() {
        return givenUp;
    }

    void giveUp() {
        givenUp = true;
    }

    SoldOutMarks soldOut() {
        return soldOut;
    }

    Predecessors predecessors() {
        return predecessors;
    }

    Witness witness() {
        return witness;
    }

    Residents residents() {
        return residents;
    }

    Asks asks() {
        return asks;
    }

    /** By its own clock. */
    Instant now() {
        return world.trueTime().plusMillis(skewMillis);
    }

    // ---- its life

    /** The process starts, and is no member yet. */
    void boot() {
        lives++;
    }

    void start(Shards seen) {
        lives++;
        alive = true;
        member = true;
        paused = false;
        late = false;
        cutOff = false;
        givenUp = false;
        shards = seen;
        tellTail();
    }

    void end() {
        lives++;
        alive = false;
        paused = false;
        residents.dropAll();
        deferred.clear();
        tail = null;
        soldOut = soldOut(world); // what it knew is gone
        predecessors = world.parts.predecessors();
    }

    /** The others go on without it. */
    void leave() {
        member = false;
        shards = shards().copy(); // what it believes from now on is its own affair
    }

    void see(Shards seen) {
        shards = seen;
    }

    private Shards shards() {
        if (shards == null) {
            throw new IllegalStateException(this + " never started");
        }
        return shards;
    }

    void pauseUntil(long micros) {
        paused = true;
        pauses++;
        late |= micros - world.clock.nowMicros() > LATE_MICROS;
    }

    void resume() {
        givenUp = false;
        paused = false;
        int pause = pauses;
        if (late && member) { // its clock tick came late: it refuses until its membership is confirmed
            later(CONFIRMED_MICROS, () -> late = late && pauses != pause);
        }
        var missed = List.copyOf(deferred);
        deferred.clear();
        missed.forEach(this::run);
    }

    void cutOff(boolean nowCutOff) {
        cutOff = nowCutOff;
    }

    /** Why it takes nothing from clients just now; null if it does. */
    @Nullable
    String refusal() {
        return late ? "its clock stood still" : null;
    }

    // ---- time

    Clockwork.Timer later(long micros, Runnable what) {
        return at(world.clock.nowMicros() + micros, what);
    }

    /** In this life only; and when it goes on, if it stands still then. */
    Clockwork.Timer at(long micros, Runnable what) {
        int life = lives;
        return world.clock.at(micros, () -> {
            if (alive && lives == life) {
                run(what);
            }
        });
    }

    private void run(Runnable what) {
        if (!alive) {
            return;
        }
        if (paused) {
            deferred.add(what);
            return;
        }
        var before = world.speaking(this);
        what.run();
        world.speaking(before);
    }

    // ---- entities

    <C extends Message, A extends Message, R extends Message> void tell(
            EntityKind kind, String id, Request<C, A, R> request, Fault.Message message) {
        int shard = Shards.of(kind, slotOf(kind, id));
        route(
                shard,
                message,
                node -> node.residents.<C, A, R>host(kind, id, shard).receive(request));
    }

    /** Sends a request to the desk of a slot. */
    void tell(Slot slot, Request<WantedOrder, Order, PlacementRejection> request) {
        route(
                Shards.ofDesk(slot.number()),
                Fault.Message.PLACE,
                node -> node.residents.desk(slot).receive(request));
    }

    /** Tells it again until it has said that it is awake. */
    void wake(EntityKind kind, String id, boolean inDoubt) {
        var again = later(WAKE_MICROS, () -> {
            if (world.parts.repeatsWakes()) {
                wake(kind, id, inDoubt);
            }
        });
        int shard = Shards.of(kind, slotOf(kind, id));
        route(shard, Fault.Message.SELF, node -> {
            if (node.residents.host(kind, id, shard).wake(inDoubt)) {
                world.net.send(node, this, Fault.Message.SELF, again::cancel);
            }
        });
    }

    private static int slotOf(EntityKind kind, String id) {
        return (kind == EntityKind.ORDER ? OrderId.parse(id).orElseThrow().slot() : Slot.of(id)).number();
    }

    private void route(int shard, Fault.Message message, Consumer<SimNode> deliver) {
        if (!alive) {
            return;
        }
        var move = shards().moveOf(shard);
        if (move != null) {
            int life = lives;
            move.waiting.add(() -> {
                if (lives == life) {
                    route(shard, message, deliver);
                }
            });
            return;
        }
        var owner = cluster.nodes().get(shards().owner(shard));
        world.net.send(this, owner, message, () -> owner.arrive(shard, message, deliver));
    }

    /** What has come for a shard that is elsewhere by now goes on to there. */
    private void arrive(int shard, Fault.Message message, Consumer<SimNode> deliver) {
        if (shards().owner(shard) == index && shards().moveOf(shard) == null) {
            deliver.accept(this);
        } else {
            route(shard, message, deliver);
        }
    }

    // ---- what it sees to on its own

    /** A node has come or gone: what was written lately may hold what nobody sees to. */
    void onMembersChanged() {
        if (alive && member && world.parts.wakesRecent()) {
            world.statements.read(
                    this,
                    Fault.Read.RECENT,
                    world.store::recentlyWritten,
                    recent -> recent.forEach(this::wakeRecent),
                    () -> later(Parts.SETTLE_RETRY.toNanos() / 1_000, this::onMembersChanged));
        }
    }

    private void wakeRecent(String persistenceId) {
        var kind = EntityKind.ofPersistenceId(persistenceId);
        wake(kind, kind.idIn(persistenceId), false);
    }

    /** An order that is read recovers, and carries out what it has not settled. */
    void wakeOrder(String persistenceId) {
        var deadline = now().plus(Parts.ASK_TIMEOUT);
        tell(
                EntityKind.ORDER,
                EntityKind.ORDER.idIn(persistenceId),
                new Request<>(
                        new OrderCommand.Read(),
                        Origin.TIMER,
                        null,
                        deadline,
                        "",
                        Ref.<Reply<OrderAnswer, OrderRejection>>nobody()),
                Fault.Message.SELF);
    }

    boolean hasTail() {
        return alive && shards().owner(Shards.TAIL) == index;
    }

    /** The tail may have come here, or something to read. */
    void tellTail() {
        if (!hasTail()) {
            return;
        }
        if (tail == null) {
            tail = new TailHost(world, this);
        }
        tail.poke();
    }

    void tailLeft() {
        tail = null;
    }

    @Override
    public String toString() {
        return "node " + index;
    }
}
