package sluice.entity;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.entity.Lives.claim;
import static sluice.entity.Lives.order;
import static sluice.entity.Lives.receive;
import static sluice.entity.Lives.vouch;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.testkit.SnapshotMeta;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.entity.Fronts.Asked;
import sluice.entity.Outcome.Done;
import sluice.entity.Outcome.NotDone;
import sluice.entity.Outcome.Unknown;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.value.OrderId;
import sluice.value.Quantity;

class EntityFrontTest {

    private static final Duration NEVER_IDLE = Duration.ofMinutes(10);
    private static final Duration SOON_IDLE = Duration.ofMillis(100);
    private static final Duration A_MOMENT = Duration.ofMillis(400); // several idle timeouts
    private static final Fronts FRONTS = new Fronts();

    @AfterAll
    static void close() {
        FRONTS.close();
    }

    @AfterEach
    void end() {
        FRONTS.endTest();
    }

    @Test
    void requestsThatComeWhileABatchIsInFlight_areOneRow_andAnsweredInOrder() {
        var front = FRONTS.front().withOnHand(10);
        holdWith(front);
        front.send(claim(2, 1), "b");
        front.send(claim(3, 99), "c");
        front.send(claim(4, 1), "d");
        FRONTS.writes.letThrough();

        for (var tag : List.of("a", "b", "c", "d")) {
            assertEquals(tag, front.reply().tag());
        }
        assertEquals(4, front.rows().size());
        assertEquals(2, front.rows().getLast().events().count());
    }

    @Test
    void requestsThatComeTogether_areOneRow_alsoWhenNothingIsInFlight() {
        var front = FRONTS.front().withOnHand(10);
        front.sendAll(claim(1, 1), claim(2, 99), claim(3, 1), claim(4, 1), claim(5, 1));

        for (var tag : List.of("0", "1", "2", "3", "4")) {
            assertEquals(tag, front.reply().tag());
        }
        assertEquals(3, front.rows().size());
        assertEquals(
                List.of(claimed(1), claimed(3), claimed(4), claimed(5)),
                front.rows().getLast().events().toList());
    }

    @Test
    void requestsThatComeTogether_waitForTheBatchInFlight_asFarAsThereIsRoom() {
        var front = FRONTS.front().withOnHand(10);
        holdWith(front);
        front.sendAll(claim(2, 1), claim(3, 1), claim(4, 1), claim(5, 1));
        assertEquals("3", front.reply().tag(), "has no room, and is told so at once");
        FRONTS.writes.letThrough();

        for (var tag : List.of("a", "0", "1", "2")) {
            assertEquals(tag, front.reply().tag());
        }
        assertEquals(
                List.of(claimed(2), claimed(3), claimed(4)),
                front.rows().getLast().events().toList());
    }

    @Test
    void nobodyIsAnswered_beforeTheBatchIsCommitted() {
        var front = FRONTS.front().withOnHand(10);
        holdWith(front);
        front.caller.expectNoMessage(A_MOMENT);
        FRONTS.writes.letThrough();
        assertInstanceOf(Done.class, front.reply().outcome());
    }

    @Test
    void tooManyWaiting_areNotDone() {
        var front = FRONTS.front().withOnHand(10);
        holdWith(front);
        for (int i = 0; i < 3; i++) {
            front.send(claim(10 + i, 1), "waits");
        }
        front.send(claim(20, 1), "too many");
        var refused = front.reply();
        assertEquals("too many", refused.tag());
        assertInstanceOf(NotDone.class, refused.outcome());
    }

    @Test
    void failedWrite_isUnknownToThoseInFlight_andNotDoneToThoseWhoWait() {
        var front = FRONTS.front().withOnHand(10);
        holdWith(front);
        front.send(claim(2, 1), "b");
        FRONTS.writes.failNext(connectionLost());
        FRONTS.writes.letThrough();

        assertInstanceOf(Unknown.class, front.reply().outcome());
        assertInstanceOf(NotDone.class, front.reply().outcome());
        assertInstanceOf(NotDone.class, front.ask(claim(3, 1)), "within the backoff");
        await().untilAsserted(() -> assertInstanceOf(Done.class, front.ask(claim(3, 1))));
        assertEquals(List.of(claimed(3)), front.rows().getLast().events().toList());
    }

