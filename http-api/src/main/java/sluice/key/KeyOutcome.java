package sluice.key;

import sluice.key.KeyRecord.Status;

/** How a change of a key ended. */
public sealed interface KeyOutcome {

    /**
     * There is a key with a new secret.
     *
     * @param answer as the caller wrote it the first time, with the secret in it
     * @param replayed whether an earlier request under the same idempotency key made it, and this is that request's answer
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and read once
    record Made(String keyId, long version, byte[] answer, boolean replayed) implements KeyOutcome {

        /** Without the answer. */
        @Override
        public String toString() {
            return "Made[" + keyId + "]";
        }
    }

    /** The key is revoked, by this request or before. */
    record Revoked(KeyRecord key) implements KeyOutcome {}

    record NoSuchKey() implements KeyOutcome {}

    /** A key that is revoked or expired gets no new secret; nothing changed. */
    record NotActive(Status status) implements KeyOutcome {}

    /** The time at which the key would expire has passed; nothing changed. */
    record ExpiresInThePast() implements KeyOutcome {}

    /** The key has, or is to have, a scope that its caller does not; nothing changed. */
    record BeyondCaller(Scope lacking) implements KeyOutcome {}

    record VersionMismatch(long actual) implements KeyOutcome {}

    /** The idempotency key was used for something else; nothing changed. */
    record IdempotencyKeyReused() implements KeyOutcome {}

    /** The first request under this idempotency key is running. */
    record InFlight() implements KeyOutcome {}

    /**
     * An earlier request under this idempotency key did it, but its answer was sealed under another secret of the caller's own key.
     *
     * @param keyId the key that it made or rotated
     */
    record Sealed(String keyId) implements KeyOutcome {}

    /** Nothing was done and nothing will be. */
    record NotDone(String why) implements KeyOutcome {}

    /** The answer of the database was lost: it has its whole effect or none. */
    record Unknown(String why) implements KeyOutcome {}
}
