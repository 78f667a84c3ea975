package sluice.key;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import sluice.key.FirstAnswers.First;
import sluice.key.KeyRecord.Status;

/**
 * The keys on record. Each change is one transaction with its entry in the audit trail, and, under an idempotency key, with its answer.
 * Waits for the database; what that throws is {@link org.jdbi.v3.core.JdbiException}.
 */
final class KeyStore {

    private static final String RECORD = """
        select k.*, u.last_used_at from api_key k left join api_key_use u using (key_id)
        """;

    private final Jdbi database;
    private final InstantSource clock;

    KeyStore(Jdbi database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param answer what is to be answered, and given again under the same idempotency key */
    KeyOutcome create(NewKey wanted, KeyCaller by, Function<MadeKey, byte[]> answer) {
        var lacking = lacking(wanted.scopes(), by);
        if (lacking.isPresent()) {
            return new KeyOutcome.BeyondCaller(lacking.get());
        }
        var now = now();
        return database.inTransaction(transaction ->
                once(transaction, by, "", "create\n" + wanted.canonical(), now, () -> {
                    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now)) {
                        return new KeyOutcome.ExpiresInThePast();
                    }
                    var text = KeyText.random();
                    insert(transaction, wanted, text, by, now);
                    return made(transaction, text, by, KeyEvent.Type.CREATED, null, answer, now);
                }));
    }

    /**
     * Gives a key another secret.
     *
     * @param overlap how long the secret of before counts beside it; one from before that ends at once
     */
    KeyOutcome rotate(String keyId, Duration overlap, KeyCaller by, Function<MadeKey, byte[]> answer) {
        var now = now();
        return database.inTransaction(transaction -> once(transaction, by, keyId, "rotate\n" + overlap, now, () -> {
            var found = locked(transaction, keyId);
            return found.isEmpty()
                    ? new KeyOutcome.NoSuchKey()
                    : rotate(transaction, found.get(), overlap, by, answer, now);
        }));
    }

    /** Who could give itself the secret of a key with more scopes would have them, too. */
    private static KeyOutcome rotate(
            Handle transaction,
            KeyRecord before,
            Duration overlap,
            KeyCaller by,
            Function<MadeKey, byte[]> answer,
            Instant now) {
        var lacking = lacking(before.scopes(), by);
        if (lacking.isPresent()) {
            return new KeyOutcome.BeyondCaller(lacking.get());
        }
        if (isMismatch(before, by)) {
            return new KeyOutcome.VersionMismatch(before.version());
        }
        if (before.status(now) != Status.ACTIVE) {
            return new KeyOutcome.NotActive(before.status(now));
        }
        var text = KeyText.withId(before.id());
        transaction
                .createUpdate("""
                    update api_key set version = version + 1, hash = :hash,
                        previous_hash = case when :until::timestamptz is null then null else hash end, previous_until = :until
                    where key_id = :keyId
                    """)
                .bind("keyId", before.id())
                .bind("hash", text.hash())
                .bind("until", overlap.isZero() ? null : now.plus(overlap))
                .execute();
        return made(transaction, text, by, KeyEvent.Type.ROTATED, before, answer, now);
    }

    private static KeyOutcome once(
            Handle transaction, KeyCaller by, String target, String asked, Instant now, Supplier<KeyOutcome> change) {
        return switch (FirstAnswers.once(transaction, by, "api-key", target, asked, now, change, KeyStore::told)) {
            case First.Decided<KeyOutcome>(var outcome) -> outcome;
            case First.Again<KeyOutcome>(var told) ->
                new KeyOutcome.Made(told.subject(), told.version(), told.answer(), true);
            case First.Reused<KeyOutcome>() -> new KeyOutcome.IdempotencyKeyReused();
            case First.InFlight<KeyOutcome>() -> new KeyOutcome.InFlight();
            case First.Sealed<KeyOutcome>(var keyId) -> new KeyOutcome.Sealed(keyId);
        };
    }

    private static Optional<FirstAnswers.Told> told(KeyOutcome outcome) {
        return outcome instanceof KeyOutcome.Made made
                ? Optional.of(new FirstAnswers.Told(made.keyId(), made.version(), made.answer()))
                : Optional.empty();
    }

    /** Revokes a key for ever, whatever it was; one that is revoked stays as it is. */
    KeyOutcome revoke(String keyId, KeyCaller by) {
        var now = now();
        return database.inTransaction(transaction -> {
            var found = locked(transaction, keyId);
            if (found.isEmpty()) {
                return new KeyOutcome.NoSuchKey();
            }
            var before = found.get();
            if (before.revokedAt() != null) { // a retry, whose If-Match names the version before
                return new KeyOutcome.Revoked(before);
            }
            if (isMismatch(before, by)) {
                return new KeyOutcome.VersionMismatch(before.version());
            }
            transaction.createUpdate("""
                update api_key set version = version + 1, revoked_at = :now, previous_hash = null, previous_until = null
                where key_id = :keyId
                """).bind("keyId", keyId).bind("now", now).execute();
            var after = read(transaction, keyId);
            KeyTrail.add(transaction, KeyEvent.Type.REVOKED, before, after, by, now);
            return new KeyOutcome.Revoked(after);
        });
    }

    Optional<KeyRecord> find(String keyId) {
        return database.withHandle(handle -> handle.createQuery(RECORD + "where k.key_id = :keyId")
                .bind("keyId", keyId)
                .map((row, context) -> KeyRows.record(row))
                .findOne());
    }

    /** Keys, newest first, those behind {@code after}, or all. */
    List<KeyRecord> list(@Nullable ListPlace after, int limit) {
        return database.withHandle(handle -> {
            var behind = after == null ? "" : "where (k.created_at, k.key_id) < (:createdAt, :keyId) ";
            var query = handle.createQuery(RECORD + behind + "order by k.created_at desc, k.key_id desc limit :limit")
                    .bind("limit", limit);
            if (after != null) {
                query.bind("createdAt", after.createdAt()).bind("keyId", after.id());
            }
            return query.map((row, context) -> KeyRows.record(row)).list();
        });
    }

    /** The changes of a key, oldest first; empty if there is no such key. */
    List<KeyEvent> events(String keyId) {
        return database.withHandle(handle -> KeyTrail.of(handle, keyId));
    }

    private static KeyOutcome made(
            Handle transaction,
            KeyText text,
            KeyCaller by,
            KeyEvent.Type type,
            @Nullable KeyRecord before,
            Function<MadeKey, byte[]> answer,
            Instant now) {
        var after = read(transaction, text.keyId());
        KeyTrail.add(transaction, type, before, after, by, now);
        var made = new MadeKey(after, text.text());
        return new KeyOutcome.Made(after.id(), after.version(), answer.apply(made), false);
    }

    private static Optional<Scope> lacking(Iterable<Scope> scopes, KeyCaller by) {
        for (var scope : scopes) {
            if (!by.key().allows(scope)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }

    private static boolean isMismatch(KeyRecord before, KeyCaller by) {
        var expected = by.caller().ifVersion();
        return expected != null && expected != before.version();
    }

    private static Optional<KeyRecord> locked(Handle transaction, String keyId) {
        var known = transaction
                .createQuery("select 1 from api_key where key_id = :keyId for update")
                .bind("keyId", keyId)
                .mapTo(Integer.class)
                .findOne();
        return known.map(found -> read(transaction, keyId));
    }

    private static KeyRecord read(Handle transaction, String keyId) {
        return transaction
                .createQuery(RECORD + "where k.key_id = :keyId")
                .bind("keyId", keyId)
                .map((row, context) -> KeyRows.record(row))
                .one();
    }

    private static void insert(Handle transaction, NewKey wanted, KeyText text, KeyCaller by, Instant now) {
        var rate = wanted.rate();
        transaction
                .createUpdate("""
                    insert into api_key (key_id, name, version, hash, scopes, account, contact, channel,
                        rate_per_second, rate_burst, rate_concurrency, created_by, created_at, expires_at)
                    values (:keyId, :name, 1, :hash, :scopes, :account, :contact, :channel,
                        :perSecond, :burst, :concurrency, :by, :now, :expiresAt)
                    """)
                .bind("keyId", text.keyId())
                .bind("name", wanted.name())
                .bind("hash", text.hash())
                .bind("scopes", KeyRows.text(wanted.scopes()))
                .bind(
                        "account",
                        wanted.account() == null ? null : wanted.account().value())
                .bind("contact", wanted.contact())
                .bind(
                        "channel",
                        wanted.channel() == null ? null : wanted.channel().name())
                .bind("perSecond", rate == null ? null : (Integer) rate.perSecond())
                .bind("burst", rate == null ? null : (Integer) rate.burst())
                .bind("concurrency", rate == null ? null : (Integer) rate.concurrency())
                .bind("by", by.caller().keyId())
                .bind("now", now)
                .bind("expiresAt", wanted.expiresAt())
                .execute();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
