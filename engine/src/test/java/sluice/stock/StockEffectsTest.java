package sluice.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sluice.stock.StockScenario.MAIN;
import static sluice.stock.StockScenario.SHOP;
import static sluice.stock.StockScenario.claim;
import static sluice.stock.StockScenario.order;
import static sluice.stock.StockScenario.vouch;
import static sluice.stock.StockScenario.withOnHand;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.entity.Decision;
import sluice.entity.Earmarks;
import sluice.stock.StockCommand.Abandon;
import sluice.stock.StockCommand.Adjust;
import sluice.stock.StockCommand.Free;
import sluice.stock.StockCommand.Release;
import sluice.stock.StockCommand.Ship;
import sluice.stock.StockCommand.Vouch;
import sluice.stock.StockEvent.Claimed;
import sluice.stock.StockEvent.Freed;
import sluice.stock.StockEvent.Released;
import sluice.stock.StockEvent.Shipped;
import sluice.stock.StockEvent.Vouched;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.value.Quantity;

/** What orders say after they claimed: release, vouch, abandon, and the numbered effects. */
class StockEffectsTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private static Ship ship(int order, long effect, long units) {
        return new Ship(order(order), effect, Quantity.of(units), MAIN);
    }

    private static Shipped shipped(int order, long effect, long units, long unclaimed) {
        return new Shipped(order(order), effect, Quantity.of(units), MAIN, unclaimed);
    }

    @Test
    void release_ofAnUnvouchedClaim_givesItBack() {
        var sku = withOnHand(5).given(claim(1, 5));
        sku.then(new Release(order(1)), new Released(order(1)));
        assertEquals(5, sku.state.availableUnits());
        assertEquals(Optional.empty(), sku.state.oldestUnvouched());
        sku.thenUnchanged(new Release(order(1)));
    }

    @Test
    void release_ofAVouchedClaim_changesNothing() {
        withOnHand(5).given(claim(1, 5)).given(vouch(1)).thenUnchanged(new Release(order(1)));
    }

    @Test
    void vouch_isDeferred_forTheUnvouchedAlone() {
        var sku = withOnHand(5)
                .given(claim(1, 1))
                .given(claim(2, 1))
                .given(claim(3, 1))
                .given(vouch(2));
        var command = new Vouch(List.of(order(9), order(3), order(2), order(1), order(3)));
        assertEquals(
                new Decision.Deferred<>(List.of(new Vouched(List.of(order(3), order(1))))),
                sku.rules.decide(sku.state, command, sku.now));
        sku.given(command).thenUnchanged(command);
        assertEquals(3, sku.state.claimedUnits());
    }

    @Test
    void abandon_releasesTheUnvouchedAlone_eachOnce() {
        var sku = withOnHand(5)
                .given(claim(1, 1))
                .given(claim(2, 2))
                .given(claim(3, 1))
                .given(vouch(2));
        sku.then(
                new Abandon(List.of(order(9), order(3), order(2), order(1), order(3))),
                new Released(order(3)),
                new Released(order(1)));
        assertEquals(2, sku.state.claimedUnits());
    }

    @Test
    void theUnvouched_areToldOldestFirst() {
        var sku = withOnHand(9);
        var start = sku.now;
        for (int number : new int[] {3, 1, 2}) {
            sku.given(claim(number, 1)).pass(Duration.ofSeconds(1));
        }
        assertEquals(Optional.of(start), sku.state.oldestUnvouched());
        assertEquals(List.of(), sku.state.unvouchedBefore(start));
        assertEquals(List.of(order(3), order(1)), sku.state.unvouchedBefore(start.plusSeconds(2)));
        sku.given(vouch(3));
        assertEquals(Optional.of(start.plusSeconds(1)), sku.state.oldestUnvouched());
        assertEquals(List.of(order(1), order(2)), sku.state.unvouchedBefore(sku.now));
    }

    @Test
    void ship_takesFromClaimAndLocation() {
        var sku = withOnHand(5).given(claim(1, 4)).given(vouch(1));
        sku.then(ship(1, 2, 3), shipped(1, 2, 3, 0));
        assertEquals(2, sku.state.onHandUnits(MAIN));
        assertEquals(1, sku.state.claimedUnits());
        assertEquals(1, sku.state.availableUnits());
    }

    @Test
    void ship_deliveredAgainOrLate_changesNothing() {
        var sku = withOnHand(5).given(claim(1, 4)).given(ship(1, 2, 1)).given(ship(1, 5, 1));
        sku.thenUnchanged(ship(1, 5, 1));
        sku.thenUnchanged(ship(1, 2, 1));
        sku.thenUnchanged(ship(1, 4, 1));
        sku.thenUnchanged(new Free(order(1), 5));
        sku.given(ship(1, 6, 2));
        sku.thenUnchanged(ship(1, 6, 2));
    }

    @Test
    void ship_beyondTheClaim_isRecordedAsUnclaimed() {
        var sku = withOnHand(5).given(claim(1, 2));
        sku.then(ship(1, 2, 3), shipped(1, 2, 3, 1));
        sku.then(ship(2, 7, 1), shipped(2, 7, 1, 1));
        sku.thenUnchanged(ship(2, 7, 1));
        assertEquals(1, sku.state.onHandUnits());
        assertEquals(0, sku.state.claimedUnits());
    }

    @Test
    void ship_fromALocationWithoutEnough_leavesItBelowZero() {
        var sku = withOnHand(5).given(claim(1, 4));
        sku.given(new Ship(order(1), 2, Quantity.of(4), SHOP));
        assertEquals(-4, sku.state.onHandUnits(SHOP));
        assertEquals(1, sku.state.availableUnits());
    }

    @Test
    void ship_ofWhatWasLost_countsAgainstTheShortfall() {
        var sku = withOnHand(5)
                .given(claim(1, 3))
                .given(claim(2, 2))
                .given(new Adjust(-3, MAIN, AdjustmentReason.SHRINKAGE));
        sku.given(ship(1, 2, 3));
        assertEquals(3, sku.state.shortfallUnits());
        assertEquals(-1, sku.state.onHandUnits());
        sku.given(new Free(order(2), 2));
        assertEquals(1, sku.state.shortfallUnits());
    }

    @Test
    void free_givesTheRestBack() {
        var sku = withOnHand(5).given(claim(1, 4)).given(ship(1, 2, 1));
        sku.then(new Free(order(1), 3), new Freed(order(1), 3));
        assertEquals(0, sku.state.claimedUnits());
        assertEquals(4, sku.state.availableUnits());
        sku.thenUnchanged(new Free(order(1), 3));
        sku.thenUnchanged(ship(1, 3, 1));
    }

    @Test
    void anEffect_provesThatItsOrderExists() {
        var sku = withOnHand(5).given(claim(1, 4)).given(ship(1, 2, 1));
        sku.thenUnchanged(new Release(order(1)));
        sku.thenUnchanged(new Abandon(List.of(order(1))));
        sku.thenUnchanged(vouch(1));
        assertEquals(Optional.empty(), sku.state.oldestUnvouched());
        sku.thenRejected(claim(2, 2), new InsufficientStock(Quantity.of(2), Quantity.of(1), Quantity.ZERO));
    }

    @Test
    void aStrayClaim_afterEffects_setsNothingAside() {
        var sku = withOnHand(9).given(claim(1, 4)).given(ship(1, 2, 1));
        sku.thenUnchanged(claim(1, 4)); // the claim as it was made, of which three are left
        sku.given(ship(1, 3, 3)).thenUnchanged(claim(1, 4));
        sku.given(claim(2, 2)).given(new Free(order(2), 2)).thenUnchanged(claim(2, 2));
        assertEquals(0, sku.state.claimedUnits());
    }

    @Test
    void aClosedClaim_isRemembered_untilTheMemoryIsOver() {
        var sku = withOnHand(9).given(claim(1, 4)).given(ship(1, 2, 4));
        sku.pass(Earmarks.EFFECT_MEMORY);
        sku.given(claim(2, 1));
        sku.thenUnchanged(ship(1, 2, 4));
        sku.pass(MOMENT);
        sku.given(claim(3, 1)); // any later event forgets it
        assertEquals(false, sku.state.claims().knows(order(1)));
        assertEquals(true, sku.state.claims().knows(order(2)));
    }

    @Test
    void aClosedClaim_thatTakesAnotherEffect_isRememberedFromThen() {
        var sku = withOnHand(9).given(claim(1, 4)).given(ship(1, 2, 4));
        sku.pass(Earmarks.EFFECT_MEMORY);
        sku.given(new Free(order(1), 3));
        sku.pass(Earmarks.EFFECT_MEMORY);
        sku.given(claim(2, 1));
        sku.thenUnchanged(ship(1, 3, 4));
        sku.pass(MOMENT);
        sku.given(claim(3, 1));
        assertEquals(false, sku.state.claims().knows(order(1)));
    }

    @Test
    void anOpenClaim_isNeverForgotten() {
        var sku = withOnHand(9).given(claim(1, 4)).given(ship(1, 2, 1));
        sku.pass(Duration.ofDays(3650));
        sku.given(claim(2, 1));
        sku.thenUnchanged(ship(1, 2, 1));
        assertEquals(4, sku.state.claimedUnits());
    }

    @Test
    void vouching_recordedLaterInPassing_makesTheSameState() {
        var live = withOnHand(9).given(claim(1, 4)).given(vouch(1)).given(ship(1, 2, 1));
        var replayed = withOnHand(9).given(claim(1, 4)).given(ship(1, 2, 1));
        replayed.rules.apply(replayed.state, new Vouched(List.of(order(1))), replayed.now);
        assertEquals(live.state.canonicalHash(), replayed.state.canonicalHash());
    }

    @Test
    void eventsThatContradictTheBooks_areBugsOfTheEngine() {
        var sku = withOnHand(9).given(claim(1, 4)).given(vouch(1));
        for (var event : List.of(
                new Claimed(order(1), Quantity.of(4)),
                new Released(order(1)),
                new Released(order(2)),
                shipped(1, 2, 5, 0),
                shipped(1, 2, 1, 2),
                new Freed(order(1), 0))) {
            var fresh = StockState.of(sku.state.snapshot());
            assertThrows(IllegalStateException.class, () -> fresh.apply(event, sku.now), event::toString);
        }
    }
}
