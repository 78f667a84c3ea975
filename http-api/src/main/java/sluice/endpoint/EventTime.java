package sluice.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** When an event happened, as its body tells. */
final class EventTime {

    private static final JsonFactory JSON = new JsonFactory();

    private EventTime() {}

    /** The member {@code timestamp}, which stands near the beginning. */
    static Optional<Instant> of(String body) {
        try (var parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                var value = parser.nextToken();
                if (name.equals("timestamp") && value == JsonToken.VALUE_STRING) {
                    return Optional.of(Instant.parse(parser.getText()));
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException | DateTimeException notAnEvent) {
            return Optional.empty();
        }
    }
}
