package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
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
import sluice.value.SkuId;

/** What the rows of one SKU say. */
final class StockBook extends Book {

    /** A definition, and when it came into force. */
    record InForce(SkuDefinition definition, long sinceMicros) {}

    final SkuId sku;
    final List<InForce> definitions = new ArrayList<>(2);
    final Course onHand = new Course(0);
    final Course claimed = new Course(0);
    final Course available = new Course(0);
    final Map<LocationId, Course> onHandAt = new HashMap<>(4);
    final Map<OrderId, Held> claims = new HashMap<>();
    long receivedUnits;
    long adjustedUnits;

    StockBook(SkuId sku) {
        super("s|" + sku.value());
        this.sku = sku;
    }

    @Override
    long version() {
        return onHand.version();
    }

    @Override
    long definition() {
        return definitions.size();
    }

    /** What is claimed for the order. */
    long claimOf(OrderId order) {
        var held = claims.get(order);
        return held == null ? 0 : held.amount;
    }

    Course onHandAt(LocationId location) {
        return onHandAt.computeIfAbsent(location, first -> new Course(0));
    }

    boolean wasDefinedAt(long micros) {
        return !definitions.isEmpty() && definitions.getFirst().sinceMicros() <= micros;
    }

    /** The definitions that were in force at some moment from {@code fromMicros} until now; null where there was none. */
    List<@Nullable SkuDefinition> definitionsSince(long fromMicros) {
        var found = new ArrayList<@Nullable SkuDefinition>();
        for (int i = definitions.size() - 1; i >= 0; i--) {
            found.add(definitions.get(i).definition());
            if (definitions.get(i).sinceMicros() < fromMicros) {
                return found;
            }
        }
        found.add(null);
        return found;
    }

    void fold(StockEvent event, long atMicros) {
        switch (event) {
            case Defined(var definition) -> definitions.add(new InForce(definition, atMicros));
            case Received(var quantity, var location, var reference) -> {
                receivedUnits += quantity.units();
                move(location, quantity.units(), atMicros);
            }
            case Adjusted(var deltaUnits, var location, var reason) -> {
                adjustedUnits += deltaUnits;
                move(location, deltaUnits, atMicros);
            }
            case Claimed(var order, var quantity) -> {
                claims.put(order, new Held(quantity.units(), version() + 1));
                changed(0, quantity.units(), atMicros);
            }
            case Released(var order) -> {
                long units = claimOf(order);
                claims.remove(order);
                changed(0, -units, atMicros);
            }
            case Vouched vouched -> {}
            case Shipped shipped -> {
                take(shipped.order(), shipped.quantity().units() - shipped.unclaimed());
                onHandAt(shipped.location())
                        .add(
                                atMicros,
                                onHandAt(shipped.location()).now()
                                        - shipped.quantity().units());
                changed(
                        -shipped.quantity().units(),
                        shipped.unclaimed() - shipped.quantity().units(),
                        atMicros);
            }
            case Freed(var order, var effect) -> {
                long units = claimOf(order);
                take(order, units);
                changed(0, -units, atMicros);
            }
        }
    }

    private void take(OrderId order, long units) {
        var held = claims.get(order);
        if (held != null) {
            held.amount -= units;
            held.closed = held.amount == 0;
        }
    }

    private void move(LocationId location, long units, long atMicros) {
        var there = onHandAt(location);
        there.add(atMicros, there.now() + units);
        changed(units, 0, atMicros);
    }

    private void changed(long onHandUnits, long claimedUnits, long atMicros) {
        onHand.add(atMicros, onHand.now() + onHandUnits);
        claimed.add(atMicros, claimed.now() + claimedUnits);
        available.add(atMicros, Math.max(0, onHand.now() - claimed.now()));
    }
}
