package sluice.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sluice.stock.StockScenario.MAIN;
import static sluice.stock.StockScenario.SHOP;
import static sluice.stock.StockScenario.TEE;
import static sluice.stock.StockScenario.claim;
import static sluice.stock.StockScenario.order;
import static sluice.stock.StockScenario.vouch;
import static sluice.stock.StockScenario.withOnHand;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.stock.SkuDefinition.Price;
import sluice.stock.StockAnswer.AtLocation;
import sluice.stock.StockAnswer.ClaimGranted;
import sluice.stock.StockAnswer.Ok;
import sluice.stock.StockAnswer.StockView;
import sluice.stock.StockCommand.Abandon;
import sluice.stock.StockCommand.Adjust;
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
import sluice.stock.StockRejection.BelowZero;
import sluice.stock.StockRejection.ClaimedDifferently;
import sluice.stock.StockRejection.CountMoved;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.stock.StockRejection.TooMuch;
import sluice.stock.StockRejection.UnknownSku;
import sluice.value.Quantity;
import sluice.value.SkuId;

class StockRulesTest {

    private static final AdjustmentReason COUNTED = AdjustmentReason.CYCLE_COUNT;
    private static final Quantity MOST = Quantity.of(Quantity.MAX_UNITS);

    @Test
    void define_ofANewSku_isRecorded() {
        new StockScenario().then(new Define(TEE), new Defined(TEE));
    }

    @Test
    void define_again_changesNothing() {
        withOnHand(1).thenUnchanged(new Define(TEE));
    }

    @Test
    void define_differently_isRecorded() {
        var priced = new SkuDefinition("Tee", new Price(new BigDecimal("19.90"), Currency.getInstance("EUR")));
        withOnHand(1).then(new Define(priced), new Defined(priced));
    }

    static List<StockCommand> commandsThatNeedADefinition() {
        return List.of(
                new Read(),
                new Receive(Quantity.of(1), MAIN, null),
                new Adjust(1, MAIN, COUNTED),
                new Count(Quantity.of(1), 0, MAIN, COUNTED),
                claim(1, 1));
    }

    @ParameterizedTest
    @MethodSource("commandsThatNeedADefinition")
    void anUndefinedSku_refuses(StockCommand command) {
        new StockScenario().thenRejected(command, new UnknownSku());
    }

    static List<StockCommand> commandsThatAreNeverRefused() {
        return List.of(new Release(order(1)), vouch(1), new Abandon(List.of(order(1), order(2))));
    }

    @ParameterizedTest
    @MethodSource("commandsThatAreNeverRefused")
    void whereNothingIsClaimed_whatOrdersSay_changesNothing(StockCommand command) {
        new StockScenario().thenUnchanged(command);
        withOnHand(5).thenUnchanged(command);
    }

    @Test
    void free_ofAnUnknownOrder_isRecorded_soThatAnOwnerWhoLostItsPlaceFailsOnTheKey() {
        withOnHand(5).then(new Free(order(1), 3), new Freed(order(1), 3));
    }

    @Test
    void ship_ofAnUndefinedSku_isStillRecorded() {
        new StockScenario()
                .then(
                        new Ship(order(1), 3, Quantity.of(2), MAIN),
                        new StockEvent.Shipped(order(1), 3, Quantity.of(2), MAIN, 2));
    }

    @Test
    void receive_addsToItsLocation() {
        var sku = withOnHand(5);
        sku.then(new Receive(Quantity.of(7), SHOP, "PO-1"), new Received(Quantity.of(7), SHOP, "PO-1"));
        assertEquals(5, sku.state.onHandUnits(MAIN));
        assertEquals(7, sku.state.onHandUnits(SHOP));
        assertEquals(12, sku.state.onHandUnits());
        assertEquals(12, sku.state.availableUnits());
    }

    @Test
    void receive_ofNothing_changesNothing() {
        withOnHand(5).thenUnchanged(new Receive(Quantity.ZERO, SHOP, "PO-1"));
    }

    @Test
    void receive_beyondWhatCanBeCounted_isRejected_alsoOverSeveralLocations() {
        var sku = withOnHand(1);
        sku.thenRejected(new Receive(MOST, MAIN, null), new TooMuch());
        sku.thenRejected(new Receive(MOST, SHOP, null), new TooMuch());
        sku.given(new Receive(Quantity.of(Quantity.MAX_UNITS - 1), SHOP, null));
        sku.thenRejected(new Adjust(1, MAIN, COUNTED), new TooMuch());
    }

