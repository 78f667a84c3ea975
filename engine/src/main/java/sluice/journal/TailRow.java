package sluice.journal;

import java.time.Instant;

/**
 * One row of the journal as the tail reads it. The payload is not decoded: whoever wants the row's events does that.
 *
 * @param writtenAt by the clock of the node that wrote it
 */
@SuppressWarnings("ArrayRecordComponent") // rows are passed on, never compared
public record TailRow(
        TailOffset offset,
        String persistenceId,
        long sequenceNumber,
        String writer,
        Instant writtenAt,
        String manifest,
        byte[] payload) {}
