package sluice.entity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Values as another node, or a later start, would read them. */
public final class Wire {

    private static final ObjectMapper MAPPER = new CBORMapper();

    private Wire() {}

    /** What is read after {@code value} was written as the {@code type} that the journal knows it by. */
    public static <T> T overTheWire(T value, Class<T> type) {
        try {
            return MAPPER.readValue(MAPPER.writerFor(type).writeValueAsBytes(value), type);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
