package sluice.journal;

import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import sluice.entity.Batch;
import sluice.entity.EntitySnapshot;

/** Hands batches and snapshots, on their way to the journal's tables and back, to {@link JournalFormat}. */
public final class JournalSerializer extends SerializerWithStringManifest {

    /** Stands in every row; must never change. */
    public static final int IDENTIFIER = 7411;

    private static final String SNAPSHOT = "-snapshot";

    private final JournalFormat format = new JournalFormat();

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return switch (value) {
            case Batch<?> batch -> format.manifest(batch.kind());
            case EntitySnapshot<?, ?> snapshot -> format.snapshotManifest(snapshot.kind()) + SNAPSHOT;
            default -> throw new IllegalArgumentException("not for the journal: " + value.getClass());
        };
    }

    @Override
    public byte[] toBinary(Object value) {
        try {
            return switch (value) {
                case Batch<?> batch -> format.write(batch);
                case EntitySnapshot<?, ?> snapshot -> format.write(snapshot);
                default -> throw new IllegalArgumentException("not for the journal: " + value.getClass());
            };
        } catch (IOException bug) {
            throw new IllegalStateException("cannot write " + value.getClass(), bug);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return manifest.endsWith(SNAPSHOT)
                    ? format.readSnapshot(manifest.substring(0, manifest.length() - SNAPSHOT.length()), bytes)
                    : format.readBatch(manifest, bytes);
        } catch (IOException undecodable) {
            throw (NotSerializableException)
                    new NotSerializableException(manifest + ": " + undecodable.getMessage()).initCause(undecodable);
        }
    }
}
