package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.placement.Placing.ACME;
import static sluice.placement.Placing.AT;
import static sluice.placement.Placing.EUR;
import static sluice.placement.Placing.HAT;
import static sluice.placement.Placing.TEE;
import static sluice.placement.Placing.bug;
import static sluice.placement.Placing.eur;
import static sluice.placement.Placing.granted;
import static sluice.placement.Placing.grantedAt;
import static sluice.placement.Placing.guest;
import static sluice.placement.Placing.line;
import static sluice.placement.Placing.notDone;
import static sluice.placement.Placing.ofAcme;
import static sluice.placement.Placing.pledged;
import static sluice.placement.Placing.refused;
import static sluice.placement.Placing.shortOf;
import static sluice.placement.Placing.unknown;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.account.AccountAnswer;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.journal.Birth;
import sluice.order.Order;
import sluice.placement.PlacementRejection.CreditLimitExceeded;
import sluice.placement.PlacementRejection.CurrencyMismatch;
import sluice.placement.PlacementRejection.InsufficientStock;
import sluice.placement.PlacementRejection.PriceMissing;
import sluice.placement.PlacementRejection.Shortage;
import sluice.placement.PlacementRejection.TotalOutOfRange;
import sluice.placement.PlacementRejection.UnknownAccount;
import sluice.placement.PlacementRejection.UnknownSkus;
import sluice.placement.PlacementStep.Answer;
import sluice.placement.PlacementStep.Append;
import sluice.placement.PlacementStep.AskClaim;
import sluice.placement.PlacementStep.AskPledge;
import sluice.placement.PlacementStep.LookUp;
import sluice.placement.PlacementStep.Release;
import sluice.placement.PlacementStep.Vouch;
import sluice.stock.StockAnswer;
import sluice.stock.StockRejection;
import sluice.value.Money;
import sluice.value.Quantity;

class PlacementTest {

    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void allGranted_isAppended_andWhenPlaced_vouchedForAndAnswered() {
        var placing = new Placing(ofAcme(line(TEE, 2, "19.90"), line(HAT, 1, "5.005")));
        assertEquals(
                List.of(
                        new AskClaim(TEE, Quantity.of(2), 0),
                        new AskClaim(HAT, Quantity.of(1), 0),
                        new AskPledge(ACME, eur(44_81), 0)),
                placing.begin());
        assertEquals(List.of(), placing.claim(TEE, granted()));
        assertEquals(List.of(), placing.pledge(pledged()));
        var birth = placing.appended(placing.claim(HAT, granted()));
        assertEquals(
                List.of(39_80L, 5_01L),
                birth.lines().stream().map(l -> l.totalMinorUnits()).toList());

        var steps = placing.birth(Birth.Outcome.PLACED);
        assertEquals(new Vouch(List.of(TEE, HAT), Optional.of(ACME)), steps.getFirst());
        var order = placing.placed(steps);
        assertEquals(eur(44_81), order.total());
        assertEquals(AT, order.placedAt());
        assertTrue(placing.placement.hasEnded());
    }

    @Test
    void guest_holdsNoCredit() {
        var placing = new Placing(guest(line(TEE, 2, "19.90")));
        assertEquals(List.of(new AskClaim(TEE, Quantity.of(2), 0)), placing.begin());
        placing.appended(placing.claim(TEE, granted()));
        assertEquals(
                new Vouch(List.of(TEE), Optional.empty()),
                placing.birth(Birth.Outcome.PLACED).getFirst());
    }

    @Test
    void linesOfOneSku_areClaimedAsOne_andPricedApart() {
        var placing = new Placing(guest(line(TEE, 2, "19.90"), line(HAT, 1, "1"), line(TEE, 3, "9.90")));
        assertEquals(
                List.of(new AskClaim(TEE, Quantity.of(5), 0), new AskClaim(HAT, Quantity.of(1), 0)), placing.begin());
        placing.claim(TEE, granted());
        assertEquals(3, placing.appended(placing.claim(HAT, granted())).lines().size());
    }

