package sluice.placement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.journal.Birth;
import sluice.journal.NamedBirth;
import sluice.order.Order;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderEvent.PlacedLine;
import sluice.order.OrderState;
import sluice.placement.PlacementRejection.Shortage;
import sluice.placement.PlacementStep.Answer;
import sluice.placement.PlacementStep.Append;
import sluice.placement.PlacementStep.AskClaim;
import sluice.placement.PlacementStep.AskPledge;
import sluice.placement.PlacementStep.LookUp;
import sluice.placement.PlacementStep.Release;
import sluice.placement.PlacementStep.Vouch;
import sluice.stock.SkuDefinition.Price;
import sluice.stock.StockAnswer;
import sluice.stock.StockAnswer.ClaimGranted;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * One attempt to place an order: from the wanted order and the answers so far it says what to do next. Holds no clock and does no
 * I/O; its desk carries out the {@link PlacementStep steps} and brings the answers.
 *
 * <p>All SKUs and the account are asked at once. A claim is granted or refused, never queued, so two baskets cannot wait for each
 * other. When all is granted the birth goes to the journal, and from then on only the journal decides: no time that passes
 * releases what was claimed. Until then a refusal, or the deadline, ends the attempt with nothing of the order written.
 */
final class Placement {

    private enum Phase {
        CLAIMING,
        APPENDING,
        /** The reason to refuse is known, but a reference may tell that this is a retry. */
        REFUSING,
        ENDED
    }

    private final OrderId order;
    private final WantedOrder wanted;
    private final References references;
    private final String placedBy;
    private final Map<SkuId, Quantity> quantities = new LinkedHashMap<>();
    private final Map<SkuId, Outcome<StockAnswer, StockRejection>> claims = new LinkedHashMap<>();
    private final Map<SkuId, Integer> shortRetries = new LinkedHashMap<>();
    private Phase phase = Phase.CLAIMING;
    private boolean claimsAsked;
    private boolean pledgeAsked;
    private @Nullable Outcome<AccountAnswer, AccountRejection> pledge;
    private @Nullable Placed birth;
    private boolean birthInDoubt;
    private Outcome<Order, PlacementRejection> refusal = new Outcome.NotDone<>("not decided");

    /** @param order a fresh id: every attempt has its own */
    Placement(OrderId order, WantedOrder wanted, References references, String placedBy) {
        this.order = order;
        this.wanted = wanted;
        this.references = references;
        this.placedBy = placedBy;
        for (var line : wanted.lines()) {
            quantities.merge(line.sku(), line.quantity(), Quantity::plus);
        }
    }

    OrderId order() {
        return order;
    }

    References references() {
        return references;
    }

    /** Whether claims and pledge are still being asked for, so that the deadline ends the attempt. */
    boolean isClaiming() {
        return phase == Phase.CLAIMING;
    }

    boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    List<PlacementStep> begin() {
        if (wanted.lines().stream().allMatch(line -> line.unitPrice() != null)) {
            var refused = agree();
            if (refused.isPresent()) {
                return refuse(new Outcome.Refused<>(refused.get()));
            }
        }
        claimsAsked = true;
        var steps = new ArrayList<PlacementStep>();
        quantities.forEach((sku, quantity) -> steps.add(new AskClaim(sku, quantity, 0)));
        if (birth != null && wanted.account() != null) {
            steps.add(askPledge(0)); // no price has to come from a SKU: the pledge goes out with the claims
        }
        return steps;
    }

    /** What is wanted of each SKU, lines of one SKU summed. */
    Map<SkuId, Quantity> quantities() {
        return Collections.unmodifiableMap(quantities);
    }

    /** Begins and ends without asking anybody: every SKU is known to have too little. */
    List<PlacementStep> beginSoldOut(List<Shortage> shortages) {
        return refuse(new Outcome.Refused<>(new PlacementRejection.InsufficientStock(shortages)));
    }

