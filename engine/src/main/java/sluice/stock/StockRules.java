package sluice.stock;

import static sluice.entity.Decision.accept;
import static sluice.entity.Decision.reject;
import static sluice.entity.Decision.unchanged;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.stock.StockAnswer.ClaimGranted;
import sluice.stock.StockAnswer.Ok;
import sluice.stock.StockCommand.Abandon;
import sluice.stock.StockCommand.Adjust;
import sluice.stock.StockCommand.Claim;
import sluice.stock.StockCommand.Count;
import sluice.stock.StockCommand.Define;
import sluice.stock.StockCommand.Free;
import sluice.stock.StockCommand.Read;
import sluice.stock.StockCommand.Receive;
import sluice.stock.StockCommand.Release;
import sluice.stock.StockCommand.Ship;
import sluice.stock.StockCommand.Vouch;
import sluice.stock.StockEvent.Adjusted;
import sluice.stock.StockEvent.Claimed;
import sluice.stock.StockEvent.Defined;
import sluice.stock.StockEvent.Freed;
import sluice.stock.StockEvent.Received;
import sluice.stock.StockEvent.Released;
import sluice.stock.StockEvent.Shipped;
import sluice.stock.StockEvent.Vouched;
import sluice.stock.StockRejection.BelowZero;
import sluice.stock.StockRejection.ClaimedDifferently;
import sluice.stock.StockRejection.CountMoved;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.stock.StockRejection.TooMuch;
import sluice.stock.StockRejection.UnknownSku;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** The stock rule: no more is claimed than is available. What orders' effects and vouching ask is never refused. */
public final class StockRules
        implements EntityRules<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> {

    @Override
    public StockState initial(String id) {
        return new StockState(new SkuId(id));
    }

    @Override
    public Decision<StockEvent, StockRejection> decide(StockState stock, StockCommand command, Instant now) {
        return switch (command) {
            case Define define -> define(stock, define);
            case Read read -> ofDefined(stock, Decision::unchanged);
            case Receive receive -> ofDefined(stock, () -> receive(stock, receive));
            case Adjust adjust -> ofDefined(stock, () -> adjust(stock, adjust));
            case Count count -> ofDefined(stock, () -> count(stock, count));
            case Claim claim -> ofDefined(stock, () -> claim(stock, claim));
            case Release release -> abandon(stock, List.of(release.order()));
            case Vouch vouch -> vouch(stock, vouch);
            case Abandon abandon -> abandon(stock, abandon.orders());
            case Ship ship -> ship(stock, ship);
            case Free free -> free(stock, free);
        };
    }

    private static Decision<StockEvent, StockRejection> define(StockState stock, Define define) {
        return stock.definition().filter(define.definition()::equals).isPresent()
                ? unchanged()
                : accept(new Defined(define.definition()));
    }

    private static Decision<StockEvent, StockRejection> ofDefined(
            StockState stock, Supplier<Decision<StockEvent, StockRejection>> decision) {
        return stock.definition().isPresent() ? decision.get() : reject(new UnknownSku());
    }

    private static Decision<StockEvent, StockRejection> receive(StockState stock, Receive receive) {
        if (receive.quantity().isZero()) {
            return unchanged();
        }
        if (isTooMuch(stock, receive.location(), receive.quantity().units())) {
            return reject(new TooMuch());
        }
        return accept(new Received(receive.quantity(), receive.location(), receive.reference()));
    }

    private static Decision<StockEvent, StockRejection> adjust(StockState stock, Adjust adjust) {
        return correct(stock, adjust.deltaUnits(), adjust.location(), adjust.reason());
    }

    private static Decision<StockEvent, StockRejection> count(StockState stock, Count count) {
        long onHandUnits = stock.onHandUnits(count.location());
        if (count.expectedUnits() != onHandUnits) {
            return reject(new CountMoved(onHandUnits));
        }
        return correct(stock, count.counted().units() - onHandUnits, count.location(), count.reason());
    }

    /** A loss below what is claimed is a fact of the floor and accepted; it shows as a shortfall and stops new claims. */
    private static Decision<StockEvent, StockRejection> correct(
            StockState stock, long deltaUnits, LocationId location, AdjustmentReason reason) {
        if (deltaUnits == 0) {
            return unchanged();
        }
        long onHandUnits = stock.onHandUnits(location);
        if (deltaUnits < 0 && onHandUnits < -Math.max(deltaUnits, -Long.MAX_VALUE)) {
            return reject(new BelowZero(onHandUnits));
        }
        if (deltaUnits > 0 && isTooMuch(stock, location, deltaUnits)) {
            return reject(new TooMuch());
        }
        return accept(new Adjusted(deltaUnits, location, reason));
    }

    private static boolean isTooMuch(StockState stock, LocationId location, long moreUnits) {
        return moreUnits > Quantity.MAX_UNITS - stock.onHandUnits()
                || moreUnits > Quantity.MAX_UNITS - stock.onHandUnits(location);
    }

    private static Decision<StockEvent, StockRejection> claim(StockState stock, Claim claim) {
        var order = claim.order();
        var wanted = claim.quantity();
        if (stock.claims().effectOf(order) > 0) { // each attempt has an id of its own, so this is a stray duplicate
            return unchanged();
        }
        if (stock.claims().knows(order)) { // a retry must not claim twice
            var held = Quantity.of(stock.claims().amountOf(order));
            return held.equals(wanted) ? unchanged() : reject(new ClaimedDifferently(held));
        }
        var available = Quantity.of(stock.availableUnits());
        if (wanted.exceeds(available)) {
            var unvouched = Quantity.of(stock.claims().unvouchedTotal());
            return reject(new InsufficientStock(wanted, available, unvouched));
        }
        return accept(new Claimed(order, wanted));
    }

    private static Decision<StockEvent, StockRejection> vouch(StockState stock, Vouch vouch) {
        var unvouched = stock.claims().unvouchedAmong(vouch.orders());
        return unvouched.isEmpty() ? unchanged() : new Decision.Deferred<>(List.of(new Vouched(unvouched)));
    }

    private static Decision<StockEvent, StockRejection> abandon(StockState stock, List<OrderId> orders) {
        return new Decision.Accepted<>(stock.claims().unvouchedAmong(orders).stream()
                .<StockEvent>map(Released::new)
                .toList());
    }

    private static Decision<StockEvent, StockRejection> ship(StockState stock, Ship ship) {
        var order = ship.order();
        if (ship.effect() <= stock.claims().effectOf(order)) {
            return unchanged();
        }
        long unclaimedUnits =
                Math.max(0, ship.quantity().units() - stock.claims().amountOf(order));
        return accept(new Shipped(order, ship.effect(), ship.quantity(), ship.location(), unclaimedUnits));
    }

    /** Also for an order without a claim a row is written: an owner that knows of none may have lost its place to another. */
    private static Decision<StockEvent, StockRejection> free(StockState stock, Free free) {
        return free.effect() <= stock.claims().effectOf(free.order())
                ? unchanged()
                : accept(new Freed(free.order(), free.effect()));
    }

    @Override
    public StockState apply(StockState stock, StockEvent event, Instant at) {
        stock.apply(event, at);
        return stock;
    }

    @Override
    public StockAnswer answer(StockState stock, StockCommand command) {
        return switch (command) {
            case Define define -> stock.view();
            case Read read -> stock.view();
            case Receive receive -> stock.view();
            case Adjust adjust -> stock.view();
            case Count count -> stock.view();
            case Claim claim ->
                new ClaimGranted(stock.definition().map(SkuDefinition::price).orElse(null));
            case Release release -> new Ok();
            case Vouch vouch -> new Ok();
            case Abandon abandon -> new Ok();
            case Ship ship -> new Ok();
            case Free free -> new Ok();
        };
    }

    @Override
    public @Nullable Long revision(StockState stock, StockCommand command) {
        return switch (command) {
            case Define define -> stock.definitionVersion();
            case Receive receive -> stock.stockVersion();
            case Adjust adjust -> stock.stockVersion();
            case Count count -> stock.stockVersion();
            case Read read -> null;
            case Claim claim -> null;
            case Release release -> null;
            case Vouch vouch -> null;
            case Abandon abandon -> null;
            case Ship ship -> null;
            case Free free -> null;
        };
    }

    @Override
    public StockAnswer view(StockState stock) {
        return stock.view();
    }

    @Override
    public List<StockEvent> merge(List<StockEvent> deferred) {
        return List.of(new Vouched(deferred.stream()
                .flatMap(event -> event instanceof Vouched vouched ? vouched.orders().stream() : Stream.of())
                .toList()));
    }

    @Override
    public Object snapshot(StockState stock) {
        return stock.snapshot();
    }

    @Override
    public StockState restore(String id, Object snapshot) {
        return StockState.of((StockSnapshot) snapshot);
    }

    @Override
    public long eventsBetweenSnapshots(StockState stock) {
        return stock.claims().eventsBetweenSnapshots();
    }
}
