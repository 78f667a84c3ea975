package sluice.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Rows as a release wrote them, in hexadecimal, one a line; beside it a text that says what they are. Both are for ever: with
 * {@code -Dsluice.golden.write=true} the tests write those that are missing, and never touch one that is there.
 */
record GoldenFile(String name) {

    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static boolean mayWrite() {
        return Boolean.getBoolean("sluice.golden.write");
    }

    boolean exists() {
        return Files.exists(file("hex"));
    }

    void write(List<byte[]> rows, String text) throws IOException {
        Files.createDirectories(FOLDER);
        var lines = rows.stream().map(HexFormat.of()::formatHex).toList();
        Files.write(file("hex"), lines);
        Files.writeString(file("txt"), text + "\n");
    }

    List<byte[]> rows() throws IOException {
        return Files.readAllLines(file("hex")).stream()
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    String text() throws IOException {
        return Files.readString(file("txt")).strip();
    }

    private Path file(String extension) {
        return FOLDER.resolve(name + "." + extension);
    }

    /** The names and values that stand in the row, whatever Java makes of them. */
    static String json(byte[] row) throws IOException {
        return JSON.writeValueAsString(CBOR.readTree(row));
    }
}
