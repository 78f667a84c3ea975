package sluice.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import sluice.entity.Decision;
import sluice.stock.StockCommand.Claim;
import sluice.stock.StockCommand.Define;
import sluice.stock.StockCommand.Receive;
import sluice.stock.StockCommand.Vouch;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** One SKU under test and a clock that the test turns: given commands, when a command, then events or a rejection. */
final class StockScenario {

    static final LocationId MAIN = new LocationId("main");
    static final LocationId SHOP = new LocationId("shop");
    static final SkuDefinition TEE = new SkuDefinition("Tee, black, M", null);

    final StockRules rules = new StockRules();
    StockState state = rules.initial("tee-black-m");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** A SKU that is defined and has so many units at {@link #MAIN}. */
    static StockScenario withOnHand(long units) {
        return new StockScenario().given(new Define(TEE)).given(new Receive(Quantity.of(units), MAIN, null));
    }

    static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, number));
    }

    static Claim claim(int order, long units) {
        return new Claim(order(order), Quantity.of(units));
    }

    static Vouch vouch(int order) {
        return new Vouch(List.of(order(order)));
    }

    /** Carries the command out; it must be accepted and change something. */
    StockScenario given(StockCommand command) {
        assertEquals(false, when(command).isEmpty(), command + " changed nothing");
        return this;
    }

    /** The events of the accepted command, which are applied. */
    List<StockEvent> when(StockCommand command) {
        var events = switch (rules.decide(state, command, now)) {
            case Decision.Accepted<StockEvent, StockRejection>(var accepted) -> accepted;
            case Decision.Deferred<StockEvent, StockRejection>(var deferred) -> deferred;
            case Decision.Rejected<StockEvent, StockRejection>(var reason) ->
                throw new AssertionError(command + " was rejected: " + reason);
        };
        events.forEach(event -> state = rules.apply(state, event, now));
        return events;
    }

    void then(StockCommand command, StockEvent... events) {
        assertEquals(List.of(events), when(command));
    }

    void thenUnchanged(StockCommand command) {
        var before = state.canonicalHash();
        assertEquals(Decision.unchanged(), rules.decide(state, command, now));
        assertEquals(before, state.canonicalHash());
    }

    void thenRejected(StockCommand command, StockRejection reason) {
        var before = state.canonicalHash();
        assertEquals(Decision.reject(reason), rules.decide(state, command, now));
        assertEquals(before, state.canonicalHash());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
