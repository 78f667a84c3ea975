package sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object being read, field by field. Whatever is wrong is noted and reading goes on, so that a caller learns of all faults
 * at once; what is returned in place of a faulty value is never used, because a request with faults is refused whole.
 */
final class Fields {

    private final JsonNode object;
    private final Place at;
    private final boolean readable;
    private final Set<String> known = new HashSet<>();

    private Fields(JsonNode object, Place at) {
        this.object = object;
        this.at = at;
        this.readable = object.isObject();
    }

    /** The fields of {@code object}; if it is something else, that is a fault. */
    static Fields of(JsonNode object, String pointer, List<Fault> faults) {
        return of(object, new Place(null, pointer, faults));
    }

    private static Fields of(JsonNode object, Place at) {
        if (!object.isObject() && !object.isMissingNode()) {
            at.fault("must be a JSON object");
        }
        return new Fields(object, at);
    }

    /** Reads one value; returns null if it is not one, and has then said why. */
    interface Reader<T> {
        @Nullable
        T read(JsonNode value, Place place);
    }

    /**
     * Where a value stands, for its reader to complain about; nearly none does, so the pointer is made only then.
     *
     * @param within the place of the object or array that it is part of; null where {@code name} is a pointer itself
     */
    record Place(@Nullable Place within, String name, List<Fault> faults) {

        /** As a JSON pointer (RFC 6901). */
        private String pointer() {
            return within == null
                    ? name
                    : within.pointer() + "/" + name.replace("~", "~0").replace("/", "~1");
        }

        /** Notes the fault and returns null, as the reader is to do. */
        @SuppressWarnings("TypeParameterUnusedInFormals") // null is of every type
        <T> @Nullable T fault(String detail) {
            faults.add(Fault.inBody(pointer(), detail));
            return null;
        }

        Fields fields(JsonNode value) {
            return Fields.of(value, this);
        }

        Place child(String name) {
            return new Place(this, name, faults);
        }
    }

    /** The value of a field that must be there; {@code otherwise} only where there is a fault. */
    <T> T required(String name, Reader<T> reader, T otherwise) {
        var value = value(name);
        if (value == null) {
            if (readable) {
                place(name).fault("is required");
            }
            return otherwise;
        }
        var read = reader.read(value, place(name));
        return read == null ? otherwise : read;
    }

    /** The value of a field that may be missing; null if it is. */
    <T> @Nullable T optional(String name, Reader<T> reader) {
        var value = value(name);
        return value == null || value.isNull() ? null : reader.read(value, place(name));
    }

    <T> T optional(String name, Reader<T> reader, T otherwise) {
        var read = optional(name, reader);
        return read == null ? otherwise : read;
    }

    boolean has(String name) {
        var value = object.get(name);
        return value != null && !value.isNull();
    }

    void fault(String name, String detail) {
        place(name).fault(detail);
    }

    /** To be called when all known fields are read: every other one is a fault. */
    void refuseOthers() {
        if (readable) {
            object.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    place(name).fault("is not a field of this request");
                }
            });
        }
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        return object.get(name);
    }

    private Place place(String name) {
        return at.child(name);
    }

    /** Reads an array of {@code min} to {@code max} elements. */
    static <T> Reader<List<T>> listOf(int min, int max, Reader<T> element) {
        return (value, place) -> {
            if (!value.isArray()) {
                return place.fault("must be an array");
            }
            if (value.size() < min || value.size() > max) {
                return place.fault("must have " + min + " to " + max + " elements, has " + value.size());
            }
            var read = new ArrayList<T>(value.size());
            for (int index = 0; index < value.size(); index++) {
                var one = element.read(value.get(index), place.child(Integer.toString(index)));
                if (one != null) {
                    read.add(one);
                }
            }
            return List.copyOf(read);
        };
    }

    /** Reads an object of at most {@code max} entries whose names the caller chooses. */
    static Reader<Map<String, String>> mapOf(int max, Reader<String> key, Reader<String> element) {
        return (value, place) -> {
            if (!value.isObject()) {
                return place.fault("must be a JSON object");
            }
            if (value.size() > max) {
                return place.fault("must have at most " + max + " entries, has " + value.size());
            }
            var read = new LinkedHashMap<String, String>();
            for (var entry : value.properties()) {
                var at = place.child(entry.getKey());
                var name = key.read(TextNode.valueOf(entry.getKey()), at);
                var one = element.read(entry.getValue(), at);
                if (name != null && one != null) {
                    read.put(name, one);
                }
            }
            return read;
        };
    }
}
