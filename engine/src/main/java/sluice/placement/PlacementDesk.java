package sluice.placement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.EntityMessage;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.journal.Birth;
import sluice.journal.NamedBirth;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;
import sluice.value.Slot;

/**
 * Places the orders of one slot. Two requests with one reference meet here: the second is refused while the first is under way. Holds
 * nothing that must survive it; what it leaves behind is settled by {@link sluice.entity.Vouching}.
 */
public final class PlacementDesk extends AbstractBehavior<EntityMessage> {

    /** From the shard: end when no placement is under way. */
    public enum Stop implements EntityMessage {
        INSTANCE
    }

    private record BirthDecided(
            OrderId order,
            Birth.@Nullable Outcome outcome,
            @Nullable Throwable failure) implements EntityMessage {}

    private record Named(
            OrderId order,
            @Nullable List<NamedBirth> found,
            @Nullable Throwable failure) implements EntityMessage {}

    private record AskAgain(OrderId order, PlacementStep step) implements EntityMessage {}

    private record TimeIsUp(OrderId order) implements EntityMessage {}

    /** A placement and what the desk needs to carry out its steps. */
    private static final class Job {
        final Placement placement;
        final Request<WantedOrder, Order, PlacementRejection> request;
        final Instant deadline;
        final long begunNanos = System.nanoTime();
        long stageNanos = begunNanos;
        Instant recordedAt = Instant.EPOCH;

        Job(Placement placement, Request<WantedOrder, Order, PlacementRejection> request, Instant deadline) {
            this.placement = placement;
            this.request = request;
            this.deadline = deadline;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(PlacementDesk.class);
    private static final String STOCK = "s";
    private static final String ACCOUNT = "a";

    private final DeskServices services;
    private final Slot slot;
    private final TimerScheduler<EntityMessage> timers;
    private final Instant startedAt;
    private final Map<OrderId, Job> jobs = new HashMap<>();
    private final Set<String> referencesUnderWay = new HashSet<>();
    private final ActorRef<Reply<StockAnswer, StockRejection>> stockReplies;
    private final ActorRef<Reply<AccountAnswer, AccountRejection>> accountReplies;
    private boolean stopping;

    public static Behavior<EntityMessage> create(Slot slot, DeskServices services) {
        return Behaviors.setup(context -> {
            context.setLoggerName(PlacementDesk.class);
            return Behaviors.withTimers(timers -> new PlacementDesk(context, timers, slot, services));
        });
    }

    private PlacementDesk(
            ActorContext<EntityMessage> context,
            TimerScheduler<EntityMessage> timers,
            Slot slot,
            DeskServices services) {
        super(context);
        this.services = services;
        this.slot = slot;
        this.timers = timers;
        this.startedAt = services.clock().instant();
        this.stockReplies = context.getSelf().narrow();
        this.accountReplies = context.getSelf().narrow();
    }

    @Override
    @SuppressWarnings("unchecked") // a desk is sent requests of one kind only, and replies are told apart by their tag
    public Receive<EntityMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reply.class, this::onReply)
                .onMessage(
                        Request.class, request -> onRequest((Request<WantedOrder, Order, PlacementRejection>) request))
                .onMessage(BirthDecided.class, this::onBirthDecided)
                .onMessage(Named.class, this::onNamed)
                .onMessage(AskAgain.class, this::onAskAgain)
                .onMessage(TimeIsUp.class, this::onTimeIsUp)
                .onMessageEquals(Stop.INSTANCE, this::onStop)
                .build();
    }

    private Behavior<EntityMessage> onRequest(Request<WantedOrder, Order, PlacementRejection> request) {
        if (stopping) {
            return refuseAtOnce(request, new Outcome.NotDone<>("the desk is moving to another node"));
        }
        var wanted = request.command();
        var references = References.of(wanted, request.origin().key());
        if (references.names().stream().anyMatch(referencesUnderWay::contains)) {
            return refuseAtOnce(request, new Outcome.Refused<>(new PlacementRejection.RequestInFlight()));
        }
        var now = services.clock().instant();
        if (request.deadline().isBefore(now)) {
            return refuseAtOnce(request, new Outcome.NotDone<>("it waited longer than its deadline"));
        }
        referencesUnderWay.addAll(references.names());
        var placement = new Placement(
                OrderId.next(slot), wanted, references, request.origin().by());
        var job = new Job(placement, request, now.plus(services.deadline()));
        jobs.put(placement.order(), job);
        timers.startSingleTimer(placement.order(), new TimeIsUp(placement.order()), services.deadline());
        var shortages = services.soldOut().shortages(placement.quantities());
        carryOut(job, shortages.isEmpty() ? placement.begin() : placement.beginSoldOut(shortages));
        return this;
    }

