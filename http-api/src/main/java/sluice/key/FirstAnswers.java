package sluice.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.entity.Fingerprint;

/**
 * The first answers to changes of what lies in tables (keys, webhook endpoints) that were asked for under an idempotency key. Each is kept
 * in the transaction of the change itself, so that there is never one without the other, and sealed, see {@link SealedAnswer}.
 */
public final class FirstAnswers {

    static final Duration KEPT = Duration.ofHours(48);

    private FirstAnswers() {}

    /**
     * An answer, to be given again.
     *
     * @param subject the id of what was made or changed
     * @param version of the same, afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Told(String subject, long version, byte[] answer) {}

    /** What became of a request. */
    public sealed interface First<O> {

        /** It was decided now. */
        record Decided<O>(O outcome) implements First<O> {}

        /** It was done before, and this was the answer. */
        record Again<O>(Told told) implements First<O> {}

        /** The idempotency key was used for something else; nothing changed. */
        record Reused<O>() implements First<O> {}

        /** The first request under this idempotency key is running. */
        record InFlight<O>() implements First<O> {}

        /** It was done before, but its answer was sealed under another secret of the caller's own key. */
        record Sealed<O>(String subject) implements First<O> {}
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(String fingerprint, String subject, long version, byte[] sealed) {}

    /**
     * Does {@code change} unless it was done before under the caller's idempotency key.
     *
     * @param kind of what is changed, such as {@code api-key}
     * @param target what the idempotency key is about, since one may be used once for each: an id, or empty for creation
     * @param asked a text that is the same where the same was asked
     * @param told what an outcome tells that is to be told again; empty for a refusal, which is decided anew
     */
    public static <O> First<O> once(
            Handle transaction,
            KeyCaller by,
            String kind,
            String target,
            String asked,
            Instant now,
            Supplier<O> change,
            Function<O, Optional<Told>> told) {
        var idempotencyKey = by.caller().idempotencyKey();
        if (idempotencyKey == null) {
            return new First.Decided<>(change.get());
        }
        var name = Fingerprint.of(kind + ' ' + by.caller().keyId() + '\n' + target + '\n' + idempotencyKey);
        if (!tryLock(transaction, name)) {
            return new First.InFlight<>();
        }
        var fingerprint = Fingerprint.of(asked);
        var kept = find(transaction, name, now);
        if (kept != null) {
            return replay(kept, fingerprint, by, name);
        }
        var outcome = change.get();
        told.apply(outcome)
                .ifPresent(first -> keep(
                        transaction,
                        name,
                        fingerprint,
                        first,
                        SealedAnswer.seal(first.answer(), by.presented(), name),
                        now));
        return new First.Decided<>(outcome);
    }

    private static <O> First<O> replay(Kept kept, String fingerprint, KeyCaller by, String name) {
        if (!kept.fingerprint().equals(fingerprint)) {
            return new First.Reused<>();
        }
        Optional<byte[]> answer = SealedAnswer.open(kept.sealed(), by.presented(), name);
        return answer.isPresent()
                ? new First.Again<>(new Told(kept.subject(), kept.version(), answer.get()))
                : new First.Sealed<>(kept.subject());
    }

    /** Until the transaction ends; a statement that begins after another has ended it sees all that the other wrote. */
    private static boolean tryLock(Handle transaction, String name) {
        return transaction
                .createQuery("select pg_try_advisory_xact_lock(hashtextextended('api-key ' || :name, 0))")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    private static @Nullable Kept find(Handle transaction, String name, Instant now) {
        return transaction
                .createQuery("""
                    select fingerprint, key_id, version, sealed from api_key_answer
                    where name = :name and recorded_at > :oldest
                    """)
                .bind("name", name)
                .bind("oldest", now.minus(KEPT))
                .map((row, context) -> new Kept(
                        row.getString("fingerprint"),
                        row.getString("key_id"),
                        row.getLong("version"),
                        row.getBytes("sealed")))
                .findOne()
                .orElse(null);
    }

    private static void keep(
            Handle transaction, String name, String fingerprint, Told told, byte[] sealed, Instant now) {
        transaction
                .createUpdate("""
                    insert into api_key_answer (name, fingerprint, key_id, version, sealed, recorded_at)
                    values (:name, :fingerprint, :subject, :version, :sealed, :now)
                    on conflict (name) do update set fingerprint = excluded.fingerprint, key_id = excluded.key_id,
                        version = excluded.version, sealed = excluded.sealed, recorded_at = excluded.recorded_at
                    """)
                .bind("name", name)
                .bind("fingerprint", fingerprint)
                .bind("subject", told.subject())
                .bind("version", told.version())
                .bind("sealed", sealed)
                .bind("now", now)
                .execute();
    }

    /** Takes out what is too old to be given again. */
    static void sweep(Handle handle, Instant now) {
        handle.createUpdate("delete from api_key_answer where recorded_at <= :oldest")
                .bind("oldest", now.minus(KEPT))
                .execute();
    }
}
