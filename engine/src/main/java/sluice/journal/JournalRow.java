package sluice.journal;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@code event_journal}.
 *
 * @param writtenAtMillis by the clock of the node that wrote it
 */
@SuppressWarnings("ArrayRecordComponent") // carried between serialiser and statement, never compared
record JournalRow(
        String persistenceId,
        long sequence,
        boolean deleted,
        String writer,
        long writtenAtMillis,
        String adapterManifest,
        Payload event,
        @Nullable Payload metadata) {

    /** A serialised value, and how to read it. */
    record Payload(int serializer, String manifest, byte[] bytes) {}

    private static final long FIXED_BYTES = 100; // of numbers, headers and the entry of an index

    /** About how much of a statement it takes. */
    long bytes() {
        return FIXED_BYTES
                + persistenceId.length()
                + writer.length()
                + event.bytes().length
                + (metadata == null ? 0 : metadata.bytes().length);
    }
}
