package sluice.sim;

import sluice.entity.Batch;
import sluice.journal.TailOffset;

/**
 * A row of the journal.
 *
 * @param offset its transaction and its ordering
 * @param committedMicros when it became visible
 */
record Row(
        String persistenceId, long sequence, String writer, TailOffset offset, Batch<?> batch, long committedMicros) {}
