package sluice.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.OrderId;

/**
 * The first event of an order, on its way to the journal with the references that are to name it.
 *
 * @param payload its row, as {@link JournalFormat} writes it
 */
@SuppressWarnings("ArrayRecordComponent") // carried to a statement, never compared
public record Birth(OrderId order, List<Reference> references, Instant recordedAt, byte[] payload) {

    /**
     * A name that a caller gave an order.
     *
     * @param name {@code k|<hash>} for an idempotency key, {@code x|<channel>|<id>} for a channel's external id
     * @param fingerprint of what was asked
     * @param expiresAt when it may be given to another order; null for never
     */
    public record Reference(
            String name, String fingerprint, @Nullable Instant expiresAt) {}

    /** What became of it, or of one attempt to append it; only the database decides. */
    public enum Outcome {
        /** It is event 1 of its order. */
        PLACED,
        /** Event 1 says that the order was abandoned. */
        ABANDONED,
        /** A reference names another order. */
        TAKEN,
        /** A reference was held by a transaction that gave it back: ask again. */
        AGAIN,
        /** The database did not answer: it may be appended or not. */
        UNKNOWN
    }
}