    @Test
    void stateOfAFailedBatch_isForgotten() {
        var front = FRONTS.front().withOnHand(10);
        FRONTS.writes.failNext(connectionLost());
        assertInstanceOf(Unknown.class, front.ask(receive(90)));
        await().untilAsserted(() -> assertInstanceOf(Done.class, front.ask(new StockCommand.Read())));
        assertInstanceOf(Outcome.Refused.class, front.ask(claim(1, 11)));
    }

    @Test
    void rowOfAnotherOwner_isNotDone_andOneLogLineNamesEntityAndSequence() {
        var front = FRONTS.front().withOnHand(10);
        FRONTS.writes.failNext(new IllegalStateException("batch", new SQLException("duplicate key", "23505")));
        var lines = new CopyOnWriteArrayList<String>();
        var outcome = LoggingTestKit.empty()
                .withCustom(line -> line.message().contains(front.persistenceId) && lines.add(line.message()))
                .withCheckExcess(true)
                .expect(FRONTS.kit.system(), () -> front.ask(claim(1, 1)));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().contains("sequence [3]"), "names the sequence: " + lines);
        assertTrue(lines.getFirst().contains("duplicate key"), "names the cause: " + lines);
        assertEquals(new NotDone<StockAnswer, StockRejection>("another node owns the entity"), outcome);
    }

    @Test
    void rowThatTheJournalRefuses_isNotDone_andIsLoggedOnce() {
        var front = FRONTS.front().withOnHand(10);
        FRONTS.writes.rejectNext(new IllegalArgumentException("not for the journal"));
        var lines = new CopyOnWriteArrayList<String>();
        var outcome = LoggingTestKit.empty()
                .withCustom(line -> line.message().contains(front.persistenceId) && lines.add(line.message()))
                .withCheckExcess(true)
                .expect(FRONTS.kit.system(), () -> front.ask(claim(1, 1)));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().contains("the journal refused the row"), lines.toString());
        assertInstanceOf(NotDone.class, outcome);
    }

    @Test
    void entityThatCannotBeRecovered_isNotDone_andIsTriedAgain() {
        var id = FRONTS.freshId();
        FRONTS.front(id, NEVER_IDLE, witness(true)).withOnHand(10);
        FRONTS.journal.failNextRead(EntityKind.STOCK.persistenceId(id), connectionLost());
        var front = FRONTS.front(id, NEVER_IDLE, witness(true));
        try {
            assertInstanceOf(NotDone.class, front.ask(claim(1, 1)));
        } finally {
            FRONTS.journal.withPolicy(FRONTS.writes);
        }
        await().untilAsserted(() -> assertInstanceOf(Done.class, front.ask(claim(1, 1))));
    }

    @Test
    void rulesThatThrow_leaveTheBatchUnknown_andTheEntityIsReadAnew() {
        var front = FRONTS.front(NEVER_IDLE, witness(true)).withOnHand(10);
        FRONTS.breakNext.set(true);
        var outcome = LoggingTestKit.error("broke, and is read anew")
                .withLoggerName(EntityFront.class.getName())
                .expect(FRONTS.kit.system(), () -> front.ask(claim(1, 1)));
        assertInstanceOf(Unknown.class, outcome);
        await().untilAsserted(() -> assertInstanceOf(Done.class, front.ask(claim(1, 1))));
        front.caller.expectNoMessage(A_MOMENT); // nobody is told twice
    }

    @Test
    void aftercareThatThrows_isCalledAgain_afterTheEntityWasReadAnew() {
        var asked = new AtomicInteger();
        var front = FRONTS.front(NEVER_IDLE, orders -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("the witness is broken");
                    }
                    return witness(false).exist(orders);
                })
                .withOnHand(10);
        LoggingTestKit.error("broke, and is read anew")
                .withLoggerName(EntityFront.class.getName())
                .expect(FRONTS.kit.system(), () -> front.ask(claim(1, 1)));
        await().untilAsserted(() -> assertEquals(
                List.of(new StockEvent.Released(order(1))),
                front.rows().getLast().events().toList()));
    }

    @Test
    void stateThatDoesNotHoldAsManyRowsAsTheJournal_refusesToStart() {
        var life = Lives.withOnHand(10);
        var snapshot = life.entity.snapshot();
        var id = FRONTS.freshId();
        var persistenceId = EntityKind.STOCK.persistenceId(id);
        FRONTS.journal.persistForRecovery(persistenceId, List.copyOf(life.journal));
        FRONTS.snapshots.persistForRecovery(
                persistenceId,
                List.of(Pair.create(
                        SnapshotMeta.create(2),
                        new EntitySnapshot<>(EntityKind.STOCK, 1, snapshot.state(), snapshot.answers()))));
        var front = FRONTS.front(id, NEVER_IDLE, witness(true));
        var outcome = LoggingTestKit.error(
                        "refuses to start: its journal ends at sequence 2, but its state holds 1 rows")
                .withLoggerName(EntityFront.class.getName())
                .expect(FRONTS.kit.system(), () -> front.ask(new StockCommand.Read()));
        assertInstanceOf(NotDone.class, outcome);
    }

    @Test
    void entity_startsFromItsSnapshot_andOlderOnesArePruned() {
        var id = FRONTS.freshId();
        var front = FRONTS.front(id, NEVER_IDLE, witness(true)).withOnHand(10);
        for (int row = 3; row <= 52; row++) { // 5,000 events
            front.sendAll(Stream.generate(() -> receive(1)).limit(100).toArray(StockCommand[]::new));
            for (int answer = 0; answer < 100; answer++) {
                assertInstanceOf(Done.class, front.reply().outcome());
            }
        }
        await().until(() -> FRONTS.pruned.contains(52L));
        assertEquals(1, FRONTS.snapshots.persistedInStorage(front.persistenceId).size());

        FRONTS.kit.stop(front.ref);
        var again = FRONTS.front(id, NEVER_IDLE, witness(true));
        var view = assertInstanceOf(
                StockAnswer.StockView.class,
                assertInstanceOf(Done.class, again.ask(new StockCommand.Read())).answer());
        assertEquals(5_010, view.onHandUnits());
    }

    @Test
    void quietEntity_asksToLeave() {
        var front = FRONTS.front(SOON_IDLE, witness(true)).withOnHand(10);
        await().until(() -> front.home.contains(Asked.LET_LEAVE));
    }

    @Test
    void entityWithABatchInFlight_doesNotLeave() {
        var front = FRONTS.front(SOON_IDLE, witness(true));
        front.ask(new StockCommand.Define(new SkuDefinition("Tee", null)));
        FRONTS.writes.hold();
        front.send(receive(1), "a");
        await().until(() -> FRONTS.writes.held.get() == 1);
        front.home.clear(); // what it asked for before it had anything to see to
        await().during(A_MOMENT).until(front.home::isEmpty);
        FRONTS.writes.letThrough();
        await().until(() -> front.home.contains(Asked.LET_LEAVE));
    }

    @Test
    void entityWithSomethingUnvouched_doesNotLeave_untilThereIsWord() {
        var front = FRONTS.front(SOON_IDLE, orders -> new CompletableFuture<>()).withOnHand(10);
        front.ask(claim(1, 1));
        front.home.clear(); // what it asked for before it had anything to see to
        await().during(A_MOMENT).until(front.home::isEmpty);
        front.ask(vouch(1));
        await().until(() -> front.home.contains(Asked.LET_LEAVE));
    }

    @Test
    void stop_decidesWhatWasLetIn_refusesWhatComes_andThenLeaves() {
        var front = FRONTS.front().withOnHand(10);
        holdWith(front);
        front.send(claim(2, 1), "b");
        front.ref.tell(EntityFront.Stop.INSTANCE);
        front.send(claim(3, 1), "c");

        assertEquals("c", front.reply().tag(), "refused at once");
        FRONTS.writes.letThrough();
        for (var tag : List.of("a", "b")) {
            var reply = front.reply();
            assertEquals(tag, reply.tag());
            assertInstanceOf(Done.class, reply.outcome());
        }
        front.caller.expectTerminated(front.ref);
        await().until(() -> front.home.contains(Asked.WAKE_AGAIN));
    }

    @Test
    void entityWithNothingToSeeTo_isNotWokenAgainWhenItStops() {
        var front = FRONTS.front().withOnHand(10);
        front.ref.tell(EntityFront.Stop.INSTANCE);
        front.caller.expectTerminated(front.ref);
        assertEquals(List.of(), front.home);
    }

    @Test
    void claimThatNobodyVouchesFor_isReleased_ifTheOrderNeverWas() {
        var front = FRONTS.front(NEVER_IDLE, witness(false)).withOnHand(10);
        front.ask(claim(1, 1));
        await().untilAsserted(() -> assertEquals(
                List.of(new StockEvent.Released(order(1))),
                front.rows().getLast().events().toList()));
    }

    @Test
    void claimThatNobodyVouchesFor_stays_ifTheOrderExists() {
        var asked = new AtomicInteger();
        var front = FRONTS.front(SOON_IDLE, orders -> {
                    asked.incrementAndGet();
                    return witness(true).exist(orders);
                })
                .withOnHand(10);
        front.ask(claim(1, 1));
        front.home.clear(); // what it asked for before it had anything to see to
        await().until(() -> front.home.contains(Asked.LET_LEAVE));
        assertEquals(1, asked.get());
        front.ask(claim(2, 1));
        assertTrue(front.rows().getLast().events().anyMatch(new StockEvent.Vouched(List.of(order(1)))::equals));
    }

    @Test
    void entityThatFailed_asksAfterItsClaims_thoughNobodyAsksForIt() {
        var front = FRONTS.front(NEVER_IDLE, witness(false)).withOnHand(10);
        front.ask(claim(1, 1));
        FRONTS.writes.failNext(connectionLost());
        assertInstanceOf(Unknown.class, front.ask(receive(1)));
        await().untilAsserted(() -> assertEquals(
                List.of(new StockEvent.Released(order(1))),
                front.rows().getLast().events().toList()));
    }

    @Test
    void wake_hasAnEntitySeeToItsClaims() {
        var id = FRONTS.freshId();
        var before = FRONTS.front(id, NEVER_IDLE, orders -> new CompletableFuture<>())
                .withOnHand(10);
        before.ask(claim(1, 1));
        FRONTS.kit.stop(before.ref);

        var front = FRONTS.front(id, NEVER_IDLE, witness(false));
        front.ref.tell(new Wake(false, FRONTS.kit.<Wake.Awake>createTestProbe().getRef()));
        await().untilAsserted(() -> assertEquals(
                List.of(new StockEvent.Released(order(1))),
                front.rows().getLast().events().toList()));
    }

    /** Has a claim in flight that the journal holds back. */
    private static void holdWith(Fronts.Front front) {
        FRONTS.writes.hold();
        front.send(claim(1, 1), "a");
        await().until(() -> FRONTS.writes.held.get() == 1);
    }

    private static Witness witness(boolean exist) {
        return orders -> {
            var answers = new HashMap<OrderId, Boolean>();
            orders.forEach(order -> answers.put(order, exist));
            return CompletableFuture.completedFuture(answers);
        };
    }

    private static SQLException connectionLost() {
        return new SQLException("connection lost", "08006");
    }

    private static StockEvent claimed(int order) {
        return new StockEvent.Claimed(order(order), Quantity.of(1));
    }
}
