package sluice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.event.OutgoingEvent;
import sluice.webhook.Attempt.Kind;

/** What an endpoint's owner and its customers ask for, against a table that answers at once. */
class EndpointDeliveryTest {

    private static final DeliverySettings SETTINGS = new DeliverySettings(
            4,
            1_000,
            8,
            1 << 20,
            8,
            100,
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofDays(5));
    private static final AttemptResult OK = new AttemptResult.Delivered(200, Duration.ofMillis(5), "");
    private static final AttemptResult BROKEN = new AttemptResult.Failed("no answer", Duration.ofMillis(5));
    private static final AttemptResult GONE =
            new AttemptResult.Answered(410, Duration.ofMillis(5), "", Optional.empty());

    private final DeliveryTable table = new DeliveryTable(Schedule.STANDARD.attempts());
    private final Deque<Attempt> sent = new ArrayDeque<>();
    private EndpointDelivery delivery = new EndpointDelivery(SETTINGS, Schedule.STANDARD, table.saved());
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void event_isSentAtOnce_andLogged() {
        happens(1, "a");
        news();
        var attempt = sent.remove();
        assertEquals(Kind.FIRST, attempt.kind());
        end(attempt, OK);
        wait(Duration.ofSeconds(1));
        assertTrue(table.delivered.contains(1L));
        assertEquals(1, table.saved().flushes());
    }

    @Test
    void laterEventOfASubject_waitsForTheEarlier_andPassesItOnceThatHasFailed() {
        happens(1, "a");
        happens(2, "a");
        happens(3, "b");
        news();
        assertEquals(List.of(1L, 3L), positions());
        end(sent.remove(), BROKEN);
        assertEquals(List.of(3L, 2L), positions());
    }

    @Test
    void event_isRetriedWhenItsTimeHasCome() {
        happens(1, "a");
        news();
        end(sent.remove(), BROKEN);
        wait(Duration.ofSeconds(4));
        assertTrue(sent.isEmpty());
        wait(Duration.ofSeconds(2));
        assertEquals(Kind.RETRY, sent.getFirst().kind());
        assertEquals(1, sent.getFirst().made());
    }

    @Test
    void exhaustedEvent_staysInTheLog_andIsSentAgainOnce() {
        exhaust(1);
        assertTrue(table.exhausted.contains(1L));
        assertEquals(0, table.waiting());
        carryOut(delivery.sendAgain(1, now));
        wait(Duration.ofSeconds(1));
        end(sent.remove(), BROKEN);
        wait(Duration.ofDays(2));
        assertTrue(sent.isEmpty());
        carryOut(delivery.sendAgain(1, now));
        wait(Duration.ofSeconds(1));
        end(sent.remove(), OK);
        wait(Duration.ofSeconds(1));
        assertTrue(table.delivered.contains(1L));
    }

    @Test
    void waitingEvent_thatIsSentAgain_keepsItsSchedule() {
        happens(1, "a");
        news();
        end(sent.remove(), BROKEN);
        wait(Duration.ofSeconds(6));
        end(sent.remove(), BROKEN); // due again in five minutes
        carryOut(delivery.sendAgain(1, now));
        wait(Duration.ofSeconds(1));
        assertEquals(2, sent.getFirst().made());
        end(sent.remove(), BROKEN);
        wait(Duration.ofSeconds(2));
        assertEquals(1, table.waiting());
    }

    @Test
    void recovered_isWhatWasGivenUp_withTheWholeScheduleBeforeIt() {
        exhaust(1);
        happens(2, "b");
        news();
        end(sent.remove(), OK);
        exhaust(3);
        carryOut(delivery.recover(2, now));
        wait(Duration.ofSeconds(1));
        assertEquals(List.of(3L), positions());
        end(sent.remove(), BROKEN);
        wait(Duration.ofSeconds(7));
        assertEquals(List.of(3L), positions());
    }

    @Test
    void replayed_isEverythingFromThere() {
        for (var position = 1; position <= 3; position++) {
            happens(position, "a" + position);
        }
        news();
        while (!sent.isEmpty()) {
            end(sent.remove(), OK);
        }
        carryOut(delivery.replay(2, now));
        assertEquals(List.of(2L, 3L), positions());
        assertEquals(1, table.saved().position());
    }

    @Test
    void replay_waitsForWhatIsUnderWayOfTheSameSubject() {
        happens(1, "a");
        news();
        carryOut(delivery.replay(1, now));
        assertEquals(List.of(1L), positions()); // the one of before
        end(sent.remove(), OK);
        assertEquals(List.of(1L), positions());
        end(sent.remove(), OK);
        wait(Duration.ofSeconds(1));
        assertEquals(1, table.saved().position());
    }