    @Test
    void oneShort_refusesWithEveryShortage_andReleasesWhatTheOthersGranted() {
        var placing = new Placing(ofAcme(line(TEE, 2, "1"), line(HAT, 3, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        placing.pledge(pledged());
        assertEquals(
                List.of(
                        new Release(List.of(TEE), Optional.of(ACME)),
                        new Answer(new Outcome.Refused<>(
                                new InsufficientStock(List.of(new Shortage(HAT, Quantity.of(3), Quantity.of(1))))))),
                placing.claim(HAT, shortOf(3, 1, 0)));
        assertTrue(placing.placement.hasEnded());
    }

    @Test
    void refusal_ofAnOrderWithReferences_isLookedUpFirst_andStandsIfThereAreNone() {
        var placing = new Placing(ofAcme(line(TEE, 2, "1"))).named();
        placing.begin();
        assertEquals(
                List.of(new Release(List.of(), Optional.of(ACME)), new LookUp(placing.references.names())),
                placing.claim(TEE, shortOf(2, 1, 0)));
        assertTrue(placing.placement.isRefused(List.of()));
        assertInstanceOf(InsufficientStock.class, placing.refusal(placing.placement.onReferences(List.of())));
    }

    @Test
    void shortage_thatOnlyUnvouchedClaimsCause_isRetriedExactlyOnce() {
        var placing = new Placing(guest(line(TEE, 2, "1")));
        placing.begin();
        assertEquals(
                List.of(new AskClaim(TEE, Quantity.of(2), PlacementStep.SHORTAGE_RETRY_MILLIS)),
                placing.claim(TEE, shortOf(2, 0, 2)));
        assertInstanceOf(InsufficientStock.class, placing.refusal(placing.claim(TEE, shortOf(2, 0, 2))));
    }

    @Test
    void shortage_thatUnvouchedClaimsDoNotExplain_isNotRetried() {
        var placing = new Placing(guest(line(TEE, 3, "1")));
        placing.begin();
        assertInstanceOf(InsufficientStock.class, placing.refusal(placing.claim(TEE, shortOf(3, 0, 2))));
    }

    @Test
    void shortage_thatHasGoneOnItsRetry_isGranted() {
        var placing = new Placing(guest(line(TEE, 2, "1")));
        placing.begin();
        placing.claim(TEE, shortOf(2, 0, 2));
        placing.appended(placing.claim(TEE, granted()));
    }

    @Test
    void unknownSkus_areAllNamed_andComeBeforeShortages() {
        var placing = new Placing(guest(line(TEE, 1, "1"), line(HAT, 1, "1")));
        placing.begin();
        placing.claim(TEE, shortOf(1, 0, 0));
        assertEquals(
                new UnknownSkus(List.of(HAT)),
                placing.refusal(placing.claim(HAT, refused(new StockRejection.UnknownSku()))));
    }

    static Stream<StockRejection> noAnswersToAClaim() {
        return Stream.of(
                new StockRejection.ClaimedDifferently(Quantity.of(1)),
                new StockRejection.CountMoved(1),
                new StockRejection.BelowZero(1),
                new StockRejection.TooMuch());
    }

    @ParameterizedTest
    @MethodSource("noAnswersToAClaim")
    void refusalThatNoClaimGets_isNotTakenForAFactAboutTheSku(StockRejection bug) {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        placing.endedNotDone(placing.claim(TEE, refused(bug)));
    }

    @Test
    void outcomeThatNoClaimOrPledgeGets_isNeverTakenForAGrant() {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        placing.endedNotDone(placing.claim(TEE, bug()));

        placing = new Placing(ofAcme(line(TEE, 1, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        var steps = placing.pledge(new Outcome.VersionMismatch<>(1));
        assertEquals(new Release(List.of(TEE), Optional.of(ACME)), steps.getFirst());
        placing.endedNotDone(steps);
    }

    static Stream<List<Object>> refusedPledges() {
        return Stream.of(
                List.of(
                        new AccountRejection.CreditLimitExceeded(eur(1), eur(2), eur(3)),
                        new CreditLimitExceeded(eur(1), eur(2), eur(3))),
                List.of(new AccountRejection.CurrencyMismatch(USD), new CurrencyMismatch(USD)),
                List.of(new AccountRejection.UnknownAccount(), new UnknownAccount()));
    }

    @ParameterizedTest
    @MethodSource("refusedPledges")
    void refusedPledge_refusesTheOrder_andReleasesTheClaimsOnly(List<Object> pledgeAndOrder) {
        var placing = new Placing(ofAcme(line(TEE, 1, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        var steps = placing.pledge(
                new Outcome.Refused<AccountAnswer, AccountRejection>((AccountRejection) pledgeAndOrder.getFirst()));
        assertEquals(new Release(List.of(TEE), Optional.empty()), steps.getFirst());
        assertEquals(pledgeAndOrder.getLast(), placing.refusal(steps));
    }

    @Test
    void priceOfTheSku_isTakenWhereTheLineHasNone_andThePledgeWaitsForIt() {
        var placing = new Placing(ofAcme(line(TEE, 2, null), line(HAT, 1, "5")));
        assertEquals(
                List.of(new AskClaim(TEE, Quantity.of(2), 0), new AskClaim(HAT, Quantity.of(1), 0)), placing.begin());
        assertEquals(List.of(), placing.claim(HAT, grantedAt("7", EUR)));
        assertEquals(List.of(new AskPledge(ACME, eur(44_80), 0)), placing.claim(TEE, grantedAt("19.90", EUR)));
        var birth = placing.appended(placing.pledge(pledged()));
        assertEquals(new BigDecimal("19.90"), birth.lines().getFirst().unitPrice());
        assertEquals(new BigDecimal("5"), birth.lines().getLast().unitPrice());
    }

    @Test
    void priceNowhere_isMissing_andTheClaimsAreReleased() {
        var placing = new Placing(ofAcme(line(TEE, 2, null), line(HAT, 1, null)));
        placing.begin();
        placing.claim(TEE, granted());
        var steps = placing.claim(HAT, grantedAt("1", EUR));
        assertEquals(new Release(List.of(TEE, HAT), Optional.empty()), steps.getFirst());
        assertEquals(new PriceMissing(List.of(TEE)), placing.refusal(steps));
    }

    @Test
    void priceOfTheSku_inAnotherCurrency_isRefused() {
        var placing = new Placing(guest(line(TEE, 2, null)));
        placing.begin();
        assertEquals(new CurrencyMismatch(USD), placing.refusal(placing.claim(TEE, grantedAt("1", USD))));
    }

    @Test
    void priceOfTheSku_inAnotherCurrency_doesNotMatterToALineWithItsOwn() {
        var placing = new Placing(guest(line(TEE, 2, "3"), line(HAT, 1, null)));
        placing.begin();
        placing.claim(TEE, grantedAt("1", USD));
        placing.appended(placing.claim(HAT, grantedAt("1", EUR)));
    }

    @Test
    void totalOutOfRange_isRefusedBeforeAnythingIsAsked() {
        var most = BigDecimal.valueOf(Money.MAX_MINOR_UNITS, 2).toPlainString();
        for (var wanted : List.of(ofAcme(line(TEE, 2, most)), ofAcme(line(TEE, 1, most), line(HAT, 1, "0.01")))) {
            var placing = new Placing(wanted);
            assertEquals(List.of(new Answer(new Outcome.Refused<>(new TotalOutOfRange()))), placing.begin());
        }
    }

    @Test
    void claimOrPledgeThatIsNotDecided_isAskedAgain() {
        for (var unclear : List.of(notDone(), unknown())) {
            var placing = new Placing(ofAcme(line(TEE, 1, "1")));
            placing.begin();
            assertEquals(
                    List.of(new AskClaim(TEE, Quantity.of(1), PlacementStep.RETRY_MILLIS)),
                    placing.claim(TEE, unclear));
        }
        for (var unclear : List.<Outcome<AccountAnswer, AccountRejection>>of(
                new Outcome.NotDone<>("busy"), new Outcome.Unknown<>("lost"))) {
            var placing = new Placing(ofAcme(line(TEE, 1, "1")));
            placing.begin();
            assertEquals(List.of(new AskPledge(ACME, eur(1_00), PlacementStep.RETRY_MILLIS)), placing.pledge(unclear));
        }
    }

    @Test
    void deadlineWhileClaiming_endsIt_andReleasesAllThatWasAskedForAndNotRefused() {
        var placing = new Placing(ofAcme(line(TEE, 1, "1"), line(HAT, 1, "1")));
        placing.begin();
        placing.claim(TEE, shortOf(1, 0, 0));
        var steps = placing.placement.onDeadline();
        assertEquals(new Release(List.of(HAT), Optional.of(ACME)), steps.getFirst());
        placing.endedNotDone(steps);
        assertEquals(List.of(), placing.claim(HAT, granted()), "what comes later changes nothing");
        assertEquals(List.of(), placing.placement.onDeadline());
    }

    @Test
    void deadlineWhileAppending_releasesNothing_sinceOnlyTheDatabaseDecidesNow() {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        assertEquals(List.of(), placing.placement.onDeadline());
        assertFalse(placing.placement.hasEnded());
        placing.placed(placing.birth(Birth.Outcome.PLACED));
    }

    @Test
    void deadlineWhileReferencesAreLookedUp_endsItUndecided() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        placing.begin();
        placing.claim(TEE, shortOf(1, 0, 0));
        placing.endedNotDone(placing.placement.onDeadline());
        assertEquals(List.of(), placing.placement.onReferences(List.of()));
    }

    @Test
    void abandonedBirth_isNotDone_andReleases() {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        var steps = placing.birth(Birth.Outcome.ABANDONED);
        assertEquals(new Release(List.of(TEE), Optional.empty()), steps.getFirst());
        placing.endedNotDone(steps);
    }

    @Test
    void birthThatCannotBeAppended_isNotDone_andReleases() {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        var steps = placing.placement.onBirthUnwritable("half a character");
        assertEquals(new Release(List.of(TEE), Optional.empty()), steps.getFirst());
        placing.endedNotDone(steps);
    }

    @Test
    void birthThatWasNotTaken_isNotDone_andReleases_unlessAnAttemptIsInDoubt() {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        placing.claim(TEE, granted());
        var steps = placing.placement.onBirthNotTaken("full");
        assertEquals(new Release(List.of(TEE), Optional.empty()), steps.getFirst());
        placing.endedNotDone(steps);

        placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        var birth = placing.appended(placing.claim(TEE, granted()));
        var repeat = List.of(new Append(birth, PlacementStep.REPEAT_MILLIS));
        assertEquals(repeat, placing.birth(Birth.Outcome.UNKNOWN));
        assertEquals(repeat, placing.placement.onBirthNotTaken("full"));
        placing.placed(placing.birth(Birth.Outcome.PLACED));
        assertEquals(List.of(), placing.placement.onBirthNotTaken("full"));
        assertEquals(List.of(), placing.placement.onBirthUnwritable("half a character"));
    }

    @Test
    void birthThatMayBeAskedAgain_isAppendedAgain_unchanged() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        placing.begin();
        var birth = placing.appended(placing.claim(TEE, granted()));
        assertEquals(List.of(new Append(birth, 0)), placing.birth(Birth.Outcome.AGAIN));
        placing.placed(placing.birth(Birth.Outcome.PLACED));
    }

    @Test
    void takenReference_releases_andIsLookedUp() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        placing.begin();
        placing.claim(TEE, granted());
        assertEquals(
                List.of(new Release(List.of(TEE), Optional.empty()), new LookUp(placing.references.names())),
                placing.birth(Birth.Outcome.TAKEN));
        placing.endedNotDone(placing.placement.onReferences(List.of()));
    }

    @Test
    void retryThatWasPlacedBefore_isGivenTheFirstAnswer() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        var first = placing.firstBirth(placing.references.key(), placing.references.fingerprint());
        placing.begin();
        placing.claim(TEE, shortOf(1, 0, 0));

        assertFalse(placing.placement.isRefused(List.of(first)));
        var steps = placing.placement.onReferences(List.of(first));
        assertEquals(1, steps.size());
        var done = assertInstanceOf(
                Outcome.Done.class,
                assertInstanceOf(Answer.class, steps.getFirst()).outcome());
        assertTrue(done.replayed());
        assertEquals(
                first.birth().order(),
                assertInstanceOf(Order.class, done.answer()).id());
    }

    @Test
    void keyOfAnotherOrder_isReused() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        var first = placing.firstBirth(placing.references.key(), "something else");
        placing.begin();
        placing.claim(TEE, granted());
        placing.birth(Birth.Outcome.TAKEN);
        assertEquals(List.of(new Answer(new Outcome.KeyReused<>())), placing.placement.onReferences(List.of(first)));
    }

    @Test
    void externalIdOfAnotherOrder_isTaken_andNamesIt() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        var first = placing.firstBirth(placing.references.externalId(), "something else");
        placing.begin();
        placing.claim(TEE, granted());
        placing.birth(Birth.Outcome.TAKEN);
        assertEquals(
                new PlacementRejection.ExternalIdTaken(first.birth().order(), null),
                placing.refusal(placing.placement.onReferences(List.of(first))));
    }

    @Test
    void uncertainPredecessor_endsItUndecided() {
        var placing = new Placing(guest(line(TEE, 1, "1"))).named();
        placing.begin();
        placing.claim(TEE, shortOf(1, 0, 0));
        placing.endedNotDone(placing.placement.onUncertain("a node was lost"));
    }

    @Test
    void answerOfASkuThatWasNotAsked_changesNothing() {
        var placing = new Placing(guest(line(TEE, 1, "1")));
        placing.begin();
        assertEquals(List.of(), placing.claim(HAT, granted()));
        Outcome<StockAnswer, StockRejection> twice = granted();
        placing.claim(TEE, twice);
        assertEquals(List.of(), placing.claim(TEE, twice));
    }
}