    private Behavior<EntityMessage> refuseAtOnce(
            Request<WantedOrder, Order, PlacementRejection> request, Outcome<Order, PlacementRejection> outcome) {
        request.replyTo().tell(new Reply<>("", request.tag(), outcome));
        return this;
    }

    @SuppressWarnings("unchecked")
    private Behavior<EntityMessage> onReply(Reply<?, ?> reply) {
        var order = OrderId.parse(reply.tag().substring(1));
        var job = order.map(jobs::get).orElse(null);
        if (job == null) {
            return this; // its placement has ended, and has released what this reply may grant
        }
        boolean wasClaiming = job.placement.isClaiming();
        var steps = reply.tag().startsWith(STOCK)
                ? onClaim(job, new SkuId(reply.entity()), (Outcome<StockAnswer, StockRejection>) reply.outcome())
                : job.placement.onPledge((Outcome<AccountAnswer, AccountRejection>) reply.outcome());
        if (wasClaiming && !job.placement.isClaiming()) {
            finishStage(
                    job, reply.tag().startsWith(STOCK) ? PlacementTimers.Stage.CLAIMS : PlacementTimers.Stage.PLEDGE);
        }
        carryOut(job, steps);
        return this;
    }

    private List<PlacementStep> onClaim(Job job, SkuId sku, Outcome<StockAnswer, StockRejection> outcome) {
        if (outcome instanceof Outcome.Refused<StockAnswer, StockRejection>(InsufficientStock shortage)) {
            services.soldOut().refused(sku, shortage);
        }
        return job.placement.onClaim(sku, outcome);
    }

    private void finishStage(Job job, PlacementTimers.Stage stage) {
        services.timers().record(stage, job.stageNanos);
        job.stageNanos = System.nanoTime();
    }

    private Behavior<EntityMessage> onBirthDecided(BirthDecided decided) {
        var job = jobs.get(decided.order());
        if (job == null) {
            return this;
        }
        finishStage(job, PlacementTimers.Stage.BIRTH);
        if (decided.outcome() != null) {
            if (decided.outcome() == Birth.Outcome.PLACED) {
                HaltPoint.BEFORE_ANSWER.pass();
            }
            carryOut(job, job.placement.onBirth(decided.outcome(), job.recordedAt));
        } else {
            LOG.warn("{} cannot be appended: {}", decided.order(), String.valueOf(decided.failure()));
            carryOut(job, job.placement.onBirthRefused("the journal takes no more orders at the moment"));
        }
        return this;
    }

    private Behavior<EntityMessage> onNamed(Named named) {
        var job = jobs.get(named.order());
        if (job == null) {
            return this;
        }
        finishStage(job, PlacementTimers.Stage.REFERENCES);
        var found = named.found();
        if (found == null) {
            carryOut(job, job.placement.onUncertain("the database did not answer"));
        } else if (job.placement.isRefused(found)
                && services.predecessorMayAppend().test(startedAt)) {
            carryOut(job, job.placement.onUncertain("a node was lost that may still have been placing this order"));
        } else {
            carryOut(job, job.placement.onReferences(found));
        }
        return this;
    }

    private Behavior<EntityMessage> onAskAgain(AskAgain again) {
        var job = jobs.get(again.order());
        if (job != null && job.placement.isClaiming()) {
            carryOut(job, List.of(again.step()));
        }
        return this;
    }

    private Behavior<EntityMessage> onTimeIsUp(TimeIsUp timeIsUp) {
        var job = jobs.get(timeIsUp.order());
        if (job != null) {
            carryOut(job, job.placement.onDeadline());
        }
        return this;
    }

    private Behavior<EntityMessage> onStop() {
        stopping = true;
        return jobs.isEmpty() ? Behaviors.stopped() : this;
    }

