package sluice;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, and on what conditions.
 *
 * @param keyId the id of the API key, or another stable name of who asks
 * @param contact the person of an account who acts through the key, where there is one
 * @param requestId of the HTTP request, where there is one
 * @param idempotencyKey the caller's own name of this request, at most 255 characters: what was done under it is not done
 *     again for 48 hours, and the first answer is given again
 * @param ifVersion the client-visible version that the entity must still have
 */
public record Caller(
        String keyId,
        @Nullable String contact,
        @Nullable String requestId,
        @Nullable String idempotencyKey,
        @Nullable Long ifVersion) {

    /** A caller who sets no conditions. */
    public static Caller of(String keyId) {
        return new Caller(keyId, null, null, null, null);
    }

    public Caller withContact(String person) {
        return new Caller(keyId, person, requestId, idempotencyKey, ifVersion);
    }

    public Caller withRequestId(String id) {
        return new Caller(keyId, contact, id, idempotencyKey, ifVersion);
    }

    public Caller withIdempotencyKey(String key) {
        return new Caller(keyId, contact, requestId, key, ifVersion);
    }

    public Caller withIfVersion(long version) {
        return new Caller(keyId, contact, requestId, idempotencyKey, version);
    }
}
