package sluice.http;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import sluice.http.Fields.Place;
import sluice.http.Fields.Reader;

/**
 * The query of a request, read as strictly as a body: each parameter is known, stands there once, and is percent-encoded UTF-8,
 * where {@code +} stands for a space.
 */
final class Queries {

    private final Map<String, List<@Nullable String>> given = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<Fault> faults;

    private Queries(List<Fault> faults) {
        this.faults = faults;
    }

    static Queries of(HttpRequest request, List<Fault> faults) {
        var queries = new Queries(faults);
        request.getUri().rawQueryString().filter(text -> !text.isEmpty()).ifPresent(queries::read);
        return queries;
    }

    private void read(String text) {
        for (var part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            var decoded = decode(name);
            given.computeIfAbsent(decoded == null ? name : decoded, absent -> new ArrayList<>(1))
                    .add(decode(equals < 0 ? "" : part.substring(equals + 1)));
        }
    }

    /** What {@code text} stands for; null if it is not percent-encoded UTF-8. */
    private static @Nullable String decode(String text) {
        var bytes = ByteBuffer.allocate(text.length());
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c == '%') {
                int high = index + 2 < text.length() ? Character.digit(text.charAt(index + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(index + 2), 16);
                if (low < 0) {
                    return null;
                }
                bytes.put((byte) (high * 16 + low));
                index += 2;
            } else if (c < 0x80) {
                bytes.put((byte) (c == '+' ? ' ' : c));
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    /** The value of a parameter, as {@code reader} reads text; null if it is left out or faulty. */
    <T> @Nullable T optional(String name, Reader<T> reader) {
        known.add(name);
        var values = given.get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            fault(name, "must be given once");
            return null;
        }
        var value = values.getFirst();
        if (value == null) {
            fault(name, "must be percent-encoded UTF-8");
            return null;
        }
        var found = new ArrayList<Fault>(1);
        var read = reader.read(TextNode.valueOf(value), new Place(null, "", found));
        found.forEach(fault -> fault(name, fault.detail()));
        return read;
    }

    <T> T optional(String name, Reader<T> reader, T otherwise) {
        var read = optional(name, reader);
        return read == null ? otherwise : read;
    }

    /** To be called when all known parameters are read: every other one is a fault. */
    void refuseOthers() {
        for (var name : given.keySet()) {
            if (!known.contains(name)) {
                fault(name, "is not a parameter of this request");
            }
        }
    }

    /** Notes a fault of a parameter that was read. */
    void fault(String name, String detail) {
        faults.add(Fault.inQuery(name, detail));
    }
}
