package sluice.load.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * An event as it was sent first, to whomever.
 *
 * @param order whose event it is
 * @param sequence of the order
 * @param version of the order in it
 * @param atMicros since the epoch, when it was decided, by the node's clock
 * @param digest of the bytes
 */
record SentEvent(String id, String type, String order, long sequence, long version, long atMicros, int digest) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException if it is not an event of an order */
    static SentEvent parse(byte[] body) {
        try {
            var event = JSON.readTree(body);
            var order = at(event, "/data/order");
            return new SentEvent(
                    at(event, "/id").asText(),
                    at(event, "/type").asText(),
                    at(order, "/id").asText(),
                    at(event, "/sequence").longValue(),
                    at(order, "/version").longValue(),
                    ChronoUnit.MICROS.between(
                            Instant.EPOCH, Instant.parse(at(event, "/timestamp").asText())),
                    Arrays.hashCode(body));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static JsonNode at(JsonNode node, String pointer) {
        var found = node.at(pointer);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("nothing at " + pointer);
        }
        return found;
    }
}
