package sluice.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.journal.Birth;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.placement.Desk;
import sluice.placement.PlacementRejection;
import sluice.placement.PlacementStep;
import sluice.placement.PlacementTimers;
import sluice.placement.WantedOrder;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;
import sluice.value.Slot;

/** One desk on one node: production's {@link Desk}, held as its actor holds it. */
final class DeskHost implements Desk.Shell {

    private final World world;
    private final SimNode node;
    private final int shard;
    private final Desk desk;
    private final Map<OrderId, Clockwork.Timer> timers = new HashMap<>();
    private final Set<OrderId> sent = new HashSet<>();
    private boolean stopping;
    private boolean gone;

    DeskHost(World world, SimNode node, Slot slot) {
        this.world = world;
        this.node = node;
        this.shard = Shards.ofDesk(slot.number());
        this.desk = new Desk(
                slot,
                world::newOrder,
                Parts.PLACEMENT_DEADLINE,
                node.soldOut(),
                startedAt -> node.predecessors().mayAppend(startedAt, node.now()),
                node.now(),
                world.parts.desk(this, node));
    }

    int shard() {
        return shard;
    }

    /** Placements under way, by their orders. */
    Iterable<OrderId> underWay() {
        return timers.keySet();
    }

    void receive(Request<WantedOrder, Order, PlacementRejection> request) {
        act(now -> desk.onRequest(request, now));
    }

    void stop() {
        stopping = true;
        desk.stop();
        act(now -> {});
    }

    void drop() {
        gone = true;
    }

    /** A desk fails only with its node: nothing that it does can throw. */
    private void fail() {
        world.cluster().kill(node, 0);
    }

    /** Lets the desk act, and ends it if that was all. */
    private void act(Consumer<Instant> action) {
        if (gone) {
            return;
        }
        try {
            action.accept(node.now());
        } catch (RuntimeException failure) {
            world.watcher.failed("the desk of shard " + shard, failure);
        }
        if (stopping && desk.isIdle()) {
            gone = true;
            node.residents().left(this);
        }
    }

    @Override
    public void tellStock(OrderId order, SkuId sku, StockCommand command, Instant deadline, boolean answered) {
        Consumer<Reply<StockAnswer, StockRejection>> receiver = reply -> act(now -> {
            desk.onStockReply(order, sku, reply.outcome(), now);
            world.parts.onGrant(node.soldOut(), sku, reply.outcome(), now);
        });
        var replyTo = answered
                ? node.asks().receiver(Fault.Message.GRANT, receiver)
                : Ref.<Reply<StockAnswer, StockRejection>>nobody();
        var message = command instanceof StockCommand.Claim
                ? Fault.Message.CLAIM
                : command instanceof StockCommand.Vouch ? Fault.Message.VOUCH : Fault.Message.RELEASE;
        node.tell(
                EntityKind.STOCK,
                sku.value(),
                new Request<>(command, Origin.PLACEMENT, null, deadline, "", replyTo),
                message);
    }

    @Override
    public void tellAccount(
            OrderId order, AccountId account, AccountCommand command, Instant deadline, boolean answered) {
        Consumer<Reply<AccountAnswer, AccountRejection>> receiver =
                reply -> act(now -> desk.onAccountReply(order, reply.outcome(), now));
        var replyTo = answered
                ? node.asks().receiver(Fault.Message.GRANT, receiver)
                : Ref.<Reply<AccountAnswer, AccountRejection>>nobody();
        var message = command instanceof AccountCommand.Pledge
                ? Fault.Message.PLEDGE
                : command instanceof AccountCommand.Vouch ? Fault.Message.VOUCH : Fault.Message.RELEASE;
        node.tell(
                EntityKind.ACCOUNT,
                account.value(),
                new Request<>(command, Origin.PLACEMENT, null, deadline, "", replyTo),
                message);
    }

    @Override
    public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
        node.later(
                Math.max(1, delay.toNanos() / 1_000),
                () -> world.reach(Fault.Point.CLAIMS_GRANTED, node, this::fail, () -> {
                    if (!gone) {
                        send(order, references, row);
                        world.reach(Fault.Point.BIRTH_SENT, node, this::fail, () -> {});
                    }
                }));
    }

    private void send(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row) {
        if (!world.parts.maySendBirths(node.refusal() == null)) {
            node.later(1, () -> act(now -> desk.onBirthNotTaken(order, "the node stood still", now)));
            return;
        }
        boolean first = sent.add(order);
        if (!world.parts.waitsForBirths()) {
            act(now -> desk.onBirth(order, Birth.Outcome.PLACED, now));
        }
        world.statements.write(
                node,
                Fault.Write.BIRTH,
                first,
                xact -> world.store.insertBirth(xact, order, references, row, world.trueTime()),
                new Statements.Told<>() {
                    @Override
                    public void done(Birth.Outcome outcome) {
                        world.reach(
                                Fault.Point.BIRTH_COMMITTED,
                                node,
                                DeskHost.this::fail,
                                () -> act(now -> desk.onBirth(order, world.parts.told(outcome), now)));
                    }

                    @Override
                    public void unknown() {
                        act(now -> desk.onBirth(order, world.parts.told(Birth.Outcome.UNKNOWN), now));
                    }

                    @Override
                    public void refused() {
                        act(now -> desk.onBirthUnwritable(order, "the journal refuses it", now));
                    }

                    @Override
                    public void notSent() {
                        act(now -> desk.onBirthNotTaken(order, "too many births wait", now));
                    }
                });
    }

    @Override
    public void lookUp(OrderId order, List<String> references) {
        world.statements.read(
                node,
                Fault.Read.REFERENCES,
                () -> world.store.named(references, world.trueTime()),
                found -> act(now -> desk.onNamed(order, found, now)),
                () -> act(now -> desk.onNotNamed(order, now)));
    }

    @Override
    public void later(OrderId order, PlacementStep step, Duration delay) {
        node.later(delay.toNanos() / 1_000, () -> act(now -> desk.onAskAgain(order, step, now)));
    }

    @Override
    public void startTimer(OrderId order, Duration delay) {
        timers.put(order, node.later(delay.toNanos() / 1_000, () -> act(now -> desk.onTimeIsUp(order, now))));
    }

    @Override
    public void answer(
            Request<WantedOrder, Order, PlacementRejection> request,
            @Nullable OrderId order,
            Outcome<Order, PlacementRejection> outcome) {
        if (order != null) {
            var timer = timers.remove(order);
            if (timer != null) {
                timer.cancel();
            }
        }
        request.replyTo().tell(new Reply<>(String.valueOf(order), request.tag(), outcome));
    }

    @Override
    public void stageEnded(OrderId order, PlacementTimers.Stage stage) {
        // nobody measures a virtual clock
    }
}
