package sluice.stock;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.entity.CanonicalHash;
import sluice.entity.Earmarks;
import sluice.entity.Vouching;
import sluice.stock.StockAnswer.AtLocation;
import sluice.stock.StockAnswer.StockView;
import sluice.stock.StockEvent.Adjusted;
import sluice.stock.StockEvent.Claimed;
import sluice.stock.StockEvent.Defined;
import sluice.stock.StockEvent.Freed;
import sluice.stock.StockEvent.Received;
import sluice.stock.StockEvent.Released;
import sluice.stock.StockEvent.Shipped;
import sluice.stock.StockEvent.Vouched;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * What one SKU has at its locations, and what of it is claimed. Changed by {@link #apply} alone, which checks the books after
 * each event: on hand = received + adjusted − shipped, and no event but a physical loss or a shipment that nobody had claimed
 * may leave more claimed than on hand. So live claims + shipped ≤ received + adjustments, recorded shortfalls aside.
 */
public final class StockState implements Vouching.SetsAside {

    private final SkuId sku;
    private @Nullable SkuDefinition definition;
    private long definitionVersion;
    private long stockVersion;
    private long receivedUnits;
    private long adjustedUnits;
    private long shippedUnits;
    private long onHandUnits;
    private final SortedMap<LocationId, Long> onHandUnitsAt = new TreeMap<>(Comparator.comparing(LocationId::value));
    private final Earmarks claims;

    /** The state of a SKU before its first event. */
    StockState(SkuId sku) {
        this(sku, new Earmarks());
    }

    private StockState(SkuId sku, Earmarks claims) {
        this.sku = sku;
        this.claims = claims;
    }

    public SkuId sku() {
        return sku;
    }

    /** The definition, empty before the first. */
    public Optional<SkuDefinition> definition() {
        return Optional.ofNullable(definition);
    }

    public long definitionVersion() {
        return definitionVersion;
    }

    public long stockVersion() {
        return stockVersion;
    }

    /** At all locations together; below zero only where more was shipped than was on record. */
    public long onHandUnits() {
        return onHandUnits;
    }

    public long onHandUnits(LocationId location) {
        return onHandUnitsAt.getOrDefault(location, 0L);
    }

    public long claimedUnits() {
        return claims.total();
    }

    public long availableUnits() {
        return Math.max(0, onHandUnits - claims.total());
    }

    public long shortfallUnits() {
        return Math.max(0, claims.total() - onHandUnits);
    }

    @Override
    public Optional<Instant> oldestUnvouched() {
        return claims.oldestUnvouched();
    }

    @Override
    public List<OrderId> unvouchedBefore(Instant time) {
        return claims.unvouchedBefore(time);
    }

    Earmarks claims() {
        return claims;
    }

    void apply(StockEvent event, Instant at) {
        long shortfallBefore = shortfallUnits();
        if (!(event instanceof Vouched)) { // which held before the row that records it in passing
            claims.forgetAt(at);
        }
        switch (event) {
            case Defined defined -> {
                definition = defined.definition();
                definitionVersion++;
            }
            case Received received -> {
                receivedUnits = Math.addExact(receivedUnits, received.quantity().units());
                moveOnHand(received.location(), received.quantity().units());
            }
            case Adjusted adjusted -> {
                adjustedUnits = Math.addExact(adjustedUnits, adjusted.deltaUnits());
                moveOnHand(adjusted.location(), adjusted.deltaUnits());
            }
            case Claimed claimed ->
                claims.open(claimed.order(), claimed.quantity().units(), at);
            case Released released -> claims.release(released.order());
            case Vouched vouched -> vouched.orders().forEach(claims::vouch);
            case Shipped shipped -> {
                long units = shipped.quantity().units();
                claims.settle(shipped.order(), shipped.effect(), units - shipped.unclaimed(), false, at);
                shippedUnits = Math.addExact(shippedUnits, units);
                moveOnHand(shipped.location(), -units);
            }
            case Freed freed -> claims.settle(freed.order(), freed.effect(), 0, true, at);
        }
        if (changesStock(event)) {
            stockVersion++;
        }
        check(event, shortfallBefore);
    }

    private void moveOnHand(LocationId location, long deltaUnits) {
        onHandUnitsAt.merge(location, deltaUnits, Math::addExact);
        onHandUnits = Math.addExact(onHandUnits, deltaUnits);
    }

    private static boolean changesStock(StockEvent event) {
        return switch (event) {
            case Defined defined -> false;
            case Vouched vouched -> false;
            case Received received -> true;
            case Adjusted adjusted -> true;
            case Claimed claimed -> true;
            case Released released -> true;
            case Shipped shipped -> true;
            case Freed freed -> true;
        };
    }

    private static boolean mayDeepenShortfall(StockEvent event) {
        return event instanceof Adjusted || (event instanceof Shipped shipped && shipped.unclaimed() > 0);
    }

    private void check(StockEvent event, long shortfallBefore) {
        if (onHandUnits != receivedUnits + adjustedUnits - shippedUnits) {
            throw new IllegalStateException("SKU %s: on hand %d, but received %d, adjusted %d and shipped %d, after %s"
                    .formatted(sku, onHandUnits, receivedUnits, adjustedUnits, shippedUnits, event));
        }
        if (shortfallUnits() > shortfallBefore && !mayDeepenShortfall(event)) {
            throw new IllegalStateException("SKU %s: oversold, claimed %d of %d on hand, by %s"
                    .formatted(sku, claims.total(), onHandUnits, event));
        }
    }

    /** The SKU as a caller sees it; it must have been defined. */
    StockView view() {
        if (definition == null) {
            throw new IllegalStateException("SKU " + sku + " is not defined");
        }
        return new StockView(
                sku,
                definition,
                definitionVersion,
                stockVersion,
                onHandUnits,
                Quantity.of(claims.total()),
                Quantity.of(availableUnits()),
                Quantity.of(Math.min(shortfallUnits(), Quantity.MAX_UNITS)),
                onHandUnitsAt.entrySet().stream()
                        .map(entry -> new AtLocation(entry.getKey(), entry.getValue()))
                        .toList());
    }

    public StockSnapshot snapshot() {
        return new StockSnapshot(
                sku,
                definition,
                definitionVersion,
                stockVersion,
                receivedUnits,
                adjustedUnits,
                shippedUnits,
                onHandUnitsAt.entrySet().stream()
                        .map(entry -> new StockSnapshot.OnHand(entry.getKey(), entry.getValue()))
                        .toList(),
                claims.snapshot());
    }

    public static StockState of(StockSnapshot snapshot) {
        var state = new StockState(snapshot.sku(), Earmarks.of(snapshot.claims()));
        state.definition = snapshot.definition();
        state.definitionVersion = snapshot.definitionVersion();
        state.stockVersion = snapshot.stockVersion();
        state.receivedUnits = snapshot.receivedUnits();
        state.adjustedUnits = snapshot.adjustedUnits();
        state.shippedUnits = snapshot.shippedUnits();
        snapshot.onHand().forEach(onHand -> state.moveOnHand(onHand.location(), onHand.units()));
        return state;
    }

    /** Equal for equal states, whichever way they came about: from the first event, or from a snapshot and the rest. */
    public String canonicalHash() {
        var hash = new CanonicalHash().add(sku.value()).add(String.valueOf(definition));
        hash.add(definitionVersion).add(stockVersion);
        hash.add(receivedUnits).add(adjustedUnits).add(shippedUnits);
        hash.add(onHandUnitsAt.size());
        for (Map.Entry<LocationId, Long> entry : onHandUnitsAt.entrySet()) {
            hash.add(entry.getKey().value()).add(entry.getValue());
        }
        claims.addTo(hash);
        return hash.hex();
    }
}
