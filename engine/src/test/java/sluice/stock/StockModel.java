package sluice.stock;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.stock.StockRejection.BelowZero;
import sluice.stock.StockRejection.ClaimedDifferently;
import sluice.stock.StockRejection.CountMoved;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.stock.StockRejection.TooMuch;
import sluice.stock.StockRejection.UnknownSku;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** The stock rule once more, from its description and as plainly as can be, for the other one to be judged by. */
final class StockModel {

    static final String CHANGED = "changed";
    static final String UNCHANGED = "unchanged";

    private static final long MEMORY_MILLIS = 48L * 60 * 60 * 1000;

    final Map<LocationId, Long> onHand = new HashMap<>();
    final Map<OrderId, Long> claims = new HashMap<>();
    final Set<OrderId> unvouched = new LinkedHashSet<>();
    private final Map<OrderId, Long> effects = new HashMap<>();
    private final Map<OrderId, Long> closedMillis = new HashMap<>();
    private SkuDefinition definition = new SkuDefinition("never defined", null);
    private boolean defined;
    long received;
    long adjusted;
    long shipped;

    /** Carries the command out and says what came of it: {@link #CHANGED}, {@link #UNCHANGED} or a rejection. */
    Object obey(StockCommand command, Instant now) {
        var result = result(command, now);
        if (result.equals(CHANGED) && !(command instanceof StockCommand.Vouch)) {
            closedMillis.entrySet().removeIf(entry -> {
                boolean over = entry.getValue() < now.toEpochMilli() - MEMORY_MILLIS;
                if (over) {
                    effects.remove(entry.getKey());
                }
                return over;
            });
        }
        return result;
    }

    private Object result(StockCommand command, Instant now) {
        return switch (command) {
            case StockCommand.Define define -> {
                boolean same = defined && definition.equals(define.definition());
                defined = true;
                definition = define.definition();
                yield changed(!same);
            }
            case StockCommand.Release release -> changed(giveBack(List.of(release.order())));
            case StockCommand.Abandon abandon -> changed(giveBack(abandon.orders()));
            case StockCommand.Vouch vouch -> changed(unvouched.removeAll(Set.copyOf(vouch.orders())));
            case StockCommand.Ship ship -> ship(ship, now);
            case StockCommand.Free free -> free(free, now);
            case StockCommand.Read read -> defined ? UNCHANGED : new UnknownSku();
            case StockCommand.Claim claim -> defined ? claim(claim) : new UnknownSku();
            case StockCommand.Receive receive ->
                defined ? receive(receive.quantity().units(), receive.location()) : new UnknownSku();
            case StockCommand.Adjust adjust ->
                defined ? adjust(adjust.deltaUnits(), adjust.location()) : new UnknownSku();
            case StockCommand.Count count -> defined ? count(count) : new UnknownSku();
        };
    }

    private static Object changed(boolean changed) {
        return changed ? CHANGED : UNCHANGED;
    }

    private boolean giveBack(List<OrderId> orders) {
        boolean any = false;
        for (var order : orders) {
            if (unvouched.remove(order)) {
                claims.remove(order);
                any = true;
            }
        }
        return any;
    }

    private Object ship(StockCommand.Ship ship, Instant now) {
        if (ship.effect() <= effects.getOrDefault(ship.order(), 0L)) {
            return UNCHANGED;
        }
        long units = ship.quantity().units();
        onHand.merge(ship.location(), -units, Long::sum);
        shipped += units;
        settle(ship.order(), ship.effect(), claims.getOrDefault(ship.order(), 0L) - units, now);
        return CHANGED;
    }

    private Object free(StockCommand.Free free, Instant now) {
        if (free.effect() <= effects.getOrDefault(free.order(), 0L)) {
            return UNCHANGED;
        }
        settle(free.order(), free.effect(), 0, now);
        return CHANGED;
    }

    private void settle(OrderId order, long effect, long left, Instant now) {
        unvouched.remove(order);
        effects.put(order, effect);
        if (left > 0) {
            claims.put(order, left);
        } else {
            claims.remove(order);
            closedMillis.put(order, now.toEpochMilli());
        }
    }

    private Object claim(StockCommand.Claim claim) {
        long wanted = claim.quantity().units();
        if (effects.containsKey(claim.order())) {
            return UNCHANGED;
        }
        if (claims.containsKey(claim.order())) {
            long held = claims.get(claim.order());
            return held == wanted ? UNCHANGED : new ClaimedDifferently(Quantity.of(held));
        }
        long available = Math.max(0, onHand() - claimed());
        if (wanted > available) {
            long mayComeBack = unvouched.stream().mapToLong(claims::get).sum();
            return new InsufficientStock(claim.quantity(), Quantity.of(available), Quantity.of(mayComeBack));
        }
        claims.put(claim.order(), wanted);
        unvouched.add(claim.order());
        return CHANGED;
    }

    private Object receive(long units, LocationId location) {
        if (units == 0) {
            return UNCHANGED;
        }
        if (Math.max(onHand(), onHand(location)) + units > Quantity.MAX_UNITS) {
            return new TooMuch();
        }
        received += units;
        onHand.merge(location, units, Long::sum);
        return CHANGED;
    }

    private Object adjust(long delta, LocationId location) {
        if (delta < 0 && onHand(location) + delta < 0) {
            return new BelowZero(onHand(location));
        }
        if (delta > 0 && Math.max(onHand(), onHand(location)) + delta > Quantity.MAX_UNITS) {
            return new TooMuch();
        }
        adjusted += delta;
        if (delta != 0) {
            onHand.merge(location, delta, Long::sum);
        }
        return changed(delta != 0);
    }

    private Object count(StockCommand.Count count) {
        long recorded = onHand(count.location());
        return count.expectedUnits() == recorded
                ? adjust(count.counted().units() - recorded, count.location())
                : new CountMoved(recorded);
    }

    long onHand() {
        return onHand.values().stream().mapToLong(Long::longValue).sum();
    }

    long onHand(LocationId location) {
        return onHand.getOrDefault(location, 0L);
    }

    long claimed() {
        return claims.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether stock is promised that was never there, losses and unclaimed shipments aside. */
    boolean isOversold() {
        return claimed() + shipped > received + adjusted;
    }
}
