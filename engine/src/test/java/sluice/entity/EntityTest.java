package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static sluice.entity.Lives.by;
import static sluice.entity.Lives.claim;
import static sluice.entity.Lives.keyed;
import static sluice.entity.Lives.order;
import static sluice.entity.Lives.receive;
import static sluice.entity.Lives.vouch;
import static sluice.entity.Lives.withOnHand;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.entity.Outcome.Done;
import sluice.entity.Outcome.KeyReused;
import sluice.entity.Outcome.NotDone;
import sluice.entity.Outcome.Refused;
import sluice.entity.Outcome.VersionMismatch;
import sluice.stock.AdjustmentReason;
import sluice.stock.StockAnswer;
import sluice.stock.StockAnswer.StockView;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.value.Quantity;

class EntityTest {

    private static final Origin KEY = keyed("hash", "five");

    @Test
    void retriedKey_isGivenTheFirstAnswer_andHasNoSecondEffect() {
        var life = withOnHand(10);
        var first = life.judgeOne(life.request(receive(5), KEY));
        life.judge(life.request(receive(1)));

        assertEquals(new Done<>(answerOf(first), true), life.judgeOne(life.request(receive(5), KEY)));
        assertEquals(16, life.entity.state().onHandUnits());
    }

    @Test
    void retriedKey_withinOneBatch_hasOneEffect() {
        var life = withOnHand(10);
        var judged = life.judge(List.of(life.request(receive(5), KEY), life.request(receive(5), KEY)));

        assertEquals(
                new Done<>(answerOf(judged.outcomes().getFirst()), true),
                judged.outcomes().getLast());
        assertEquals(15, life.entity.state().onHandUnits());
    }

    @Test
    void retriedKey_afterReplayAndAfterASnapshot_isGivenTheFirstAnswer() {
        var life = withOnHand(10);
        var first = life.judgeOne(life.request(receive(5), KEY));
        life.judge(life.request(receive(1)));
        var retry = List.of(life.request(receive(5), KEY));

        for (var other : List.of(life.replayed(), life.restoredAfter(3), life.restoredAfter(4))) {
            var judged = other.judge(retry, life.now);
            assertEquals(List.of(new Done<>(answerOf(first), true)), judged.outcomes());
            assertNull(judged.batch());
        }
    }

    @Test
    void keyOfSomethingElse_isRefused_beforeAndAfterReplay() {
        var life = withOnHand(10);
        life.judge(life.request(receive(5), KEY));
        var other = life.request(receive(6), keyed("hash", "six"));

        assertInstanceOf(KeyReused.class, life.judgeOne(other));
        assertInstanceOf(
                KeyReused.class,
                life.replayed().judge(List.of(other), life.now).outcomes().getFirst());
        assertEquals(15, life.entity.state().onHandUnits());
    }

    @Test
    void keyedCommandThatHadNothingToChange_isRememberedToo() {
        var life = withOnHand(5);
        var count = new StockCommand.Count(Quantity.of(5), 5, Lives.MAIN, AdjustmentReason.CYCLE_COUNT);
        var first = life.judgeOne(life.request(count, KEY));
        life.judge(life.request(receive(1)));

        assertEquals(new Done<>(answerOf(first), true), life.judgeOne(life.request(count, KEY)));
        assertEquals(
                new Done<>(answerOf(first), true),
                life.replayed()
                        .judge(List.of(life.request(count, KEY)), life.now)
                        .outcomes()
                        .getFirst());
    }

    @Test
    void keyOfWhatChangesNothingACallerSees_isNoKey() {
        var life = withOnHand(5);
        assertNull(
                life.judge(List.of(life.request(new StockCommand.Read(), KEY))).batch());
        life.judge(life.request(claim(1, 2), KEY));
        assertEquals(
                new Done<>(new StockAnswer.ClaimGranted(null), false), life.judgeOne(life.request(claim(1, 2), KEY)));
    }

    @Test
    void refusal_isNotRemembered() {
        var life = withOnHand(1);
        var takeTwo = new StockCommand.Adjust(-2, Lives.MAIN, AdjustmentReason.LOST);
        assertInstanceOf(Refused.class, life.judgeOne(life.request(takeTwo, KEY)));
        life.judge(life.request(receive(1)));

        var again = assertInstanceOf(Done.class, life.judgeOne(life.request(takeTwo, KEY)));
        assertEquals(false, again.replayed());
    }

