package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;

/** What a front does with what nobody waits for; {@link EntityFrontTest} has the rest, with the actors around it. */
class FrontTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<List<StockCommand>> batches = new ArrayList<>();
    private final List<Outcome<StockAnswer, StockRejection>> answers = new ArrayList<>();
    private int askedToLeave;

    private final Front<StockCommand, StockAnswer, StockRejection> front =
            new Front<>(Fronts.settings(Duration.ofMinutes(1)), new Front.Shell<>() {
                @Override
                public void handOver(
                        List<Request<StockCommand, StockAnswer, StockRejection>> requests, boolean inDoubt) {
                    batches.add(requests.stream().map(Request::command).toList());
                }

                @Override
                public boolean mayRecover() {
                    return true;
                }

                @Override
                public void answer(
                        Request<StockCommand, StockAnswer, StockRejection> request,
                        Outcome<StockAnswer, StockRejection> outcome) {
                    answers.add(outcome);
                }

                @Override
                public void letLeave() {
                    askedToLeave++;
                }

                @Override
                public void wakeAgain(boolean inDoubt) {}

                @Override
                public void wakeAfter(Duration delay) {}
            });

    private final StockCommand read = new StockCommand.Read();
    private final StockCommand vouch = Lives.vouch(1);

    private void ask(StockCommand command) {
        front.onRequest(
                new Request<>(
                        command,
                        Origin.PLACEMENT,
                        null,
                        NOW.plusSeconds(10),
                        "",
                        TestInbox.<Reply<StockAnswer, StockRejection>>create().getRef()),
                NOW);
    }

    /** In memory, with nothing in flight. */
    private void idle() {
        ask(read);
        front.onJudged(true, false);
        batches.clear();
    }

    @Test
    void vouch_waitsForTheNextBatch_andGoesFirst() {
        idle();
        ask(vouch);
        assertEquals(List.of(), batches);
        assertTrue(front.putsOff());
        ask(read);
        assertEquals(List.of(List.of(vouch, read)), batches);
        assertFalse(front.putsOff());
    }

    @Test
    void vouch_isJudgedInAPause() {
        idle();
        ask(vouch);
        front.onPause();
        assertEquals(List.of(List.of(vouch)), batches);
    }

    @Test
    void pauseWithNothingPutOff_isNothing() {
        idle();
        front.onPause();
        assertEquals(List.of(), batches);
    }

    @Test
    void vouchOfAnEntityThatIsNotInMemory_bringsItIn() {
        ask(vouch);
        assertEquals(List.of(List.of(vouch)), batches);
    }

    @Test
    void entityThatHasPutSomethingOff_doesNotLeave() {
        idle();
        ask(vouch);
        front.onQuiet();
        assertEquals(0, askedToLeave);
    }

    @Test
    void whatWasPutOff_isAnsweredWhenTheJournalEnds() {
        idle();
        ask(vouch);
        front.onJournalEnded(Front.End.CONFLICT, NOW);
        assertInstanceOf(Outcome.NotDone.class, answers.getFirst());
        assertFalse(front.putsOff());
    }

    @Test
    void whatWasPutOff_isAnsweredWhenTheEntityLeaves() {
        idle();
        ask(vouch);
        assertTrue(front.onStop());
        assertInstanceOf(Outcome.NotDone.class, answers.getFirst());
    }
}
