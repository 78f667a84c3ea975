package sluice.endpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Instant;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.key.KeyCaller;

/**
 * What is asked of the owner of an endpoint, beside what is on record: to send an event, once more or for a test. Kept as a {@link Wish} in
 * one transaction with the answer. Waits for the database.
 */
final class EndpointWishes {

    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();
    private static final int MOST_WAITING = 100;

    private final EndpointChanges changes;

    EndpointWishes(EndpointChanges changes) {
        this.changes = changes;
    }

    /** Sends an event that tells nothing, once. */
    EndpointOutcome test(String id, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return changes.once(id, "test", by, (transaction, before, now) -> test(transaction, before, now, answer));
    }

    private static EndpointOutcome test(
            Handle transaction, Endpoint before, Instant now, Function<EndpointAnswer, byte[]> answer) {
        var eventId = "test_" + IDS.generate();
        return add(
                transaction,
                before,
                number -> new Wish(number, Wish.Kind.TEST, 0, eventId, now),
                endpoint -> EndpointAnswer.ofEvent(endpoint, eventId),
                answer);
    }

    /** Attempts again what was given up of the events from a position on. */
    EndpointOutcome recover(
            String id, Instant since, long fromPosition, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return from(id, "recover\n" + since, Wish.Kind.RECOVER, fromPosition, by, answer);
    }

    /** Sends all events from a position on. */
    EndpointOutcome replay(String id, long fromPosition, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return from(id, "replay\n" + fromPosition, Wish.Kind.REPLAY, fromPosition, by, answer);
    }

    private EndpointOutcome from(
            String id,
            String asked,
            Wish.Kind kind,
            long position,
            KeyCaller by,
            Function<EndpointAnswer, byte[]> answer) {
        return changes.once(
                id,
                asked,
                by,
                (transaction, before, now) -> add(
                        transaction,
                        before,
                        number -> new Wish(number, kind, position, null, now),
                        endpoint -> EndpointAnswer.ofPosition(endpoint, position),
                        answer));
    }

    /** Sends the event of a delivery in the log once more. */
    EndpointOutcome resend(String id, DeliveryId delivery, KeyCaller by, Function<EndpointAnswer, byte[]> answer) {
        return changes.once(id, "resend\n" + delivery, by, (transaction, before, now) -> {
            var logged = DeliveryLog.find(transaction, id, delivery);
            if (logged.isEmpty()) {
                return new EndpointOutcome.NoSuchDelivery();
            }
            @Nullable Long position = logged.get().position();
            if (position == null) {
                return test(transaction, before, now, answer);
            }
            if (!DeliveryLog.isKept(transaction, position)) {
                return new EndpointOutcome.NoSuchDelivery();
            }
            return add(
                    transaction,
                    before,
                    number -> new Wish(number, Wish.Kind.SEND_AGAIN, position, null, now),
                    endpoint -> EndpointAnswer.ofEvent(endpoint, logged.get().eventId()),
                    answer);
        });
    }

    private static EndpointOutcome add(
            Handle transaction,
            Endpoint before,
            Function<Long, Wish> wish,
            Function<Endpoint, EndpointAnswer> view,
            Function<EndpointAnswer, byte[]> answer) {
        if (WishTable.count(transaction, before.id()) >= MOST_WAITING) {
            return new EndpointOutcome.NotDone("as much as may wait was asked of this endpoint already");
        }
        long number = EndpointChanges.count(transaction, before.id(), 0);
        WishTable.insert(transaction, before.id(), wish.apply(number));
        return EndpointChanges.answered(transaction, before.id(), view, answer);
    }
}