    @Test
    void answer_isKept48HoursOfRecordedTime_andThenForgotten() {
        var life = withOnHand(10);
        life.judge(life.request(receive(5), KEY));
        var recorded = life.journal.getLast().at();

        life.now = recorded.plus(Duration.ofHours(48)).minusMillis(1);
        assertEquals(true, isReplayed(life.judgeOne(life.request(receive(5), KEY))));
        life.now = recorded.plus(Duration.ofHours(48));
        assertEquals(false, isReplayed(life.judgeOne(life.request(receive(5), KEY))));
        assertEquals(1, life.entity.snapshot().answers().size());
    }

    @Test
    void answersTooOld_areDropped_whenANewOneIsKept() {
        var life = withOnHand(10);
        for (int i = 0; i < 100; i++) {
            life.judge(life.request(receive(1), keyed("key " + i, "f")));
            life.now = life.now.plus(Duration.ofHours(1));
        }
        assertEquals(48, life.entity.snapshot().answers().size());
        assertEquals(
                life.entity.snapshot().answers(), life.replayed().snapshot().answers());
    }

    @Test
    void expectedVersion_thatIsNotTheActual_isAMismatch() {
        var life = withOnHand(10);
        var actual = life.entity.state().stockVersion();

        assertEquals(
                new VersionMismatch<StockAnswer, StockRejection>(actual),
                life.judgeOne(life.request(receive(5), by("kim"), actual + 1, life.now)));
        assertInstanceOf(Done.class, life.judgeOne(life.request(receive(5), by("kim"), actual, life.now)));
    }

    @Test
    void expectedVersion_ofACommandThatChangesNone_isNotLookedAt() {
        var life = withOnHand(10);
        assertInstanceOf(Done.class, life.judgeOne(life.request(new StockCommand.Read(), by("kim"), 99L, life.now)));
    }

    @Test
    void retry_isAnsweredBeforeItsVersionIsChecked() {
        var life = withOnHand(10);
        var version = life.entity.state().stockVersion();
        var first = life.judgeOne(life.request(receive(5), KEY, version, life.now));

        assertEquals(
                new Done<>(answerOf(first), true), life.judgeOne(life.request(receive(5), KEY, version, life.now)));
    }

    @Test
    void requestPastItsDeadline_isNotDecided() {
        var life = withOnHand(10);
        var late = life.request(
                receive(5),
                by("kim"),
                null,
                life.now.truncatedTo(ChronoUnit.MILLIS).minusMillis(1));

        assertInstanceOf(NotDone.class, life.judgeOne(late));
        assertEquals(10, life.entity.state().onHandUnits());
    }

    @Test
    void consecutiveCommandsOfOneOrigin_shareAnEntry() {
        var life = withOnHand(10);
        var placement = Origin.PLACEMENT;
        life.judge(List.of(
                life.request(claim(1, 1), placement),
                life.request(claim(2, 1), placement),
                life.request(receive(1), by("kim")),
                life.request(claim(3, 1), placement)));

        var entries = life.journal.getLast().entries();
        assertEquals(
                List.of(placement, by("kim"), placement),
                entries.stream().map(Batch.Entry::origin).toList());
        assertEquals(2, entries.getFirst().events().size());
    }

    @Test
    void commandUnderAKey_hasAnEntryOfItsOwn_sinceItsAnswerIsTheStateJustAfterIt() {
        var life = withOnHand(10);
        var judged = life.judge(List.of(
                life.request(receive(1), KEY),
                life.request(receive(1), keyed("other", "five")),
                life.request(receive(1), by("kim"))));

        assertEquals(3, life.journal.getLast().entries().size());
        var retried = life.replayed().judge(List.of(life.request(receive(1), KEY)), life.now);
        assertEquals(
                answerOf(judged.outcomes().getFirst()),
                answerOf(retried.outcomes().getFirst()));
    }