    /** A SKU has answered. */
    List<PlacementStep> onClaim(SkuId sku, Outcome<StockAnswer, StockRejection> outcome) {
        if (phase != Phase.CLAIMING || !quantities.containsKey(sku)) {
            return List.of();
        }
        var quantity = quantities.get(sku);
        return switch (outcome) {
            case Outcome.NotDone<StockAnswer, StockRejection> later ->
                List.of(new AskClaim(sku, quantity, PlacementStep.RETRY_MILLIS));
            case Outcome.Unknown<StockAnswer, StockRejection> later -> // a claim is idempotent: asking again tells
                List.of(new AskClaim(sku, quantity, PlacementStep.RETRY_MILLIS));
            case Outcome.Refused<StockAnswer, StockRejection>(StockRejection.InsufficientStock shortage)
            when mayComeBack(shortage) && shortRetries.merge(sku, 1, Integer::sum) == 1 ->
                List.of(new AskClaim(sku, quantity, PlacementStep.SHORTAGE_RETRY_MILLIS));
            case Outcome.Refused<StockAnswer, StockRejection> refused -> claimDecided(sku, refused);
            case Outcome.Done<StockAnswer, StockRejection> granted -> claimDecided(sku, granted);
            case Outcome.KeyReused<StockAnswer, StockRejection> bug -> refuse(noAnswer(bug));
            case Outcome.VersionMismatch<StockAnswer, StockRejection> bug -> refuse(noAnswer(bug));
        };
    }

    /** Only claims whose orders are not yet known to exist stand in the way. */
    private static boolean mayComeBack(StockRejection.InsufficientStock shortage) {
        return shortage.requested().units()
                <= shortage.available().units() + shortage.unvouched().units();
    }

    private List<PlacementStep> claimDecided(SkuId sku, Outcome<StockAnswer, StockRejection> outcome) {
        claims.put(sku, outcome);
        return afterClaims();
    }

    /** The account has answered. */
    List<PlacementStep> onPledge(Outcome<AccountAnswer, AccountRejection> outcome) {
        if (phase != Phase.CLAIMING) {
            return List.of();
        }
        return switch (outcome) {
            case Outcome.NotDone<AccountAnswer, AccountRejection> later ->
                List.of(askPledge(PlacementStep.RETRY_MILLIS));
            case Outcome.Unknown<AccountAnswer, AccountRejection> later ->
                List.of(askPledge(PlacementStep.RETRY_MILLIS));
            case Outcome.Refused<AccountAnswer, AccountRejection> refused -> pledgeDecided(refused);
            case Outcome.Done<AccountAnswer, AccountRejection> granted -> pledgeDecided(granted);
            case Outcome.KeyReused<AccountAnswer, AccountRejection> bug -> refuse(noAnswer(bug));
            case Outcome.VersionMismatch<AccountAnswer, AccountRejection> bug -> refuse(noAnswer(bug));
        };
    }

    private List<PlacementStep> pledgeDecided(Outcome<AccountAnswer, AccountRejection> outcome) {
        pledge = outcome;
        return afterClaims();
    }

    private List<PlacementStep> afterClaims() {
        if (claims.size() < quantities.size()) {
            return List.of();
        }
        var refused = refusalOfClaims();
        if (refused.isPresent()) {
            return refuse(refused.get());
        }
        if (birth == null) {
            var unpriceable = agree();
            if (unpriceable.isPresent()) {
                return refuse(new Outcome.Refused<>(unpriceable.get()));
            }
        }
        if (wanted.account() == null) {
            return append();
        }
        var pledged = pledge;
        if (pledged == null) {
            return pledgeAsked ? List.of() : List.of(askPledge(0));
        }
        return pledged instanceof Outcome.Refused<AccountAnswer, AccountRejection>(var reason)
                ? refuse(refusalOfPledge(reason))
                : append();
    }

