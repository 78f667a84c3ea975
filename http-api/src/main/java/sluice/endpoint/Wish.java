package sluice.endpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of the owner of an endpoint.
 *
 * @param number in the order of asking, by endpoint
 * @param position of {@link Kind#SEND_AGAIN}, {@link Kind#RECOVER} and {@link Kind#REPLAY}; else 0
 * @param eventId of {@link Kind#TEST}
 */
record Wish(long number, Kind kind, long position, @Nullable String eventId, Instant askedAt) {

    enum Kind {
        ENABLE,
        DISABLE,
        SEND_AGAIN,
        RECOVER,
        REPLAY,
        TEST
    }
}
