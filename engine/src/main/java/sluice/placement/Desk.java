package sluice.placement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin.IdempotencyKey;
import sluice.entity.Outcome;
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
 * Decides what becomes of the orders of one slot. Two requests with one reference meet here: the second is refused while the first
 * is under way. Holds no clock and does no I/O; its {@link Shell} does. What concerns an order that it does not know is ignored:
 * its placement has ended, and has released what may be granted now.
 */
public final class Desk {

    /** Carries out what a desk decides, and brings back what came of it; never before the desk has returned. */
    public interface Shell {

        /** Sends a command to a SKU; if answered, the reply comes back by onStockReply under the same order. */
        void tellStock(OrderId order, SkuId sku, StockCommand command, Instant deadline, boolean answered);

        /** Sends a command to an account; if answered, the reply comes back by onAccountReply under the same order. */
        void tellAccount(OrderId order, AccountId account, AccountCommand command, Instant deadline, boolean answered);

        /**
         * Appends a birth when delay has passed; then onBirth, onBirthUnwritable or onBirthNotTaken. Repeats of one order append
         * the same row.
         */
        void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay);

        /** Looks up the orders that the references name; then onNamed, or onNotNamed. */
        void lookUp(OrderId order, List<String> references);

        /** Calls onAskAgain with step when delay has passed. */
        void later(OrderId order, PlacementStep step, Duration delay);

        /** Calls onTimeIsUp when delay has passed, unless cancelled by the order's answer. */
        void startTimer(OrderId order, Duration delay);

        /** Ends the request; also ends the order's timer. The order is null for a request refused at once. */
        void answer(
                Request<WantedOrder, Order, PlacementRejection> request,
                @Nullable OrderId order,
                Outcome<Order, PlacementRejection> outcome);

