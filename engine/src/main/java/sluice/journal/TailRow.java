package sluice.journal;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;

/** One row of the journal as the tail reads it. Whoever wants its events decodes it, once for all that are handed the row. */
public final class TailRow {

    private final TailOffset offset;
    private final String persistenceId;
    private final long sequenceNumber;
    private final String writer;
    private final Instant writtenAt;
    private final String manifest;
    private final byte[] payload;
    private volatile @Nullable Batch<?> batch;

    /** @param writtenAt by the clock of the node that wrote it */
    public TailRow(
            TailOffset offset,
            String persistenceId,
            long sequenceNumber,
            String writer,
            Instant writtenAt,
            String manifest,
            byte[] payload) {
        this.offset = offset;
        this.persistenceId = persistenceId;
        this.sequenceNumber = sequenceNumber;
        this.writer = writer;
        this.writtenAt = writtenAt;
        this.manifest = manifest;
        this.payload = payload;
    }

    public TailOffset offset() {
        return offset;
    }

    public String persistenceId() {
        return persistenceId;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    public String writer() {
        return writer;
    }

    public Instant writtenAt() {
        return writtenAt;
    }

    public String manifest() {
        return manifest;
    }

    public byte[] payload() {
        return payload;
    }

    /**
     * What the row says.
     *
     * @param format the same for all who ask: the first to ask decodes
     * @throws IOException as {@link JournalFormat#readBatch} does
     */
    public Batch<?> batch(JournalFormat format) throws IOException {
        var decoded = batch;
        if (decoded == null) {
            decoded = format.readBatch(manifest, payload);
            batch = decoded;
        }
        return decoded;
    }
}