    private void carryOut(Job job, List<PlacementStep> steps) {
        for (var step : steps) {
            switch (step) {
                case PlacementStep.AskClaim ask
                when ask.delayMillis() > 0 ->
                    later(job, ask.delayMillis(), new PlacementStep.AskClaim(ask.sku(), ask.quantity(), 0));
                case PlacementStep.AskClaim ask ->
                    tellStock(job, ask.sku(), new StockCommand.Claim(job.placement.order(), ask.quantity()), true);
                case PlacementStep.AskPledge ask
                when ask.delayMillis() > 0 ->
                    later(job, ask.delayMillis(), new PlacementStep.AskPledge(ask.account(), ask.amount(), 0));
                case PlacementStep.AskPledge ask ->
                    tellAccount(
                            job, ask.account(), new AccountCommand.Pledge(job.placement.order(), ask.amount()), true);
                case PlacementStep.Append(var birth) -> append(job, birth);
                case PlacementStep.LookUp(var references) -> lookUp(job, references);
                case PlacementStep.Release(var skus, var account) -> {
                    var order = job.placement.order();
                    skus.forEach(sku -> tellStock(job, sku, new StockCommand.Release(order), false));
                    account.ifPresent(id -> tellAccount(job, id, new AccountCommand.Release(order), false));
                }
                case PlacementStep.Vouch(var skus, var account) -> {
                    var orders = List.of(job.placement.order());
                    skus.forEach(sku -> tellStock(job, sku, new StockCommand.Vouch(orders), false));
                    account.ifPresent(id -> tellAccount(job, id, new AccountCommand.Vouch(orders), false));
                }
                case PlacementStep.Answer(var outcome) -> answer(job, outcome);
            }
        }
    }

    private void later(Job job, long delayMillis, PlacementStep step) {
        getContext()
                .scheduleOnce(
                        Duration.ofMillis(delayMillis),
                        getContext().getSelf(),
                        new AskAgain(job.placement.order(), step));
    }

    private void tellStock(Job job, SkuId sku, StockCommand command, boolean answered) {
        var replyTo = answered ? stockReplies : services.stock().nobody();
        services.stock().tell(sku.value(), request(command, tag(STOCK, job), deadline(job, answered), replyTo));
    }

    private void tellAccount(Job job, AccountId account, AccountCommand command, boolean answered) {
        var replyTo = answered ? accountReplies : services.accounts().nobody();
        services.accounts()
                .tell(account.value(), request(command, tag(ACCOUNT, job), deadline(job, answered), replyTo));
    }

    /** What is asked for must not be granted after the placement has ended; what is told then counts all the same. */
    private Instant deadline(Job job, boolean answered) {
        return answered ? job.deadline : services.clock().instant().plus(services.deadline());
    }

    private static <C extends Message, A extends Message, R extends Message> Request<C, A, R> request(
            C command, String tag, Instant deadline, ActorRef<Reply<A, R>> replyTo) {
        return new Request<>(command, Origin.PLACEMENT, null, deadline, tag, replyTo);
    }

    private static String tag(String kind, Job job) {
        return kind + job.placement.order();
    }

    private void append(Job job, Placed birth) {
        var order = job.placement.order();
        if (job.recordedAt.equals(Instant.EPOCH)) { // an append that is repeated appends the same
            job.recordedAt = services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        }
        var events = new ArrayList<OrderEvent>(List.of(birth));
        var row = new Batch<OrderEvent>(
                EntityKind.ORDER, job.recordedAt, List.of(new Batch.Entry<>(job.request.origin(), events)));
        var references = job.placement.references().toRecord(job.recordedAt);
        getContext()
                .pipeToSelf(
                        services.births().append(order, references, row),
                        (outcome, failure) -> new BirthDecided(order, outcome, failure));
    }

    private void lookUp(Job job, List<String> references) {
        var order = job.placement.order();
        getContext()
                .pipeToSelf(
                        services.references().apply(references), (found, failure) -> new Named(order, found, failure));
    }

    private void answer(Job job, Outcome<Order, PlacementRejection> outcome) {
        var order = job.placement.order();
        jobs.remove(order);
        timers.cancel(order);
        job.placement.references().names().forEach(referencesUnderWay::remove);
        services.timers().recordWhole(nameOf(outcome), job.begunNanos);
        job.request.replyTo().tell(new Reply<>(order.toString(), job.request.tag(), outcome));
        if (stopping && jobs.isEmpty()) {
            getContext().getSelf().tell(Stop.INSTANCE);
        }
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
