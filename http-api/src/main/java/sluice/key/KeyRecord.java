package sluice.key;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.order.Channel;
import sluice.value.AccountId;

/**
 * What is on record of a key: all but its secret.
 *
 * @param version counts the changes that clients can see, uses not among them; begins with 1
 * @param scopes in the order of {@link Scope}
 * @param createdBy the id of the key that made it
 * @param lastUsedAt about a minute behind
 * @param previousSecretExpiresAt until when the secret before the last rotation counts, also once that has passed; null if there is none
 */
public record KeyRecord(
        String id,
        String name,
        long version,
        List<Scope> scopes,
        @Nullable AccountId account,
        @Nullable String contact,
        @Nullable Channel channel,
        @Nullable Rate rate,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant previousSecretExpiresAt) {

    /** Where a key stands; it never comes back to {@code ACTIVE}. */
    public enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public Status status(Instant now) {
        if (revokedAt != null) {
            return Status.REVOKED;
        }
        return expiresAt != null && !now.isBefore(expiresAt) ? Status.EXPIRED : Status.ACTIVE;
    }

    ApiKey key() {
        return new ApiKey(id, scopeSet(), account, contact, channel, rate);
    }

    Set<Scope> scopeSet() {
        return scopes.isEmpty() ? Set.of() : EnumSet.copyOf(scopes);
    }
}
