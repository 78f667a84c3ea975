package sluice.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import sluice.entity.EntityMessage;
import sluice.entity.EntitySharding;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.order.Order;
import sluice.value.Slot;

/**
 * One call that wants several orders placed. Those of one slot go to their desk as one message, and each comes back by itself, so
 * that one in doubt does not make its neighbours' answers unknown.
 *
 * <p>Orders of one call that bear the same external id go one after the other, in the order of the call: at the desk the second
 * would only be told that the first is under way.
 */
final class BulkPlacement extends AbstractBehavior<EntityMessage> {

    private enum TimeIsUp implements EntityMessage {
        INSTANCE
    }

    /** Keeps a message well below the cluster's frame of 2 MiB: a character is three bytes of UTF-8 at most. */
    private static final int MAX_CHARACTERS = 300_000;

    private static final int CHARACTERS_OF_AN_ORDER = 400; // about: names, ids, times, field names
    private static final int CHARACTERS_OF_A_LINE = 160;

    private final EntitySharding<WantedOrder, Order, PlacementRejection> desks;
    private final Slot slot;
    private final Instant deadline;
    private final CompletableFuture<Map<Integer, Outcome<Order, PlacementRejection>>> result;
    private final Map<Integer, Outcome<Order, PlacementRejection>> outcomes = new LinkedHashMap<>();
    private final Cancellable timer;
    private List<BulkOrder> unsent;
    private int underWay;

    /**
     * Begins at once.
     *
     * @param slot of the orders that have no external id
     * @param patience after which no answer is waited for
     * @param deadline the end of {@code patience}, for the desks
     * @param result completed with the outcome of each order by its number, in the order of {@code orders}
     */
    static Behavior<EntityMessage> create(
            EntitySharding<WantedOrder, Order, PlacementRejection> desks,
            List<BulkOrder> orders,
            Slot slot,
            Duration patience,
            Instant deadline,
            CompletableFuture<Map<Integer, Outcome<Order, PlacementRejection>>> result) {
        return Behaviors.setup(context -> {
            context.setLoggerName(BulkPlacement.class);
            var bulk = new BulkPlacement(context, desks, orders, slot, patience, deadline, result);
            bulk.sendWhatMayGo();
            return bulk;
        });
    }

    private BulkPlacement(
            ActorContext<EntityMessage> context,
            EntitySharding<WantedOrder, Order, PlacementRejection> desks,
            List<BulkOrder> orders,
            Slot slot,
            Duration patience,
            Instant deadline,
            CompletableFuture<Map<Integer, Outcome<Order, PlacementRejection>>> result) {
        super(context);
        this.desks = desks;
        this.unsent = orders;
        this.slot = slot;
        this.deadline = deadline;
        this.result = result;
        this.timer = context.scheduleOnce(patience, context.getSelf(), TimeIsUp.INSTANCE);
        orders.forEach(order ->
                outcomes.put(order.number(), new Outcome.Unknown<>("no answer within " + patience.toMillis() + " ms")));
    }

    @Override
    @SuppressWarnings("unchecked") // only desks answer
    public Receive<EntityMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reply.class, reply -> onReply((Reply<Order, PlacementRejection>) reply))
                .onMessageEquals(TimeIsUp.INSTANCE, Behaviors::stopped)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    /** All that is unsent, but for orders that bear the external id of one before them. */
    private void sendWhatMayGo() {
        var names = new HashSet<String>();
        var later = new ArrayList<BulkOrder>();
        var bySlot = new LinkedHashMap<Slot, List<BulkOrder>>();
        for (var order : unsent) {
            var name = References.externalName(order.wanted());
            if (name == null || names.add(name)) {
                bySlot.computeIfAbsent(name == null ? slot : Slot.of(name), first -> new ArrayList<>())
                        .add(order);
                underWay++;
            } else {
                later.add(order);
            }
        }
        unsent = later;
        bySlot.forEach(this::send);
    }

    private void send(Slot to, List<BulkOrder> together) {
        var desk = Integer.toString(to.number());
        var message = new ArrayList<Request<WantedOrder, Order, PlacementRejection>>(together.size());
        long characters = 0;
        for (var order : together) {
            long more = charactersOf(order.wanted());
            if (!message.isEmpty() && characters + more > MAX_CHARACTERS) {
                desks.tellAll(desk, List.copyOf(message));
                message.clear();
                characters = 0;
            }
            characters += more;
            message.add(request(order));
        }
        desks.tellAll(desk, message);
    }

    private Request<WantedOrder, Order, PlacementRejection> request(BulkOrder order) {
        return new Request<>(
                order.wanted(),
                order.origin(),
                null,
                deadline,
                Integer.toString(order.number()),
                getContext().getSelf().narrow());
    }

    private static long charactersOf(WantedOrder order) {
        long characters = CHARACTERS_OF_AN_ORDER;
        for (var entry : order.metadata().entrySet()) {
            characters += entry.getKey().length() + entry.getValue().length();
        }
        for (var line : order.lines()) {
            var description = line.description();
            characters += CHARACTERS_OF_A_LINE + (description == null ? 0 : description.length());
        }
        return characters;
    }

    private Behavior<EntityMessage> onReply(Reply<Order, PlacementRejection> reply) {
        outcomes.put(Integer.valueOf(reply.tag()), reply.outcome());
        underWay--;
        if (underWay == 0) {
            sendWhatMayGo();
        }
        return underWay == 0 ? Behaviors.stopped() : this;
    }

    /** All is answered, or time is up, or the node stops. */
    private Behavior<EntityMessage> onPostStop() {
        timer.cancel();
        unsent.forEach(order -> outcomes.put(
                order.number(),
                new Outcome.NotDone<>("it waited for the order of the same external id before it in the call")));
        result.complete(outcomes);
        return this;
    }
}
