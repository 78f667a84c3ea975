package sluice.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Batch;
import sluice.entity.EntityMessage;
import sluice.entity.Home;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Present;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.entity.Requests;
import sluice.journal.Birth;
import sluice.journal.NamedBirth;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;
import sluice.value.Slot;

/**
 * Places the orders of one slot, as its {@link Desk} decides. Holds nothing that must survive it; what it leaves behind is settled
 * by {@link sluice.entity.Vouching}.
 */
public final class PlacementDesk extends AbstractBehavior<EntityMessage> implements Desk.Shell {

    /** From the shard: end when no placement is under way. */
    public enum Stop implements EntityMessage {
        INSTANCE
    }

    /** To itself: send what is held. What was in the mailbox before has added to it. */
    private enum Send implements EntityMessage {
        INSTANCE
    }

    private record AppendNow(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row)
            implements EntityMessage {}

    /** To itself: the journal has decided on births. */
    private enum BirthsDecided implements EntityMessage {
        INSTANCE
    }

    private record BirthDecided(
            OrderId order,
            Birth.@Nullable Outcome outcome,
            @Nullable Throwable failure) {}

    private record Named(
            OrderId order,
            @Nullable List<NamedBirth> found,
            @Nullable Throwable failure) implements EntityMessage {}

    private record AskAgain(OrderId order, PlacementStep step) implements EntityMessage {}

    /** To itself: the oldest deadline has come. */
    private enum TimeIsUp implements EntityMessage {
        INSTANCE
    }

    private record Deadline(OrderId order, long atNanos) {}

    /** A placement under way, as far as it is measured and logged. */
    private static final class Progress {
        final long begunNanos = System.nanoTime();
        long stageNanos = begunNanos;
        boolean isAppending;
    }

    private static final Logger LOG = LoggerFactory.getLogger(PlacementDesk.class);
    private static final String STOCK = "s";
    private static final String ACCOUNT = "a";

    private final DeskServices services;
    private final Home home;
    private final Present.Place place;
    private final Desk desk;
    private final Map<OrderId, Progress> underWay = new HashMap<>();
    private final ActorRef<Reply<StockAnswer, StockRejection>> stockReplies;
    private final ActorRef<Reply<AccountAnswer, AccountRejection>> accountReplies;
    private final Outbox<StockCommand, StockAnswer, StockRejection> toStock;
    private final Outbox<AccountCommand, AccountAnswer, AccountRejection> toAccounts;
    private final Queue<BirthDecided> decided = new ConcurrentLinkedQueue<>(); // by threads of the appender
    private final AtomicBoolean decidedTold = new AtomicBoolean();
    private final ArrayDeque<Deadline> deadlines =
            new ArrayDeque<>(); // all orders have the same patience: oldest first
    private boolean holding;
    private boolean stopping;

    public static Behavior<EntityMessage> create(Slot slot, DeskServices services, Home home) {
        return Behaviors.setup(context -> {
            context.setLoggerName(PlacementDesk.class);
            return new PlacementDesk(context, slot, services, home);
        });
    }

    private PlacementDesk(ActorContext<EntityMessage> context, Slot slot, DeskServices services, Home home) {
        super(context);
        this.home = home;
        this.place = home.enter(context.getSelf());
        this.services = services;
        this.stockReplies = context.getSelf().narrow();
        this.accountReplies = context.getSelf().narrow();
        this.toStock = new Outbox<>(services.stock());
        this.toAccounts = new Outbox<>(services.accounts());
        this.desk = new Desk(
                slot,
                OrderId::next,
                services.deadline(),
                services.soldOut(),
                services.predecessorMayAppend(),
                services.clock().instant(),
                this);
    }

