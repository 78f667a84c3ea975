package sluice.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;

/** Changes one place of a JSON document, also to what is no JSON any more. */
final class JsonEdit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonEdit() {}

    /** The pointers of everything in {@code document}, itself first. */
    static List<String> places(String document) {
        var places = new ArrayList<String>();
        collect(read(document), "", places);
        return places;
    }

    private static void collect(JsonNode node, String pointer, List<String> places) {
        places.add(pointer);
        if (node.isObject()) {
            node.properties().forEach(field -> collect(field.getValue(), pointer + "/" + field.getKey(), places));
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                collect(node.get(index), pointer + "/" + index, places);
            }
        }
    }

    static JsonNode at(String document, String pointer) {
        return read(document).at(pointer);
    }

    /** With {@code text} where the pointer leads, whatever that is. */
    static String replace(String document, String pointer, String text) {
        if (pointer.isEmpty()) {
            return text;
        }
        var root = read(document);
        var path = JsonPointer.compile(pointer);
        var raw = new POJONode(new RawValue(text));
        switch (root.at(path.head())) {
            case ObjectNode object -> object.set(path.last().getMatchingProperty(), raw);
            case ArrayNode array -> array.set(path.last().getMatchingIndex(), raw);
            default -> throw new IllegalArgumentException("nothing is at " + pointer);
        }
        return write(root);
    }

    /** Without what the pointer leads to. */
    static String remove(String document, String pointer) {
        var root = read(document);
        var path = JsonPointer.compile(pointer);
        switch (root.at(path.head())) {
            case ObjectNode object -> object.remove(path.last().getMatchingProperty());
            case ArrayNode array -> array.remove(path.last().getMatchingIndex());
            default -> throw new IllegalArgumentException("nothing is at " + pointer);
        }
        return write(root);
    }

    /** With {@code fields}, such as {@code "a":1}, at the end of the object that the pointer leads to. */
    static String append(String document, String pointer, String fields) {
        var object = write(at(document, pointer));
        var open = object.substring(0, object.length() - 1);
        return replace(document, pointer, open + (open.length() > 1 ? "," : "") + fields + "}");
    }

    static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException noJson) {
            throw new IllegalArgumentException(document, noJson);
        }
    }
}
