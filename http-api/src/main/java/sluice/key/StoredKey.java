package sluice.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key as a node holds it in memory, to judge what is presented. */
final class StoredKey {

    /** Stands in for a key nobody knows, so that looking for one takes as long as for any other. */
    static final StoredKey NONE = new StoredKey(
            new KeyRecord("", "", 0, List.of(), null, null, null, null, "", Instant.MIN, null, null, null, null),
            unguessable(),
            null,
            new KeyUses.Use(""));

    private final ApiKey key;
    private final byte[] hash;
    private final byte[] previousHash;
    private final long previousUntilMillis;
    private final long validUntilMillis;
    private final KeyUses.Use use;

    /** @param previousHash of the secret before; it counts until {@code record} says */
    StoredKey(KeyRecord record, byte[] hash, byte @Nullable [] previousHash, KeyUses.Use use) {
        this.key = record.key();
        this.hash = hash;
        this.previousHash = previousHash == null ? unguessable() : previousHash;
        var previousUntil = record.previousSecretExpiresAt();
        this.previousUntilMillis = previousUntil == null ? Long.MIN_VALUE : previousUntil.toEpochMilli();
        var expiresAt = record.expiresAt();
        this.validUntilMillis = record.revokedAt() != null
                ? Long.MIN_VALUE
                : expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli();
        this.use = use;
    }

    String id() {
        return key.id();
    }

    /** The key if {@code presentedHash} is of its secret, or of the one before while that counts; that is a use of it. */
    Optional<ApiKey> match(byte[] presentedHash, long nowMillis) {
        // Both are compared in any case, so that the time it takes tells nothing.
        boolean isPresent = MessageDigest.isEqual(hash, presentedHash);
        boolean isPrevious = MessageDigest.isEqual(previousHash, presentedHash);
        boolean isItsSecret = isPresent || (isPrevious && nowMillis < previousUntilMillis);
        if (!isItsSecret || nowMillis >= validUntilMillis) {
            return Optional.empty();
        }
        use.at(nowMillis);
        return Optional.of(key);
    }

    private static byte[] unguessable() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