    @Test
    void receive_beyondWhatALocationCanCount_isRejected_thoughAnotherIsBelowZero() {
        var sku = withOnHand(1).given(new Ship(order(1), 2, MOST, SHOP));
        sku.given(new Receive(Quantity.of(Quantity.MAX_UNITS - 1), MAIN, null));
        sku.thenRejected(new Receive(Quantity.of(1), MAIN, null), new TooMuch());
    }

    @Test
    void adjust_movesItsLocation() {
        var sku = withOnHand(5);
        sku.then(new Adjust(-2, MAIN, AdjustmentReason.DAMAGED), new Adjusted(-2, MAIN, AdjustmentReason.DAMAGED));
        assertEquals(3, sku.state.onHandUnits());
    }

    @Test
    void adjust_byNothing_changesNothing() {
        withOnHand(5).thenUnchanged(new Adjust(0, MAIN, COUNTED));
    }

    @Test
    void adjust_belowZeroAtItsLocation_isRejected_thoughAnotherHasEnough() {
        var sku = withOnHand(5).given(new Receive(Quantity.of(2), SHOP, null));
        sku.thenRejected(new Adjust(-3, SHOP, COUNTED), new BelowZero(2));
        sku.thenRejected(new Adjust(Long.MIN_VALUE, SHOP, COUNTED), new BelowZero(2));
        sku.thenRejected(new Adjust(Long.MAX_VALUE, SHOP, COUNTED), new TooMuch());
    }

    @Test
    void adjust_upwards_isAccepted_whereTheRecordStaysBelowZero() {
        var sku = withOnHand(5).given(new Ship(order(1), 2, Quantity.of(4), SHOP));
        sku.given(new Adjust(3, SHOP, AdjustmentReason.FOUND));
        assertEquals(-1, sku.state.onHandUnits(SHOP));
        sku.thenRejected(new Adjust(-1, SHOP, COUNTED), new BelowZero(-1));
    }

    @Test
    void adjust_belowWhatIsClaimed_isAccepted_andStopsNewClaims() {
        var sku = withOnHand(10).given(claim(1, 8)).given(new Adjust(-5, MAIN, AdjustmentReason.LOST));
        assertEquals(3, sku.state.shortfallUnits());
        assertEquals(0, sku.state.availableUnits());
        sku.thenRejected(claim(2, 1), new InsufficientStock(Quantity.of(1), Quantity.ZERO, Quantity.of(8)));
        sku.given(new Receive(Quantity.of(4), MAIN, null));
        assertEquals(0, sku.state.shortfallUnits());
        sku.given(claim(2, 1));
    }

    @Test
    void count_ofWhatIsExpected_recordsTheDifference() {
        withOnHand(5).then(new Count(Quantity.of(3), 5, MAIN, COUNTED), new Adjusted(-2, MAIN, COUNTED));
    }

    @Test
    void count_thatAgrees_changesNothing() {
        withOnHand(5).thenUnchanged(new Count(Quantity.of(5), 5, MAIN, COUNTED));
    }

    @Test
    void count_thatExpectedAnotherValue_isRejected() {
        withOnHand(5).thenRejected(new Count(Quantity.of(3), 4, MAIN, COUNTED), new CountMoved(5));
        withOnHand(5).thenRejected(new Count(Quantity.of(5), 5, SHOP, COUNTED), new CountMoved(0));
    }

    @Test
    void count_putsARecordBelowZeroRight() {
        var sku = withOnHand(5).given(new Ship(order(1), 2, Quantity.of(4), SHOP));
        sku.thenRejected(new Count(Quantity.of(1), 0, SHOP, COUNTED), new CountMoved(-4));
        sku.then(new Count(Quantity.of(1), -4, SHOP, COUNTED), new Adjusted(5, SHOP, COUNTED));
    }

    @Test
    void count_beyondWhatCanBeCounted_isRejected() {
        withOnHand(5).thenRejected(new Count(MOST, 0, SHOP, COUNTED), new TooMuch());
    }

    @Test
    void claim_withinAvailable_isRecorded_downToTheLastUnit() {
        var sku = withOnHand(5);
        sku.then(claim(1, 3), new Claimed(order(1), Quantity.of(3)));
        sku.then(claim(2, 2), new Claimed(order(2), Quantity.of(2)));
        assertEquals(5, sku.state.claimedUnits());
        assertEquals(0, sku.state.availableUnits());
    }

