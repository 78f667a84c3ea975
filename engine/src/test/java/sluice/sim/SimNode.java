package sluice.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Asking;
import sluice.entity.EntityKind;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.entity.Witness;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderAsking;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderWitness;
import sluice.placement.PlacementRejection;
import sluice.placement.Predecessors;
import sluice.placement.SoldOutMarks;
import sluice.placement.WantedOrder;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.OrderId;
import sluice.value.Slot;

/** One node: its part of the entities and desks, wired as {@code EngineNode} wires them, and the ways to the others. */
final class SimNode {

    private static final long LATE_MICROS = 3_000_000;
    private static final long CONFIRMED_MICROS = 9_000_000; // as long as the others need to remove a silent one
    private static final long WAKE_MICROS = 5_000_000;
    private static final long ASK_MICROS = Parts.ASK_TIMEOUT.toNanos() / 1_000;

    private final World world;
    private final Cluster cluster;
    private final int index;
    private final int skewMillis;
    private final Map<String, Host<?, ?, ?, ?, ?>> hosts = new LinkedHashMap<>();
    private final Map<Integer, DeskHost> desks = new LinkedHashMap<>();
    private final List<Runnable> deferred = new ArrayList<>();
    private final Kinds kinds;
    private @Nullable Shards shards;
    private @Nullable TailHost tail;
    private SoldOutMarks soldOut;
    private Predecessors predecessors;
    private final OrderAsking clientsOrders;
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
        this.kinds = new Kinds(world, this);
        this.soldOut = soldOut(world);
        this.predecessors = world.parts.predecessors();
        this.clientsOrders = new OrderAsking(orders(), this::firstEvent);
        this.witness = world.parts.witness(new OrderWitness(this::firstEvent, orders()), this);
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

    Map<String, Host<?, ?, ?, ?, ?>> hosts() {
        return hosts;
    }

    Map<Integer, DeskHost> desks() {
        return desks;
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
        hosts.values().forEach(Host::drop);
        desks.values().forEach(DeskHost::drop);
        hosts.clear();
        desks.clear();
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
        route(
                Shards.of(kind, slotOf(kind, id)),
                message,
                node -> node.<C, A, R>host(kind, id).receive(request));
    }

    /** Tells it again until it has said that it is awake. */
    void wake(EntityKind kind, String id, boolean inDoubt) {
        var again = later(WAKE_MICROS, () -> {
            if (world.parts.repeatsWakes()) {
                wake(kind, id, inDoubt);
            }
        });
        route(Shards.of(kind, slotOf(kind, id)), Fault.Message.SELF, node -> {
            if (node.host(kind, id).wake(inDoubt)) {
                world.net.send(node, this, Fault.Message.SELF, again::cancel);
            }
        });
    }

    private static int slotOf(EntityKind kind, String id) {
        return (kind == EntityKind.ORDER ? OrderId.parse(id).orElseThrow().slot() : Slot.of(id)).number();
    }

    @SuppressWarnings("unchecked") // the kind says what its requests are
    private <C extends Message, A extends Message, R extends Message> Host<C, ?, ?, A, R> host(
            EntityKind kind, String id) {
        return (Host<C, ?, ?, A, R>) hosts.computeIfAbsent(
                kind.persistenceId(id), absent -> kinds.host(kind, id, Shards.of(kind, slotOf(kind, id))));
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
        world.net.send(this, owner, message, () -> owner.arrive(shard, deliver));
    }

    /** What has come for a shard that is elsewhere by now goes on to there. */
    private void arrive(int shard, Consumer<SimNode> deliver) {
        if (shards().owner(shard) == index && shards().moveOf(shard) == null) {
            deliver.accept(this);
        } else {
            route(shard, Fault.Message.SELF, deliver);
        }
    }

    void hasLeft(Host<?, ?, ?, ?, ?> host) {
        hosts.remove(host.persistenceId(), host);
        cluster.left(host.shard());
    }

    void hasLeft(DeskHost desk) {
        desks.values().remove(desk);
        cluster.left(desk.shard());
    }

    void handOver(int shard) {
        List.copyOf(hosts.values()).stream()
                .filter(host -> host.shard() == shard)
                .forEach(Host::stop);
        List.copyOf(desks.values()).stream()
                .filter(desk -> desk.shard() == shard)
                .forEach(DeskHost::stop);
        cluster.left(shard);
    }

    boolean hasHandedOver(int shard) {
        return hosts.values().stream().noneMatch(host -> host.shard() == shard)
                && desks.values().stream().noneMatch(desk -> desk.shard() == shard);
    }

