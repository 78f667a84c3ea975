package sluice.load.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads a row's payload by what is documented of its shape, with none of the engine's classes. */
final class Decoder {

    private static final ObjectMapper CBOR = new CBORMapper();

    private Decoder() {}

    /** The events of one row, with what each came from. */
    record Batch(long atMillis, List<Event> events) {}

    /** @param first whether it is the first event of its command */
    record Event(JsonNode origin, JsonNode body, boolean first) {

        String type() {
            return body.path("t").asText();
        }
    }

    /** @throws IOException saying what is wrong, if it is not a batch of the entity's kind */
    static Batch decode(JournalRow row) throws IOException {
        var kind = row.entity().substring(0, 1);
        if (!row.manifest().equals(kind + "1")) {
            throw new IOException("manifest '" + row.manifest() + "' on a row of " + row.entity());
        }
        var bytes = new byte[row.payload().remaining()];
        row.payload().duplicate().get(bytes);
        var tree = CBOR.readTree(bytes);
        if (tree == null
                || !tree.path("a").isIntegralNumber()
                || !tree.path("e").isArray()) {
            throw new IOException("not a batch: " + tree);
        }
        var events = new ArrayList<Event>();
        for (var entry : tree.path("e")) {
            boolean first = true;
            for (var event : entry.path("e")) {
                events.add(new Event(entry.path("o"), event, first));
                first = false;
            }
        }
        return new Batch(tree.path("a").asLong(), events);
    }

    /** @throws IllegalArgumentException if it is neither 16 bytes nor the text of a UUID */
    static UUID uuid(JsonNode value) {
        try {
            if (value.isBinary()) {
                var bytes = ByteBuffer.wrap(value.binaryValue());
                if (bytes.remaining() == 16) {
                    return new UUID(bytes.getLong(), bytes.getLong());
                }
            }
            return UUID.fromString(value.asText());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<UUID> uuids(JsonNode values) {
        var uuids = new ArrayList<UUID>();
        values.forEach(value -> uuids.add(uuid(value)));
        return uuids;
    }

    /**
     * A whole number that must be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    static long number(JsonNode event, String field) {
        var value = event.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("no whole number '" + field + "' in " + event);
        }
        return value.asLong();
    }

    static long numberOrZero(JsonNode event, String field) {
        return event.has(field) ? number(event, field) : 0;
    }
}
