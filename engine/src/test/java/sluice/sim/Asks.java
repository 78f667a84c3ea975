package sluice.sim;

import java.time.Instant;
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
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderAsking;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.OrderId;
import sluice.value.Slot;

/** The ways of one node to ask entities and desks, wherever they are, and the journal. No answer in time is an unknown outcome. */
final class Asks {

    private static final long ASK_MICROS = Parts.ASK_TIMEOUT.toNanos() / 1_000;

    private final World world;
    private final SimNode node;
    private final OrderAsking clientsOrders;

    Asks(World world, SimNode node) {
        this.world = world;
        this.node = node;
        this.clientsOrders = new OrderAsking(orders(), this::firstEvent);
    }

    /** Where an answer comes back to this node. */
    <T> ActorRef<T> receiver(Fault.Message message, Consumer<T> receiver) {
        int life = node.lives();
        return new Ref<T>(answer -> world.net.send(world.speaking(), node, message, () -> {
            if (node.lives() == life) {
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
    CompletionStage<Outcome<OrderAnswer, OrderRejection>> order(OrderId order, OrderCommand command, Origin origin) {
        return clientsOrders.ask(order, command, origin, null);
    }

    private <C extends Message, A extends Message, R extends Message> CompletionStage<Outcome<A, R>> ask(
            EntityKind kind, String id, C command, Origin origin, @Nullable Long ifVersion, boolean effect) {
        var existence = command instanceof OrderCommand.DoesExist;
        var message = effect ? Fault.Message.EFFECT : existence ? Fault.Message.EXISTENCE : Fault.Message.COMMAND;
        var answer = effect ? Fault.Message.EFFECT_DONE : existence ? Fault.Message.EXISTENCE : Fault.Message.ANSWER;
        return this.<A, R>asked(answer, (replyTo, deadline) -> {
            var request = new Request<C, A, R>(command, origin, ifVersion, deadline, "", replyTo);
            node.tell(kind, id, request, message);
        });
    }

    private interface Send<A extends Message, R extends Message> {
        void with(ActorRef<Reply<A, R>> replyTo, Instant deadline);
    }

    private <A extends Message, R extends Message> CompletionStage<Outcome<A, R>> asked(
            Fault.Message answer, Send<A, R> send) {
        var outcome = new CompletableFuture<Outcome<A, R>>();
        var timeout = node.later(
                ASK_MICROS, () -> outcome.complete(new Outcome.Unknown<>("no answer within the ask timeout")));
        Consumer<Reply<A, R>> receiver = reply -> {
            timeout.cancel();
            outcome.complete(reply.outcome());
        };
        send.with(receiver(answer, receiver), node.now().plus(Parts.ASK_TIMEOUT));
        return outcome;
    }

    CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Origin origin, Slot slot) {
        return this.<Order, PlacementRejection>asked(Fault.Message.ANSWER, (replyTo, deadline) -> {
            var request = new Request<>(wanted, origin, null, deadline, "", replyTo);
            node.tell(slot, request);
        });
    }

    CompletionStage<Optional<OrderEvent>> firstEvent(OrderId order) {
        var event = new CompletableFuture<Optional<OrderEvent>>();
        world.statements.read(
                node,
                Fault.Read.FIRST_EVENT,
                () -> world.store.firstEvent(order),
                found -> event.complete(found.map(first -> first.event())),
                () -> event.completeExceptionally(new IllegalStateException("the database did not answer")));
        return event;
    }
}