        /** A stage of the order's placement has ended (for timers only). */
        void stageEnded(OrderId order, PlacementTimers.Stage stage);
    }

    /** A placement and what the desk needs to carry out its steps. */
    private static final class Job {
        final Placement placement;
        final Request<WantedOrder, Order, PlacementRejection> request;
        final Instant begunAt;
        final Instant deadline;
        Instant recordedAt = Instant.EPOCH;

        Job(
                Placement placement,
                Request<WantedOrder, Order, PlacementRejection> request,
                Instant begunAt,
                Instant deadline) {
            this.placement = placement;
            this.request = request;
            this.begunAt = begunAt;
            this.deadline = deadline;
        }
    }

    private final Slot slot;
    private final Function<Slot, OrderId> ids;
    private final Duration deadline;
    private final SoldOutMarks soldOut;
    private final Predicate<Instant> predecessorMayAppend;
    private final Instant startedAt;
    private final Shell shell;
    private final Map<OrderId, Job> jobs = new HashMap<>();
    private final Set<String> referencesUnderWay = new HashSet<>();
    private boolean stopping;

    /**
     * A desk with no placement under way.
     *
     * @param ids makes fresh ids of a slot
     * @param deadline how long a placement may ask for claims and credit
     * @param predecessorMayAppend whether a desk that was started at the given time had a predecessor that might still append
     */
    public Desk(
            Slot slot,
            Function<Slot, OrderId> ids,
            Duration deadline,
            SoldOutMarks soldOut,
            Predicate<Instant> predecessorMayAppend,
            Instant startedAt,
            Shell shell) {
        this.slot = slot;
        this.ids = ids;
        this.deadline = deadline;
        this.soldOut = soldOut;
        this.predecessorMayAppend = predecessorMayAppend;
        this.startedAt = startedAt;
        this.shell = shell;
    }

    /** Somebody wants an order placed. */
    public void onRequest(Request<WantedOrder, Order, PlacementRejection> request, Instant now) {
        if (stopping) {
            shell.answer(request, null, new Outcome.NotDone<>("the desk is moving to another node"));
            return;
        }
        var wanted = request.command();
        var references = References.of(wanted, request.origin().key());
        if (references.names().stream().anyMatch(referencesUnderWay::contains)) {
            shell.answer(request, null, new Outcome.Refused<>(new PlacementRejection.RequestInFlight()));
            return;
        }
        if (request.deadline().isBefore(now)) {
            shell.answer(request, null, new Outcome.NotDone<>("it waited longer than its deadline"));
            return;
        }
        referencesUnderWay.addAll(references.names());
        var order = ids.apply(slot);
        var placement =
                new Placement(order, wanted, references, request.origin().by());
        var job = new Job(placement, request, now, now.plus(deadline));
        jobs.put(order, job);
        shell.startTimer(order, deadline);
        var shortages = soldOut.shortages(placement.quantities(), now);
        carryOut(job, shortages.isEmpty() ? placement.begin() : placement.beginSoldOut(shortages), now);
    }

    /** A SKU has answered. */
    public void onStockReply(OrderId order, SkuId sku, Outcome<StockAnswer, StockRejection> outcome, Instant now) {
        var job = jobs.get(order);
        if (job == null) {
            return;
        }
        if (outcome instanceof Outcome.Refused<StockAnswer, StockRejection>(InsufficientStock shortage)) {
            soldOut.refused(sku, shortage, job.begunAt);
        }
        boolean wasClaiming = job.placement.isClaiming();
        var steps = job.placement.onClaim(sku, outcome);
        if (wasClaiming && !job.placement.isClaiming()) {
            shell.stageEnded(order, PlacementTimers.Stage.CLAIMS);
        }
        carryOut(job, steps, now);
    }

    /** The account has answered. */
    public void onAccountReply(OrderId order, Outcome<AccountAnswer, AccountRejection> outcome, Instant now) {
        var job = jobs.get(order);
        if (job == null) {
            return;
        }
        boolean wasClaiming = job.placement.isClaiming();
        var steps = job.placement.onPledge(outcome);
        if (wasClaiming && !job.placement.isClaiming()) {
            shell.stageEnded(order, PlacementTimers.Stage.PLEDGE);
        }
        carryOut(job, steps, now);
    }

    /** The journal has decided on a birth, or the database has not answered. */
    public void onBirth(OrderId order, Birth.Outcome outcome, Instant now) {
        var job = jobs.get(order);
        if (job == null) {
            return;
        }
        var steps = job.placement.onBirth(outcome, job.recordedAt);
        if (outcome != Birth.Outcome.UNKNOWN) {
            shell.stageEnded(order, PlacementTimers.Stage.BIRTH);
        }
        carryOut(job, steps, now);
    }

    /** A birth cannot be written, or PostgreSQL refuses what is in it: whatever came before, it was not appended. */
    public void onBirthUnwritable(OrderId order, String why, Instant now) {
        var job = jobs.get(order);
        if (job != null) {
            birthFailed(job, job.placement.onBirthUnwritable(why), now);
        }
    }

    /** There was no room for a birth, and this attempt never reached the database. */
    public void onBirthNotTaken(OrderId order, String why, Instant now) {
        var job = jobs.get(order);
        if (job != null) {
            birthFailed(job, job.placement.onBirthNotTaken(why), now);
        }
    }

    private void birthFailed(Job job, List<PlacementStep> steps, Instant now) {
        if (job.placement.hasEnded()) {
            shell.stageEnded(job.placement.order(), PlacementTimers.Stage.BIRTH);
        }
        carryOut(job, steps, now);
    }

    /** The orders are known that bear one of the references looked up. */
    public void onNamed(OrderId order, List<NamedBirth> found, Instant now) {
        var job = jobs.get(order);
        if (job == null) {
            return;
        }
        shell.stageEnded(order, PlacementTimers.Stage.REFERENCES);
        carryOut(
                job,
                job.placement.isRefused(found) && predecessorMayAppend.test(startedAt)
                        ? job.placement.onUncertain("a node was lost that may still have been placing this order")
                        : job.placement.onReferences(found),
                now);
    }

    /** The database did not answer what the references name. */
    public void onNotNamed(OrderId order, Instant now) {
        var job = jobs.get(order);
        if (job == null) {
            return;
        }
        shell.stageEnded(order, PlacementTimers.Stage.REFERENCES);
        carryOut(job, job.placement.onUncertain("the database did not answer"), now);
    }

    /** It is time for a step that was put off. */
    public void onAskAgain(OrderId order, PlacementStep step, Instant now) {
        var job = jobs.get(order);
        if (job != null && job.placement.isClaiming()) {
            carryOut(job, List.of(step), now);
        }
    }

    /** An order's time to ask for claims and credit is up. */
    public void onTimeIsUp(OrderId order, Instant now) {
        var job = jobs.get(order);
        if (job != null) {
            carryOut(job, job.placement.onDeadline(), now);
        }
    }

    /** The slot that its references give an order; empty if it may have any. */
    public static Optional<Slot> slotOf(WantedOrder wanted, @Nullable IdempotencyKey key) {
        return References.slotOf(wanted, key);
    }

    /** Takes no more requests; returns {@link #isIdle}. */
    public boolean stop() {
        stopping = true;
        return isIdle();
    }

    /** Whether no placement is under way. */
    public boolean isIdle() {
        return jobs.isEmpty();
    }

    private void carryOut(Job job, List<PlacementStep> steps, Instant now) {
        var order = job.placement.order();
        for (var step : steps) {
            switch (step) {
                case PlacementStep.AskClaim(var sku, var quantity, var delayMillis)
                when delayMillis > 0 ->
                    shell.later(order, new PlacementStep.AskClaim(sku, quantity, 0), Duration.ofMillis(delayMillis));
                case PlacementStep.AskClaim ask ->
                    shell.tellStock(
                            order, ask.sku(), new StockCommand.Claim(order, ask.quantity()), job.deadline, true);
                case PlacementStep.AskPledge(var account, var amount, var delayMillis)
                when delayMillis > 0 ->
                    shell.later(order, new PlacementStep.AskPledge(account, amount, 0), Duration.ofMillis(delayMillis));
                case PlacementStep.AskPledge ask ->
                    shell.tellAccount(
                            order, ask.account(), new AccountCommand.Pledge(order, ask.amount()), job.deadline, true);
                case PlacementStep.Append(var birth, var delayMillis) ->
                    append(job, birth, Duration.ofMillis(delayMillis), now);
                case PlacementStep.LookUp(var references) -> shell.lookUp(order, references);
                case PlacementStep.Release(var skus, var account) -> {
                    skus.forEach(sku -> inform(order, sku, new StockCommand.Release(order), now));
                    account.ifPresent(id -> inform(order, id, new AccountCommand.Release(order), now));
                }
                case PlacementStep.Vouch(var skus, var account) -> {
                    skus.forEach(sku -> inform(order, sku, new StockCommand.Vouch(List.of(order)), now));
                    account.ifPresent(id -> inform(order, id, new AccountCommand.Vouch(List.of(order)), now));
                }
                case PlacementStep.Answer(var outcome) -> answer(job, outcome);
            }
        }
    }

    /** Unlike what is asked for, what a SKU is told counts also after the placement has ended. */
    private void inform(OrderId order, SkuId sku, StockCommand command, Instant now) {
        shell.tellStock(order, sku, command, now.plus(deadline), false);
    }

    private void inform(OrderId order, AccountId account, AccountCommand command, Instant now) {
        shell.tellAccount(order, account, command, now.plus(deadline), false);
    }

    private void append(Job job, Placed birth, Duration delay, Instant now) {
        if (job.recordedAt.equals(Instant.EPOCH)) { // an append that is repeated appends the same
            job.recordedAt = now.truncatedTo(ChronoUnit.MILLIS);
        }
        var events = new ArrayList<OrderEvent>(List.of(birth));
        var row = new Batch<OrderEvent>(
                EntityKind.ORDER, job.recordedAt, List.of(new Batch.Entry<>(job.request.origin(), events)));
        shell.append(job.placement.order(), job.placement.references().toRecord(job.recordedAt), row, delay);
    }

    private void answer(Job job, Outcome<Order, PlacementRejection> outcome) {
        jobs.remove(job.placement.order());
        job.placement.references().names().forEach(referencesUnderWay::remove);
        shell.answer(job.request, job.placement.order(), outcome);
    }
}