    void dropShard(int shard) {
        hosts.values().removeIf(host -> {
            if (host.shard() == shard) {
                host.drop();
            }
            return host.shard() == shard;
        });
        desks.values().removeIf(desk -> {
            if (desk.shard() == shard) {
                desk.drop();
            }
            return desk.shard() == shard;
        });
    }

    // ---- asking

    /** Where an answer comes back to this node. */
    <T> ActorRef<T> receiver(Fault.Message message, Consumer<T> receiver) {
        int life = lives;
        return new Ref<T>(answer -> world.net.send(world.speaking(), this, message, () -> {
            if (lives == life) {
                receiver.accept(answer);
            }
        }));
    }

    Asking<StockCommand, StockAnswer, StockRejection> stock() {
        return (id, command, origin, ifVersion) -> {
            boolean effect = command instanceof StockCommand.Ship || command instanceof StockCommand.Free;
            return ask(EntityKind.STOCK, id, command, origin, ifVersion, effect);
        };
    }

    Asking<AccountCommand, AccountAnswer, AccountRejection> accounts() {
        return (id, command, origin, ifVersion) -> {
            boolean effect = command instanceof AccountCommand.Invoice || command instanceof AccountCommand.Free;
            return ask(EntityKind.ACCOUNT, id, command, origin, ifVersion, effect);
        };
    }

    Asking<OrderCommand, OrderAnswer, OrderRejection> orders() {
        return (id, command, origin, ifVersion) -> ask(EntityKind.ORDER, id, command, origin, ifVersion, false);
    }

    /** Asks an order for a client. */
    CompletionStage<Outcome<OrderAnswer, OrderRejection>> askOrder(OrderId order, OrderCommand command, Origin origin) {
        return world.parts.rereadsMissingOrders()
                ? clientsOrders.ask(order, command, origin, null)
                : orders().ask(order.toString(), command, origin, null);
    }

    private <C extends Message, A extends Message, R extends Message> CompletionStage<Outcome<A, R>> ask(
            EntityKind kind, String id, C command, Origin origin, @Nullable Long ifVersion, boolean effect) {
        var existence = command instanceof OrderCommand.DoesExist;
        var message = effect ? Fault.Message.EFFECT : existence ? Fault.Message.EXISTENCE : Fault.Message.COMMAND;
        var answer = effect ? Fault.Message.EFFECT_DONE : existence ? Fault.Message.EXISTENCE : Fault.Message.ANSWER;
        return this.<A, R>asked(answer, (replyTo, deadline) -> {
            var request = new Request<C, A, R>(command, origin, ifVersion, deadline, "", replyTo);
            route(
                    Shards.of(kind, slotOf(kind, id)),
                    message,
                    node -> node.<C, A, R>host(kind, id).receive(request));
        });
    }

    private interface Send<A extends Message, R extends Message> {
        void with(ActorRef<Reply<A, R>> replyTo, Instant deadline);
    }

    private <A extends Message, R extends Message> CompletionStage<Outcome<A, R>> asked(
            Fault.Message answer, Send<A, R> send) {
        var outcome = new CompletableFuture<Outcome<A, R>>();
        var timeout =
                later(ASK_MICROS, () -> outcome.complete(new Outcome.Unknown<>("no answer within the ask timeout")));
        Consumer<Reply<A, R>> receiver = reply -> {
            timeout.cancel();
            outcome.complete(reply.outcome());
        };
        send.with(receiver(answer, receiver), now().plus(Parts.ASK_TIMEOUT));
        return outcome;
    }

    CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Origin origin, Slot slot) {
        return this.<Order, PlacementRejection>asked(Fault.Message.ANSWER, (replyTo, deadline) -> {
            var request = new Request<>(wanted, origin, null, deadline, "", replyTo);
            route(
                    Shards.ofDesk(slot.number()),
                    Fault.Message.PLACE,
                    node -> node.desk(slot).receive(request));
        });
    }

    private DeskHost desk(Slot slot) {
        return desks.computeIfAbsent(slot.number(), absent -> new DeskHost(world, this, slot));
    }

    CompletionStage<Optional<OrderEvent>> firstEvent(OrderId order) {
        var event = new CompletableFuture<Optional<OrderEvent>>();
        world.statements.read(
                this,
                Fault.Read.FIRST_EVENT,
                () -> world.store.firstEvent(order),
                found -> event.complete(found.map(first -> first.event())),
                () -> event.completeExceptionally(new IllegalStateException("the database did not answer")));
        return event;
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
