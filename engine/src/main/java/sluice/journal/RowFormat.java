package sluice.journal;

import java.io.NotSerializableException;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializers;
import scala.Option;

/** What Pekko hands to a journal, as rows and back, by the serialisers that the actor system is configured with. */
final class RowFormat {

    private final Serialization serialization;

    RowFormat(Serialization serialization) {
        this.serialization = serialization;
    }

    /**
     * The row of {@code event}.
     *
     * @throws NotSerializableException also for tags: the journal keeps none, and none may get lost in silence
     */
    JournalRow row(PersistentRepr event, long nowMillis) throws NotSerializableException {
        if (event.payload() instanceof Tagged) {
            throw new NotSerializableException("the journal keeps no tags");
        }
        Option<Object> metadata = event.metadata();
        return new JournalRow(
                event.persistenceId(),
                event.sequenceNr(),
                false,
                event.writerUuid(),
                nowMillis,
                event.manifest(),
                serialize(event.payload()),
                metadata.isDefined() ? serialize(metadata.get()) : null);
    }

    private JournalRow.Payload serialize(Object value) {
        var serializer = serialization.findSerializerFor(value);
        return new JournalRow.Payload(
                serializer.identifier(),
                Serializers.manifestFor(serializer, value),
                serialization.serialize(value).get());
    }

    /** @throws RuntimeException if what is in the row cannot be read; the causes are the serialisers' own */
    PersistentRepr event(JournalRow row) {
        var event = PersistentRepr.apply(
                        deserialize(row.event()),
                        row.sequence(),
                        row.persistenceId(),
                        row.adapterManifest(),
                        row.deleted(),
                        null,
                        row.writer())
                .withTimestamp(row.writtenAtMillis());
        var metadata = row.metadata();
        return metadata == null ? event : event.withMetadata(deserialize(metadata));
    }

    private Object deserialize(JournalRow.Payload payload) {
        return serialization
                .deserialize(payload.bytes(), payload.serializer(), payload.manifest())
                .get();
    }
}
