package sluice.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.entity.Fingerprint;

/**
 * The first answers to changes of keys that were asked for under an idempotency key. Each is kept in the transaction of the change
 * itself, so that there is never one without the other, and sealed, see {@link SealedAnswer}.
 */
final class FirstAnswers {

    static final Duration KEPT = Duration.ofHours(48);

    private FirstAnswers() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(String fingerprint, String keyId, long version, byte[] sealed) {}

    /**
     * Does {@code change} unless it was done before under the caller's idempotency key.
     *
     * @param target what the idempotency key is about, since one may be used once for each: a key's id, or empty for creation
     * @param asked a text that is the same where the same was asked
     */
    static KeyOutcome once(
            Handle transaction, KeyCaller by, String target, String asked, Instant now, Supplier<KeyOutcome> change) {
        var idempotencyKey = by.caller().idempotencyKey();
        if (idempotencyKey == null) {
            return change.get();
        }
        var name = Fingerprint.of("api-key " + by.caller().keyId() + '\n' + target + '\n' + idempotencyKey);
        if (!tryLock(transaction, name)) {
            return new KeyOutcome.InFlight();
        }
        var fingerprint = Fingerprint.of(asked);
        var kept = find(transaction, name, now);
        if (kept != null) {
            return replay(kept, fingerprint, by, name);
        }
        var outcome = change.get();
        if (outcome instanceof KeyOutcome.Made made) {
            keep(transaction, name, fingerprint, made, SealedAnswer.seal(made.answer(), by.presented(), name), now);
        }
        return outcome;
    }

    private static KeyOutcome replay(Kept kept, String fingerprint, KeyCaller by, String name) {
        if (!kept.fingerprint().equals(fingerprint)) {
            return new KeyOutcome.IdempotencyKeyReused();
        }
        Optional<byte[]> answer = SealedAnswer.open(kept.sealed(), by.presented(), name);
        return answer.isPresent()
                ? new KeyOutcome.Made(kept.keyId(), kept.version(), answer.get(), true)
                : new KeyOutcome.Sealed(kept.keyId());
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
            Handle transaction, String name, String fingerprint, KeyOutcome.Made made, byte[] sealed, Instant now) {
        transaction
                .createUpdate("""
                    insert into api_key_answer (name, fingerprint, key_id, version, sealed, recorded_at)
                    values (:name, :fingerprint, :keyId, :version, :sealed, :now)
                    on conflict (name) do update set fingerprint = excluded.fingerprint, key_id = excluded.key_id,
                        version = excluded.version, sealed = excluded.sealed, recorded_at = excluded.recorded_at
                    """)
                .bind("name", name)
                .bind("fingerprint", fingerprint)
                .bind("keyId", made.keyId())
                .bind("version", made.version())
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
