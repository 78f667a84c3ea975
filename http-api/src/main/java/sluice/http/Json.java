package sluice.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JSON as the API reads and writes it. Reading is strict: one document in UTF-8, no name twice in an object, nothing after its end,
 * and bounds on depth and on the length of numbers, names and strings, so that no body costs more than its size.
 */
final class Json {

    private static final Pattern SOURCE_NOTE = Pattern.compile("\\[Source: REDACTED [^;]*; |\\](?=\\)$)");
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final int MAX_STRING_LENGTH = 8_192;
    private static final int MAX_NAME_LENGTH = 256;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .build())
                    .build())
            .build();

    private Json() {}

    /** A body as read: a document, or what is wrong with it. */
    sealed interface Read {
        record Document(JsonNode root) implements Read {}

        record Faulty(List<Fault> faults) implements Read {}
    }

    /** Reads one document from all of {@code bytes}. */
    static Read read(ByteBuffer bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            return read(text);
        } catch (CharacterCodingException notUtf8) {
            return faulty("", "is not valid UTF-8");
        }
    }

    private static Read read(String text) {
        try (var parser = MAPPER.createParser(text)) {
            try {
                JsonNode root = MAPPER.readTree(parser);
                if (root == null || root.isMissingNode()) {
                    return faulty("", "must be a JSON object");
                }
                if (parser.nextToken() != null) {
                    return faulty("", "must end with the JSON object");
                }
                return new Read.Document(root);
            } catch (JsonProcessingException malformed) {
                return faulty(pointer(parser), "is not valid JSON: " + reason(malformed));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // a string is never short of characters
        }
    }

    private static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /** The parser's own words, without its note that it keeps no source. */
    private static String reason(JsonProcessingException malformed) {
        return SOURCE_NOTE.matcher(malformed.getOriginalMessage()).replaceAll("");
    }

    private static Read faulty(String pointer, String detail) {
        return new Read.Faulty(List.of(Fault.inBody(pointer, detail)));
    }

    /** What {@link #write} has written. */
    static JsonNode document(byte[] written) {
        if (read(ByteBuffer.wrap(written)) instanceof Read.Document(var root)) {
            return root;
        }
        throw new IllegalArgumentException("not JSON");
    }

    /** Writes {@code value}, made of the API's own records, maps and lists. */
    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException bug) {
            throw new UncheckedIOException(bug);
        }
    }
}