    private Optional<Outcome<Order, PlacementRejection>> refusalOfClaims() {
        var unknown = new ArrayList<SkuId>();
        var shortages = new ArrayList<Shortage>();
        for (var claim : claims.entrySet()) {
            if (claim.getValue() instanceof Outcome.Refused<StockAnswer, StockRejection>(var reason)) {
                switch (reason) {
                    case StockRejection.UnknownSku never -> unknown.add(claim.getKey());
                    case StockRejection.InsufficientStock(var requested, var available, var unvouched) ->
                        shortages.add(new Shortage(claim.getKey(), requested, available));
                    case StockRejection.ClaimedDifferently bug -> {
                        return Optional.of(noAnswer(bug));
                    }
                    case StockRejection.CountMoved bug -> {
                        return Optional.of(noAnswer(bug));
                    }
                    case StockRejection.BelowZero bug -> {
                        return Optional.of(noAnswer(bug));
                    }
                    case StockRejection.TooMuch bug -> {
                        return Optional.of(noAnswer(bug));
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            return Optional.of(new Outcome.Refused<>(new PlacementRejection.UnknownSkus(List.copyOf(unknown))));
        }
        return shortages.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Refused<>(new PlacementRejection.InsufficientStock(List.copyOf(shortages))));
    }

    /** Something that stock and account never say to what a placement asks: nothing may be built on it. */
    private static Outcome<Order, PlacementRejection> noAnswer(Object bug) {
        return new Outcome.NotDone<>("not an answer to a placement: " + bug);
    }

    private static Outcome<Order, PlacementRejection> refusalOfPledge(AccountRejection reason) {
        return switch (reason) {
            case AccountRejection.CreditLimitExceeded(var requested, var limit, var exposure) ->
                new Outcome.Refused<>(new PlacementRejection.CreditLimitExceeded(requested, limit, exposure));
            case AccountRejection.CurrencyMismatch(var currency) ->
                new Outcome.Refused<>(new PlacementRejection.CurrencyMismatch(currency));
            case AccountRejection.UnknownAccount unknown ->
                new Outcome.Refused<>(new PlacementRejection.UnknownAccount());
            case AccountRejection.PledgedDifferently bug -> noAnswer(bug);
            case AccountRejection.CurrencyInUse bug -> noAnswer(bug);
            case AccountRejection.TooMuch bug -> noAnswer(bug);
        };
    }

    private AskPledge askPledge(long delayMillis) {
        pledgeAsked = true;
        return new AskPledge(accountOfOrder(), total(), delayMillis);
    }

    private AccountId accountOfOrder() {
        if (wanted.account() == null) {
            throw new IllegalStateException("a guest's order asks for no pledge");
        }
        return wanted.account();
    }

    private Money total() {
        long minor =
                agreed().lines().stream().mapToLong(PlacedLine::totalMinorUnits).sum();
        return new Money(minor, wanted.currency());
    }

    private Placed agreed() {
        if (birth == null) {
            throw new IllegalStateException("nothing is agreed before it is priced");
        }
        return birth;
    }

    /** Makes the birth, now that every price is known or can be; or says what stands against it. */
    private Optional<PlacementRejection> agree() {
        return switch (Pricing.of(wanted, this::priceOf)) {
            case Pricing.Unpriceable(var reason) -> Optional.of(reason);
            case Pricing.Priced(var lines) -> {
                birth = new Placed(
                        order,
                        wanted.channel(),
                        wanted.account(),
                        wanted.externalId(),
                        wanted.poNumber(),
                        wanted.currency(),
                        lines,
                        wanted.metadata(),
                        placedBy);
                yield Optional.empty();
            }
        };
    }

    private @Nullable Price priceOf(SkuId sku) {
        return claims.get(sku)
                        instanceof Outcome.Done<StockAnswer, StockRejection>(ClaimGranted(var price), var replayed)
                ? price
                : null;
    }

    private List<PlacementStep> append() {
        phase = Phase.APPENDING;
        return List.of(new Append(agreed(), 0));
    }

    /** Only the database decides now: the same is appended until its answer is known, and has no second effect. */
    private List<PlacementStep> repeat() {
        return List.of(new Append(agreed(), PlacementStep.REPEAT_MILLIS));
    }

    /** The journal has decided, or has not answered. */
    List<PlacementStep> onBirth(Birth.Outcome outcome, Instant recordedAt) {
        if (phase != Phase.APPENDING) {
            return List.of();
        }
        return switch (outcome) {
            case PLACED -> {
                phase = Phase.ENDED;
                yield List.of(
                        new Vouch(List.copyOf(quantities.keySet()), Optional.ofNullable(wanted.account())),
                        new Answer(new Outcome.Done<>(OrderState.order(agreed(), recordedAt), false)));
            }
            case ABANDONED -> end(new Outcome.NotDone<>("it took too long, and the order was abandoned"), release());
            case TAKEN -> refuse(new Outcome.NotDone<>("the order that has this reference is not readable yet"));
            case AGAIN -> append();
            case UNKNOWN -> {
                birthInDoubt = true;
                yield repeat();
            }
        };
    }

    /** There is no way to write the birth, or the database refuses what is in it: no attempt can have appended it. */
    List<PlacementStep> onBirthUnwritable(String why) {
        return phase == Phase.APPENDING ? end(new Outcome.NotDone<>(why), release()) : List.of();
    }

    /** This attempt never reached the database; an earlier one may have. */
    List<PlacementStep> onBirthNotTaken(String why) {
        return birthInDoubt && phase == Phase.APPENDING ? repeat() : onBirthUnwritable(why);
    }

    /** Time is up. */
    List<PlacementStep> onDeadline() {
        return switch (phase) {
            case CLAIMING -> end(new Outcome.NotDone<>("stock or account did not answer in time"), release());
            case REFUSING -> end(new Outcome.NotDone<>("the database did not answer in time"), List.of());
            case APPENDING, ENDED -> List.of();
        };
    }

    private List<PlacementStep> refuse(Outcome<Order, PlacementRejection> outcome) {
        if (references.names().isEmpty()) {
            return end(outcome, release());
        }
        phase = Phase.REFUSING;
        refusal = outcome;
        var steps = new ArrayList<>(release());
        steps.add(new LookUp(references.names()));
        return steps;
    }

    /** The orders that bear one of the references are known: a refusal stands only if there are none. */
    List<PlacementStep> onReferences(List<NamedBirth> found) {
        return phase == Phase.REFUSING ? end(references.answerFor(found).orElse(refusal), List.of()) : List.of();
    }

    /** Whether a refusal that no reference has overturned would be the last word. */
    boolean isRefused(List<NamedBirth> found) {
        return phase == Phase.REFUSING && references.answerFor(found).isEmpty();
    }

    /** A predecessor of this desk may still append an order of this reference, so nothing can be said for certain. */
    List<PlacementStep> onUncertain(String why) {
        return end(new Outcome.NotDone<>(why), List.of());
    }

    private List<PlacementStep> end(Outcome<Order, PlacementRejection> outcome, List<PlacementStep> before) {
        phase = Phase.ENDED;
        var steps = new ArrayList<>(before);
        steps.add(new Answer(outcome));
        return steps;
    }

    /** Gives back all that was asked for, granted or not answered yet; stock and account obey only where nothing is vouched. */
    private List<PlacementStep> release() {
        if (!claimsAsked) {
            return List.of();
        }
        var skus = quantities.keySet().stream()
                .filter(sku -> !(claims.get(sku) instanceof Outcome.Refused))
                .toList();
        var account = pledgeAsked && !(pledge instanceof Outcome.Refused)
                ? Optional.ofNullable(wanted.account())
                : Optional.<AccountId>empty();
        return List.of(new Release(skus, account));
    }
}