    @Test
    void deferredEvents_writeNothingThemselves_andGoWithTheNextBatchOnce_merged() {
        var life = withOnHand(10);
        life.judge(List.of(life.request(claim(1, 1)), life.request(claim(2, 1))));
        assertNull(life.judge(life.request(vouch(1))).batch());
        assertNull(life.judge(life.request(vouch(2))).batch());

        life.judge(life.request(claim(3, 1)));
        var last = life.journal.getLast().entries().getLast();
        assertEquals(
                new Batch.Entry<>(
                        Origin.PLACEMENT, List.<StockEvent>of(new StockEvent.Vouched(List.of(order(1), order(2))))),
                last);
        life.judge(life.request(claim(4, 1)));
        assertEquals(1, life.journal.getLast().events().count());
    }

    @Test
    void batchOfRejections_writesNothing() {
        var life = withOnHand(1);
        var judged = life.judge(List.of(life.request(claim(1, 2)), life.request(claim(2, 2))));

        assertNull(judged.batch());
        assertEquals(2, life.entity.version());
        assertEquals(
                2, judged.outcomes().stream().filter(Refused.class::isInstance).count());
    }

    @Test
    void rejectionWithinABatch_isDecidedAgainstTheCommandsBeforeIt() {
        var life = withOnHand(1);
        var judged = life.judge(List.of(life.request(claim(1, 1)), life.request(claim(2, 1))));

        assertInstanceOf(Done.class, judged.outcomes().getFirst());
        assertEquals(
                new Refused<StockAnswer, StockRejection>(
                        new StockRejection.InsufficientStock(Quantity.of(1), Quantity.ZERO, Quantity.of(1))),
                judged.outcomes().getLast());
    }

    @Test
    void batch_isRecordedInWholeMilliseconds_asReplayWillSeeIt() {
        var life = withOnHand(1);
        assertEquals(
                life.now.truncatedTo(ChronoUnit.MILLIS), life.journal.getLast().at());
    }

    @Test
    void liveState_isReplayedState_isSnapshotAndRest() {
        long seed = new Random().nextLong();
        System.out.println("EntityTest seed " + seed);
        var random = new Random(seed);
        var life = withOnHand(100);
        for (int step = 0; step < 400; step++) {
            life.now = life.now.plusMillis(random.nextInt(3_600_000));
            life.judge(List.of(life.request(any(random), origin(random)), life.request(any(random), origin(random))));
        }
        life.judge(life.request(receive(1))); // takes what was deferred along

        assertEquals(life.journal.size(), life.entity.version());
        var hash = life.entity.state().canonicalHash();
        assertEquals(hash, life.replayed().state().canonicalHash());
        for (int rows = 0; rows <= life.journal.size(); rows += 1 + random.nextInt(40)) {
            var restored = life.restoredAfter(rows);
            assertEquals(hash, restored.state().canonicalHash(), "snapshot after " + rows + " rows");
            assertEquals(life.entity.version(), restored.version());
            assertEquals(life.entity.snapshot().answers(), restored.snapshot().answers());
        }
    }

    private static StockCommand any(Random random) {
        int order = random.nextInt(60);
        return switch (random.nextInt(8)) {
            case 0 -> receive(random.nextInt(5));
            case 1, 2 -> claim(order, 1 + random.nextInt(3));
            case 3 -> new StockCommand.Release(order(order));
            case 4, 5 -> vouch(order);
            case 6 -> new StockCommand.Ship(order(order), 1 + random.nextInt(3), Quantity.of(1), Lives.MAIN);
            default -> new StockCommand.Free(order(order), 1 + random.nextInt(3));
        };
    }

    private static Origin origin(Random random) {
        return by(random.nextBoolean() ? "kim" : "placement");
    }

    private static StockAnswer answerOf(Outcome<StockAnswer, StockRejection> outcome) {
        if (outcome instanceof Done<StockAnswer, StockRejection>(StockView view, var replayed)) {
            return view;
        }
        throw new AssertionError("no view: " + outcome);
    }

    private static boolean isReplayed(Outcome<StockAnswer, StockRejection> outcome) {
        return outcome instanceof Done<StockAnswer, StockRejection>(var answer, var replayed) && replayed;
    }
}