    @Test
    void test_isSentOnce_toADisabledEndpointToo_andIsNeverRetried() {
        carryOut(delivery.disable(now));
        happens(1, "a");
        news();
        var event = new OutgoingEvent(-1, "test-1", "webhook-endpoint.test", "test", null, "{}");
        carryOut(delivery.test(event, now));
        assertEquals(Kind.TEST, sent.getFirst().kind());
        end(sent.remove(), BROKEN);
        assertEquals(1, table.log.size());
        assertFalse(table.log.getFirst().isExhausted());
        assertTrue(table.saved().failingSince().isEmpty());
        wait(Duration.ofDays(1));
        assertTrue(sent.isEmpty());
        carryOut(delivery.enable(now));
        assertEquals(List.of(1L), positions());
    }

    @Test
    void receiverThatWantsNoMore_isDisabledAtOnce() {
        happens(1, "a");
        news();
        end(sent.remove(), GONE);
        assertEquals(EndpointStatus.GONE, delivery.status());
        assertEquals(EndpointStatus.GONE, table.disabled.getFirst().reason());
        happens(2, "b");
        news();
        assertTrue(sent.isEmpty());
    }

    @Test
    void endpointThatFailsForFiveDays_isDisabled_butNotIfAnythingSucceededMeanwhile() {
        for (var hour = 0; hour < 119; hour++) {
            failOnce(hour);
        }
        assertEquals(EndpointStatus.ENABLED, delivery.status());
        happens(1_000, "good");
        news();
        end(last(), OK);
        for (var hour = 0; hour < 119; hour++) {
            failOnce(2_000 + hour);
        }
        assertEquals(EndpointStatus.ENABLED, delivery.status());
        failOnce(3_000);
        failOnce(3_001);
        failOnce(3_002);
        assertEquals(EndpointStatus.FAILING, delivery.status());
        assertEquals(1, table.disabled.size());
    }

    private void failOnce(long position) {
        happens(position, "s" + position);
        news();
        while (!sent.isEmpty()) {
            end(sent.remove(), BROKEN);
        }
        wait(Duration.ofHours(1));
        while (!sent.isEmpty()) {
            end(sent.remove(), BROKEN);
        }
    }

    @Test
    void afterAsManyFailuresAsMayBeUnderWay_oneIsSentAtATime_untilOneSucceeds() {
        for (var position = 1; position <= 8; position++) {
            happens(position, "s" + position);
        }
        news();
        assertEquals(4, sent.size());
        for (var failure = 0; failure < 4; failure++) {
            end(sent.remove(), BROKEN);
        }
        while (sent.size() > 1) {
            end(sent.remove(), BROKEN);
        }
        end(sent.remove(), BROKEN);
        assertEquals(1, sent.size());
    }

    @Test
    void drained_hasFlushedEverything() {
        happens(1, "a");
        happens(2, "b");
        news();
        carryOut(delivery.drain(now));
        assertFalse(delivery.isDrained());
        end(sent.remove(), OK);
        end(sent.remove(), BROKEN);
        wait(Duration.ofSeconds(1));
        assertTrue(delivery.isDrained());
        assertEquals(2, table.saved().position());
        assertEquals(1, table.waiting());
    }

    private void exhaust(long position) {
        happens(position, "s" + position);
        news();
        for (var attempt = 1; attempt <= Schedule.STANDARD.attempts(); attempt++) {
            end(last(), BROKEN);
            wait(Duration.ofHours(7));
        }
        assertTrue(sent.isEmpty());
    }

    private Attempt last() {
        return sent.removeLast();
    }

    private void happens(long position, String subject) {
        table.events.put(
                position, new OutgoingEvent(position, "event-" + position, "order.placed", subject, null, "{}"));
    }

    private void news() {
        carryOut(delivery.onNews(now));
    }

    private void end(Attempt attempt, AttemptResult result) {
        carryOut(delivery.onAttemptEnded(attempt.number(), result, 0.5, now));
    }

    private List<Long> positions() {
        return sent.stream().map(attempt -> attempt.event().position()).toList();
    }

    /** Lets time pass, with every wake-up on the way. */
    private void wait(Duration duration) {
        var until = now.plus(duration);
        while (delivery.wakeAt().filter(wake -> !wake.isAfter(until)).isPresent()) {
            now = delivery.wakeAt().orElseThrow();
            carryOut(delivery.onTime(now));
        }
        now = until;
        carryOut(delivery.onTime(now));
    }

    private void carryOut(List<DeliveryStep> steps) {
        var left = new ArrayDeque<>(steps);
        while (!left.isEmpty()) {
            switch (left.remove()) {
                case DeliveryStep.Send(var attempt) -> sent.add(attempt);
                case DeliveryStep.ReadEvents read ->
                    left.addAll(delivery.onEventsRead(read.number(), table.read(read), now));
                case DeliveryStep.ReadRetries read ->
                    left.addAll(delivery.onRetriesRead(read.number(), table.read(read), now));
                case DeliveryStep.Flush flush -> {
                    assertTrue(table.write(flush));
                    left.addAll(delivery.onFlushed(flush.number(), now));
                }
            }
        }
    }
}
