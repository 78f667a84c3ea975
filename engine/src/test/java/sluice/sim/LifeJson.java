package sluice.sim;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sluice.journal.WireModule;
import sluice.placement.PlacementWireModule;

/** Lives as JSON, with the names that commands have between nodes; and the lives that were saved. */
final class LifeJson {

    /** A life that was kept, and what it is called. */
    record SavedLife(String name, Life life) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Whether it reads is no part of an act: its wish tells. */
    @JsonIgnoreProperties("read")
    private interface ActParts {}

    private static final String FOLDER = "/lives/";
    private static final String ENDING = ".json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new WireModule())
            .addModule(new PlacementWireModule())
            .addMixIn(Act.class, ActParts.class)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // prices stay as they were given
            .build();

    private LifeJson() {}

    /** Each act and each fault has a line of its own. */
    static String write(Life life) {
        try {
            var fields = new ArrayList<String>();
            for (var field : MAPPER.<ObjectNode>valueToTree(life).properties()) {
                fields.add(MAPPER.writeValueAsString(field.getKey()) + ":" + write(field.getValue()));
            }
            return "{" + String.join(",\n", fields) + "}\n";
        } catch (JsonProcessingException bug) {
            throw new UncheckedIOException(bug);
        }
    }

    private static String write(JsonNode value) throws JsonProcessingException {
        if (value.isEmpty() || !value.path(0).isObject()) {
            return MAPPER.writeValueAsString(value);
        }
        var elements = new ArrayList<String>();
        for (var element : value) {
            elements.add(MAPPER.writeValueAsString(element));
        }
        return elements.stream().collect(Collectors.joining(",\n  ", "[\n  ", "]"));
    }

    static Life read(String json) {
        try {
            return MAPPER.readValue(json, Life.class);
        } catch (JsonProcessingException notALife) {
            throw new UncheckedIOException(notALife);
        }
    }

    /** The lives in the folder {@code lives} of the tests' resources, by name. */
    static List<SavedLife> saved() {
        var folder = LifeJson.class.getResource(FOLDER);
        return folder == null ? List.of() : saved(Path.of(URI.create(folder.toString())));
    }

    static List<SavedLife> saved(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> nameOf(file).endsWith(ENDING))
                    .sorted()
                    .map(LifeJson::savedLife)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static SavedLife savedLife(Path file) {
        try {
            var name = nameOf(file);
            return new SavedLife(name.substring(0, name.length() - ENDING.length()), read(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