    @Test
    void claim_beyondAvailable_isRejected_andSaysWhatMayComeBack() {
        var sku = withOnHand(5).given(claim(1, 3)).given(claim(2, 1)).given(vouch(2));
        sku.thenRejected(claim(3, 2), new InsufficientStock(Quantity.of(2), Quantity.of(1), Quantity.of(3)));
    }

    @Test
    void claim_again_doesNotClaimTwice() {
        var sku = withOnHand(5).given(claim(1, 3));
        sku.thenUnchanged(claim(1, 3));
        assertEquals(3, sku.state.claimedUnits());
    }

    @Test
    void claim_again_isGranted_thoughNothingIsAvailableAnyMore() {
        withOnHand(5).given(claim(1, 5)).thenUnchanged(claim(1, 5));
    }

    @Test
    void claim_ofAnotherQuantity_isRejected() {
        withOnHand(5).given(claim(1, 3)).thenRejected(claim(1, 2), new ClaimedDifferently(Quantity.of(3)));
    }

    @Test
    void versions_countWhatACallerCanSee() {
        var sku = withOnHand(10);
        assertEquals(List.of(1L, 1L), List.of(sku.state.definitionVersion(), sku.state.stockVersion()));
        sku.given(claim(1, 3)).given(vouch(1));
        assertEquals(2, sku.state.stockVersion()); // vouching shows nowhere
        sku.given(new Ship(order(1), 2, Quantity.of(1), MAIN)).given(new Free(order(1), 3));
        sku.given(claim(2, 1)).given(new Release(order(2))).given(new Adjust(-1, MAIN, COUNTED));
        assertEquals(List.of(1L, 7L), List.of(sku.state.definitionVersion(), sku.state.stockVersion()));
    }

    @Test
    void revision_isTheDefinitionsOrTheStocks() {
        var sku = withOnHand(10).given(new Adjust(-1, MAIN, COUNTED));
        assertEquals(1, sku.rules.revision(sku.state, new Define(TEE)));
        assertEquals(2, sku.rules.revision(sku.state, new Receive(MOST, MAIN, null)));
        assertEquals(2, sku.rules.revision(sku.state, new Adjust(1, MAIN, COUNTED)));
        assertEquals(2, sku.rules.revision(sku.state, new Count(MOST, 1, MAIN, COUNTED)));
        for (var command : List.of(new Read(), claim(1, 1), vouch(1), new Ship(order(1), 2, MOST, MAIN))) {
            assertEquals(null, sku.rules.revision(sku.state, command));
        }
    }

    @Test
    void answer_isTheSkuAsACallerSeesIt() {
        var sku = withOnHand(5)
                .given(new Receive(Quantity.of(2), SHOP, null))
                .given(claim(1, 6))
                .given(new Adjust(-3, MAIN, COUNTED));
        var view = new StockView(
                new SkuId("tee-black-m"),
                TEE,
                1,
                4,
                4,
                Quantity.of(6),
                Quantity.ZERO,
                Quantity.of(2),
                List.of(new AtLocation(MAIN, 2), new AtLocation(SHOP, 2)));
        for (var command : List.of(new Read(), new Define(TEE), new Adjust(1, MAIN, COUNTED))) {
            assertEquals(view, sku.rules.answer(sku.state, command));
        }
        assertEquals(new Ok(), sku.rules.answer(sku.state, vouch(1)));
    }

    @Test
    void answer_toAClaim_bringsTheSkusOwnPrice() {
        var price = new Price(new BigDecimal("0.005"), Currency.getInstance("EUR"));
        var sku = withOnHand(5).given(new Define(new SkuDefinition("Screw", price)));
        assertEquals(new ClaimGranted(price), sku.rules.answer(sku.state, claim(1, 1)));
        assertEquals(new ClaimGranted(null), withOnHand(5).rules.answer(withOnHand(5).state, claim(1, 1)));
    }

    @Test
    void anEventThatWouldOversell_isABugOfTheEngine() {
        var sku = withOnHand(5);
        var oversold = new Claimed(order(1), Quantity.of(6));
        assertThrows(IllegalStateException.class, () -> sku.rules.apply(sku.state, oversold, sku.now));
    }

    @Test
    void deferredVouching_isMergedIntoOneEvent() {
        var rules = new StockRules();
        assertEquals(
                List.of(new StockEvent.Vouched(List.of(order(1), order(2), order(3)))),
                rules.merge(List.of(
                        new StockEvent.Vouched(List.of(order(1))),
                        new StockEvent.Vouched(List.of(order(2), order(3))))));
        assertEquals(List.of(order(1)), new Vouch(List.of(order(1))).orders());
    }
}