    @Override
    @SuppressWarnings("unchecked") // a desk is sent requests of one kind only, and replies are told apart by their tag
    public Receive<EntityMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reply.class, this::onReply)
                .onMessage(
                        Request.class, request -> onRequest((Request<WantedOrder, Order, PlacementRejection>) request))
                .onMessage(
                        Requests.class,
                        requests -> onRequests((Requests<WantedOrder, Order, PlacementRejection>) requests))
                .onMessageEquals(Send.INSTANCE, this::onSend)
                .onMessage(AppendNow.class, this::onAppendNow)
                .onMessageEquals(BirthsDecided.INSTANCE, this::onBirthsDecided)
                .onMessage(Named.class, this::onNamed)
                .onMessage(AskAgain.class, this::onAskAgain)
                .onMessageEquals(TimeIsUp.INSTANCE, this::onTimeIsUp)
                .onMessageEquals(Stop.INSTANCE, this::onStop)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<EntityMessage> onRequest(Request<WantedOrder, Order, PlacementRejection> request) {
        desk.onRequest(request, now());
        return this;
    }

    private Behavior<EntityMessage> onRequests(Requests<WantedOrder, Order, PlacementRejection> requests) {
        hold();
        var now = now();
        requests.requests().forEach(request -> desk.onRequest(request, now));
        return this;
    }

    /**
     * From here on, what goes to one SKU or account is gathered and sent as one message, once the mailbox is worked off up to here: the
     * orders of a bulk call are asked for, answered and committed at about the same time. Costs no time where nothing waits.
     */
    private void hold() {
        if (!holding) {
            holding = true;
            getContext().getSelf().tell(Send.INSTANCE);
        }
    }

    private Behavior<EntityMessage> onSend() {
        holding = false;
        toStock.send();
        toAccounts.send();
        return this;
    }

    @SuppressWarnings("unchecked")
    private Behavior<EntityMessage> onReply(Reply<?, ?> reply) {
        var order = OrderId.parse(reply.tag().substring(1)).orElse(null);
        if (order == null || !underWay.containsKey(order)) {
            return this;
        }
        if (reply.tag().startsWith(STOCK)) {
            desk.onStockReply(
                    order, new SkuId(reply.entity()), (Outcome<StockAnswer, StockRejection>) reply.outcome(), now());
        } else {
            desk.onAccountReply(order, (Outcome<AccountAnswer, AccountRejection>) reply.outcome(), now());
        }
        return this;
    }

    private Behavior<EntityMessage> onBirthsDecided() {
        decidedTold.set(false);
        for (var next = decided.poll(); next != null; next = decided.poll()) {
            onBirthDecided(next);
        }
        return this;
    }

    private void onBirthDecided(BirthDecided decided) {
        var order = decided.order();
        var progress = underWay.get(order);
        if (progress == null) {
            return;
        }
        if (decided.outcome() != null) {
            progress.isAppending = decided.outcome() == Birth.Outcome.UNKNOWN;
            if (decided.outcome() == Birth.Outcome.PLACED) {
                HaltPoint.BEFORE_ANSWER.pass();
            }
            desk.onBirth(order, decided.outcome(), now());
        } else {
            onBirthFailed(order, decided.failure());
        }
    }

    private void onBirthFailed(OrderId order, @Nullable Throwable failure) {
        var why = "the journal takes no more orders at the moment";
        if (failure instanceof RejectedExecutionException) {
            desk.onBirthNotTaken(order, why, now());
        } else {
            desk.onBirthUnwritable(order, why, now());
        }
        if (underWay.containsKey(order)) {
            LOG.debug("birth of {} is repeated: {}", order, String.valueOf(failure));
        } else {
            LOG.warn("{} cannot be appended: {}", order, String.valueOf(failure));
        }
    }

    private Behavior<EntityMessage> onNamed(Named named) {
        if (named.found() == null) {
            desk.onNotNamed(named.order(), now());
        } else {
            desk.onNamed(named.order(), named.found(), now());
        }
        return this;
    }

    private Behavior<EntityMessage> onAskAgain(AskAgain again) {
        desk.onAskAgain(again.order(), again.step(), now());
        return this;
    }

    private Behavior<EntityMessage> onTimeIsUp() {
        long nanos = System.nanoTime();
        for (var next = deadlines.peek(); next != null; next = deadlines.peek()) {
            if (underWay.containsKey(next.order())) {
                if (next.atNanos() - nanos > 0) {
                    wakeAt(next, nanos);
                    return this;
                }
                desk.onTimeIsUp(next.order(), now());
            }
            deadlines.remove();
        }
        return this;
    }

    /** One timer for all deadlines of the desk: most orders are answered long before theirs. */
    private void wakeAt(Deadline deadline, long nanos) {
        getContext()
                .scheduleOnce(
                        Duration.ofNanos(deadline.atNanos() - nanos),
                        getContext().getSelf(),
                        TimeIsUp.INSTANCE);
    }

    private Behavior<EntityMessage> onStop() {
        home.leave(place);
        stopping = true;
        return desk.stop() ? Behaviors.stopped() : this;
    }

    private Behavior<EntityMessage> onPostStop() {
        home.leave(place);
        onSend();
        underWay.forEach((order, progress) -> {
            if (progress.isAppending) {
                LOG.info("the desk ends before it is known whether {} was placed; its claims are settled later", order);
            }
        });
        return this;
    }

    private Instant now() {
        return services.clock().instant();
    }

    @Override
    public void tellStock(OrderId order, SkuId sku, StockCommand command, Instant deadline, boolean answered) {
        var replyTo = answered ? stockReplies : services.stock().nobody();
        var request = request(command, STOCK + order, deadline, replyTo);
        if (holds()) {
            toStock.put(sku.value(), request);
        } else {
            services.stock().tell(sku.value(), request);
        }
    }

    @Override
    public void tellAccount(
            OrderId order, AccountId account, AccountCommand command, Instant deadline, boolean answered) {
        var replyTo = answered ? accountReplies : services.accounts().nobody();
        var request = request(command, ACCOUNT + order, deadline, replyTo);
        if (holds()) {
            toAccounts.put(account.value(), request);
        } else {
            services.accounts().tell(account.value(), request);
        }
    }

    /** Where one order only is under way there is nothing to gather; what is held must not be overtaken. */
    private boolean holds() {
        if (underWay.size() > 1) {
            hold();
        }
        return holding;
    }

    private static <C extends Message, A extends Message, R extends Message> Request<C, A, R> request(
            C command, String tag, Instant deadline, ActorRef<Reply<A, R>> replyTo) {
        return new Request<>(command, Origin.PLACEMENT, null, deadline, tag, replyTo);
    }

    @Override
    public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
        var append = new AppendNow(order, references, row);
        if (delay.isZero()) {
            onAppendNow(append);
        } else {
            getContext().scheduleOnce(delay, getContext().getSelf(), append);
        }
    }

    private Behavior<EntityMessage> onAppendNow(AppendNow append) {
        var order = append.order();
        progress(order).isAppending = true;
        var self = getContext().getSelf();
        var unused = services.births()
                .append(order, append.references(), append.row())
                .whenComplete((outcome, failure) -> {
                    decided.add(new BirthDecided(order, outcome, failure));
                    if (decidedTold.compareAndSet(false, true)) { // what is decided together comes with one message
                        self.tell(BirthsDecided.INSTANCE);
                    }
                });
        return this;
    }

    @Override
    public void lookUp(OrderId order, List<String> references) {
        getContext()
                .pipeToSelf(
                        services.references().apply(references), (found, failure) -> new Named(order, found, failure));
    }

    @Override
    public void later(OrderId order, PlacementStep step, Duration delay) {
        getContext().scheduleOnce(delay, getContext().getSelf(), new AskAgain(order, step));
    }

    @Override
    public void startTimer(OrderId order, Duration delay) {
        var progress = new Progress();
        underWay.put(order, progress);
        var deadline = new Deadline(order, progress.begunNanos + delay.toNanos());
        if (deadlines.isEmpty()) {
            wakeAt(deadline, progress.begunNanos);
        }
        deadlines.add(deadline);
    }

    @Override
    public void stageEnded(OrderId order, PlacementTimers.Stage stage) {
        var progress = progress(order);
        services.timers().record(stage, progress.stageNanos);
        progress.stageNanos = System.nanoTime();
    }

    @Override
    public void answer(
            Request<WantedOrder, Order, PlacementRejection> request,
            @Nullable OrderId order,
            Outcome<Order, PlacementRejection> outcome) {
        if (order == null) {
            request.replyTo().tell(new Reply<>("", request.tag(), outcome));
            return;
        }
        services.timers().recordWhole(nameOf(outcome), progress(order).begunNanos);
        underWay.remove(order);
        request.replyTo().tell(new Reply<>(order.toString(), request.tag(), outcome));
        if (stopping && desk.isIdle()) { // after what is in the mailbox, so that it is answered
            getContext().getSelf().tell(Stop.INSTANCE);
        }
    }

    private Progress progress(OrderId order) {
        var progress = underWay.get(order);
        if (progress == null) {
            throw new IllegalStateException(order + " is not being placed");
        }
        return progress;
    }

    private static String nameOf(Outcome<Order, PlacementRejection> outcome) {
        return switch (outcome) {
            case Outcome.Done<Order, PlacementRejection>(var order, var replayed) -> replayed ? "replayed" : "placed";
            case Outcome.Refused<Order, PlacementRejection>(var reason) ->
                reason.getClass().getSimpleName();
            case Outcome.KeyReused<Order, PlacementRejection> reused -> "KeyReused";
            case Outcome.VersionMismatch<Order, PlacementRejection> mismatch -> "VersionMismatch";
            case Outcome.NotDone<Order, PlacementRejection> notDone -> "NotDone";
            case Outcome.Unknown<Order, PlacementRejection> unknown -> "Unknown";
        };
    }
}
