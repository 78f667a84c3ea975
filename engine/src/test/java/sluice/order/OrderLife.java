package sluice.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sluice.entity.Decision;
import sluice.order.OrderCommand.LineQuantity;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderEvent.PlacedLine;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** One order under test: given commands, when a command, then its events or a rejection. */
final class OrderLife {

    static final OrderId ID = new OrderId(new UUID(0x019a_0000_0000_7000L, 1));
    static final AccountId ACME = new AccountId("acme");
    static final Currency EUR = Currency.getInstance("EUR");
    static final SkuId TEE = new SkuId("tee");
    static final SkuId HAT = new SkuId("hat");
    static final LocationId MAIN = new LocationId("main");
    static final LocationId SHOP = new LocationId("shop");
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final OrderRules rules = new OrderRules();
    OrderState state = rules.initial(ID.toString());

    /** Three tees and two hats for ACME. */
    static OrderLife placed() {
        return placed(ACME, line(TEE, 3, 30_00), line(HAT, 2, 5_01));
    }

    static OrderLife placed(@Nullable AccountId account, PlacedLine... lines) {
        var life = new OrderLife();
        life.apply(new Placed(ID, Channel.API, account, null, null, EUR, List.of(lines), Map.of(), "key-1"));
        return life;
    }

    static PlacedLine line(SkuId sku, long units, long totalCents) {
        return new PlacedLine(sku, Quantity.of(units), new BigDecimal("1"), totalCents, null);
    }

    static OrderCommand.Ship shipAll() {
        return new OrderCommand.Ship(List.of(), null, null, null);
    }

    /** Ships parts: a line's number and its units, in turns. */
    static OrderCommand.Ship ship(long... linesAndUnits) {
        var lines = new ArrayList<LineQuantity>();
        for (int i = 0; i < linesAndUnits.length; i += 2) {
            lines.add(new LineQuantity((int) linesAndUnits[i], Quantity.of(linesAndUnits[i + 1])));
        }
        return new OrderCommand.Ship(lines, null, null, null);
    }

    OrderLife given(OrderCommand... commands) {
        for (var command : commands) {
            when(command);
        }
        return this;
    }

    /** The events of the accepted command, which are applied. */
    List<OrderEvent> when(OrderCommand command) {
        if (rules.decide(state, command, NOW) instanceof Decision.Accepted<OrderEvent, OrderRejection>(var events)) {
            events.forEach(this::apply);
            return events;
        }
        throw new AssertionError(command + " was not accepted: " + rules.decide(state, command, NOW));
    }

    /** Why the command is rejected. */
    OrderRejection refuses(OrderCommand command) {
        if (rules.decide(state, command, NOW) instanceof Decision.Rejected<OrderEvent, OrderRejection>(var reason)) {
            return reason;
        }
        throw new AssertionError(command + " was not rejected");
    }

    boolean accepts(OrderCommand command) {
        return rules.decide(state, command, NOW) instanceof Decision.Accepted;
    }

    private void apply(OrderEvent event) {
        state = rules.apply(state, event, NOW);
    }

    Order order() {
        return state.placed();
    }
}
