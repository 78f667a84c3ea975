package sluice.endpoint;

import java.util.Optional;
import sluice.key.Scope;

/** What became of a change of a webhook endpoint. */
public sealed interface EndpointOutcome {

    /**
     * A POST was carried out.
     *
     * @param answer as the caller wrote it the first time; of a creation or a rotation with the secret in it
     * @param replayed whether an earlier request under the same idempotency key did it, and this is that request's answer
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and read once
    record Answered(String endpointId, long version, byte[] answer, boolean replayed) implements EndpointOutcome {}

    record Changed(Endpoint endpoint) implements EndpointOutcome {}

    /** @param endpoint as it was */
    record Deleted(Endpoint endpoint) implements EndpointOutcome {}

    /** The endpoint would be told events that the caller's key may not see, for want of this scope. */
    record BeyondCaller(Scope scope) implements EndpointOutcome {}

    /** None that the caller may see. */
    record NoSuchEndpoint() implements EndpointOutcome {}

    record NoSuchDelivery() implements EndpointOutcome {}

    record VersionMismatch(long actual) implements EndpointOutcome {}

    /** The idempotency key was used for something else; nothing changed. */
    record IdempotencyKeyReused() implements EndpointOutcome {}

    /** The first request under this idempotency key is running. */
    record InFlight() implements EndpointOutcome {}

    /** An earlier request under this idempotency key did it, but its answer was sealed under another secret of the caller's key. */
    record Sealed(String endpointId) implements EndpointOutcome {}

    /** Nothing was done and nothing will be. */
    record NotDone(String why) implements EndpointOutcome {}

    /** The answer of the database was lost: it has its whole effect or none. */
    record Unknown(String why) implements EndpointOutcome {}

    /** The id of an endpoint whose owner has to see what was changed. */
    default Optional<String> changed() {
        return switch (this) {
            case Answered answered -> Optional.of(answered.endpointId());
            case Changed(var endpoint) -> Optional.of(endpoint.id());
            case Deleted(var endpoint) -> Optional.of(endpoint.id());
            case BeyondCaller refused -> Optional.empty();
            case NoSuchEndpoint refused -> Optional.empty();
            case NoSuchDelivery refused -> Optional.empty();
            case VersionMismatch refused -> Optional.empty();
            case IdempotencyKeyReused refused -> Optional.empty();
            case InFlight refused -> Optional.empty();
            case Sealed done -> Optional.empty();
            case NotDone refused -> Optional.empty();
            case Unknown unknown -> Optional.empty();
        };
    }
}
