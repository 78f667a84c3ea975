package sluice.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** What is sent of an event: the same JSON on every way out, written once and kept. */
@JsonPropertyOrder({"id", "type", "timestamp", "sequence", "data"})
public record EventBody(
        @JsonProperty("id") String id,
        @JsonProperty("type") String type,
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("sequence") long sequence,
        @JsonProperty("data") Map<String, ?> data) {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    /**
     * The JSON of an event, in one line.
     *
     * @param sequence the subject's version
     * @param data names its subject: {@code order}, {@code stock}, {@code account}, and is made of records, maps and lists
     */
    public static String of(String id, EventType type, Instant at, long sequence, Map<String, ?> data) {
        return json(new EventBody(id, type.wireName(), at.toString(), sequence, data));
    }

    /** The JSON of a view. */
    static String json(Object view) {
        try {
            return WRITER.writeValueAsString(view);
        } catch (JsonProcessingException bug) {
            throw new UncheckedIOException(bug);
        }
    }
}
