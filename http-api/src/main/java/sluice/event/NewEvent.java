package sluice.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no position yet.
 *
 * @param id as {@link EventId} makes it: the same whenever the same thing is told again
 * @param sequence the subject's version
 * @param body the JSON that is sent, as {@link EventBody} makes it
 */
public record NewEvent(
        String id,
        EventType type,
        String subject,
        @Nullable String account,
        long sequence,
        Instant occurredAt,
        String body) {}
