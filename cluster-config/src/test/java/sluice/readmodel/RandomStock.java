package sluice.readmodel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.entity.Decision;
import sluice.stock.AdjustmentReason;
import sluice.stock.StockAnswer.StockView;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;
import sluice.value.Slot;

/** A SKU whose stock lives at random under the rules, and a plain account of its claims and its ledger. */
final class RandomStock {

    private static final List<LocationId> LOCATIONS = List.of(new LocationId("main"), new LocationId("über 2"));

    private final SplittableRandom random;
    private final StockRules rules = new StockRules();
    private final List<OrderId> orders = new ArrayList<>();
    private StockState state;
    private Instant updatedAt = Instant.EPOCH;
    private long effect;
    final Map<String, Long> claims = new TreeMap<>(); // units by order
    final List<String> ledger = new ArrayList<>(); // oldest first

    RandomStock(String sku, SplittableRandom random) {
        this.random = random;
        this.state = rules.initial(sku);
    }

    /** What a command like any other does; nothing, if it is refused. */
    List<StockEvent> next(Instant at) {
        var events = switch (rules.decide(state, command(), at)) {
            case Decision.Accepted<StockEvent, StockRejection>(var accepted) -> accepted;
            case Decision.Deferred<StockEvent, StockRejection>(var deferred) -> deferred;
            case Decision.Rejected<StockEvent, StockRejection> refused -> List.<StockEvent>of();
        };
        events.forEach(event -> add(event, at));
        return events;
    }

    private StockCommand command() {
        return switch (random.nextInt(9)) {
            case 0 -> new StockCommand.Receive(Quantity.of(1 + random.nextInt(9)), location(), "t def");
            case 1 ->
                new StockCommand.Adjust(
                        random.nextInt(-3, 4),
                        location(),
                        random.nextBoolean() ? AdjustmentReason.LOST : AdjustmentReason.FOUND);
            case 2, 3, 4 -> new StockCommand.Claim(fresh(), Quantity.of(1 + random.nextInt(3)));
            case 5 -> new StockCommand.Release(order());
            case 6 -> new StockCommand.Vouch(List.of(order(), order()));
            case 7 -> new StockCommand.Ship(order(), ++effect, Quantity.of(1 + random.nextInt(2)), location());
            default -> new StockCommand.Free(order(), ++effect);
        };
    }

    private LocationId location() {
        return LOCATIONS.get(random.nextInt(LOCATIONS.size()));
    }

    private OrderId fresh() {
        var order = OrderId.next(Slot.random());
        orders.add(order);
        return order;
    }

    private OrderId order() {
        return orders.isEmpty() ? fresh() : orders.get(random.nextInt(orders.size()));
    }

    /** Takes an event in. */
    void add(StockEvent event, Instant at) {
        long version = state.stockVersion();
        state = rules.apply(state, event, at);
        if (state.stockVersion() > version || version == 0) {
            updatedAt = at;
        }
        switch (event) {
            case StockEvent.Claimed claimed ->
                claims.put(claimed.order().toString(), claimed.quantity().units());
            case StockEvent.Released released -> claims.remove(released.order().toString());
            case StockEvent.Freed freed -> claims.remove(freed.order().toString());
            case StockEvent.Shipped shipped -> {
                var order = shipped.order().toString();
                long left = claims.getOrDefault(order, 0L) - shipped.quantity().units() + shipped.unclaimed();
                if (left > 0) {
                    claims.put(order, left);
                } else {
                    claims.remove(order);
                }
                enter("SHIPMENT", -shipped.quantity().units(), shipped.location(), order, "-");
            }
            case StockEvent.Received received ->
                enter("RECEIPT", received.quantity().units(), received.location(), "-", received.reference());
            case StockEvent.Adjusted adjusted ->
                enter(adjusted.reason().name(), adjusted.deltaUnits(), adjusted.location(), "-", "-");
            case StockEvent.Defined defined -> {}
            case StockEvent.Vouched vouched -> {}
        }
    }

    private void enter(String reason, long delta, LocationId location, Object order, @Nullable Object reference) {
        ledger.add("%d %s %d %s %d %s %s"
                .formatted(ledger.size() + 1, reason, delta, location, state.onHandUnits(), order, reference));
    }

    boolean isDefined() {
        return state.definition().isPresent();
    }

    StockRow row() {
        var view = (StockView) rules.view(state);
        return new StockRow(
                view.sku(),
                view.stockVersion(),
                view.onHandUnits(),
                view.claimed().units(),
                view.available().units(),
                view.locations().stream()
                        .map(at -> new StockRow.At(at.location(), at.onHandUnits()))
                        .toList(),
                updatedAt);
    }

    SkuId sku() {
        return state.sku();
    }

    /** An entry as the list has it, in the words of {@link #ledger}. */
    static String words(LedgerEntry entry) {
        return "%d %s %d %s %d %s %s"
                .formatted(
                        entry.number(),
                        entry.reason(),
                        entry.delta(),
                        entry.location(),
                        entry.onHand(),
                        entry.order() == null ? "-" : entry.order(),
                        entry.reference() == null ? "-" : entry.reference());
    }
}
