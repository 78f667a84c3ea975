package sluice.endpoint;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import sluice.endpoint.EndpointOutcome.Answered;
import sluice.key.FirstAnswers;
import sluice.key.FirstAnswers.First;
import sluice.key.KeyCaller;

/**
 * How an endpoint is changed: in one transaction that locks it, if the caller may see it (one who is bound to an account sees the endpoints
 * of that account alone) and it has the version that the caller expects; under an idempotency key once, together with the first answer.
 */
final class EndpointChanges {

    private final Jdbi database;
    private final InstantSource clock;

    EndpointChanges(Jdbi database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A change of an endpoint that is locked. */
    interface Change {
        EndpointOutcome make(Handle transaction, Endpoint before, Instant now);
    }

    /** A change that asked for again makes no difference. */
    EndpointOutcome make(String id, KeyCaller by, Change change) {
        var now = now();
        return database.inTransaction(transaction -> locked(transaction, id, by, now, change));
    }

    /** @param asked a text that is the same where the same was asked */
    EndpointOutcome once(String id, String asked, KeyCaller by, Change change) {
        return once(id, asked, by, (transaction, now) -> locked(transaction, id, by, now, change));
    }

    EndpointOutcome create(String asked, KeyCaller by, BiFunction<Handle, Instant, EndpointOutcome> creation) {
        return once("", asked, by, creation);
    }

    private EndpointOutcome once(
            String target, String asked, KeyCaller by, BiFunction<Handle, Instant, EndpointOutcome> change) {
        var now = now();
        return database.inTransaction(transaction -> {
            Supplier<EndpointOutcome> decided = () -> change.apply(transaction, now);
            return switch (FirstAnswers.once(
                    transaction, by, "webhook-endpoint", target, asked, now, decided, EndpointChanges::told)) {
                case First.Decided<EndpointOutcome>(var outcome) -> outcome;
                case First.Again<EndpointOutcome>(var told) ->
                    new Answered(told.subject(), told.version(), told.answer(), true);
                case First.Reused<EndpointOutcome>() -> new EndpointOutcome.IdempotencyKeyReused();
                case First.InFlight<EndpointOutcome>() -> new EndpointOutcome.InFlight();
                case First.Sealed<EndpointOutcome>(var endpointId) -> new EndpointOutcome.Sealed(endpointId);
            };
        });
    }

    private static Optional<FirstAnswers.Told> told(EndpointOutcome outcome) {
        return outcome instanceof Answered answered
                ? Optional.of(new FirstAnswers.Told(answered.endpointId(), answered.version(), answered.answer()))
                : Optional.empty();
    }

    private static EndpointOutcome locked(Handle transaction, String id, KeyCaller by, Instant now, Change change) {
        transaction
                .createQuery("select 1 from webhook_endpoint where endpoint_id = :id for update")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne();
        var found = EndpointRows.find(transaction, id, by.key().account());
        if (found.isEmpty()) {
            return new EndpointOutcome.NoSuchEndpoint();
        }
        var before = found.get();
        var expected = by.caller().ifVersion();
        return expected == null || expected == before.version()
                ? change.make(transaction, before, now)
                : new EndpointOutcome.VersionMismatch(before.version());
    }

    /**
     * Counts a change, which its owner will see.
     *
     * @param versions 1 if clients see it, too; else 0
     * @return its number
     */
    static long count(Handle transaction, String id, int versions) {
        return transaction
                .createQuery("""
                    update webhook_endpoint set change = change + 1, version = version + :versions
                    where endpoint_id = :id returning change
                    """)
                .bind("id", id)
                .bind("versions", versions)
                .mapTo(Long.class)
                .one();
    }

    /** The endpoint as it is after the change. */
    static Endpoint read(Handle transaction, String id) {
        return EndpointRows.find(transaction, id, null).orElseThrow();
    }

    /** @param answer writes what is told, now and when the same is asked again */
    static EndpointOutcome answered(
            Handle transaction,
            String id,
            Function<Endpoint, EndpointAnswer> view,
            Function<EndpointAnswer, byte[]> answer) {
        var after = read(transaction, id);
        return new Answered(id, after.version(), answer.apply(view.apply(after)), false);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
