package sluice.load.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What one client tried and was told, one JSON object a line, written before it tries anything else. */
public final class AttemptLog implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final BufferedWriter writer;

    private AttemptLog(BufferedWriter writer) {
        this.writer = writer;
    }

    /** The log of client {@code number} in {@code directory}, which is made where it is missing; appended to. */
    public static AttemptLog of(Path directory, int number) {
        try {
            Files.createDirectories(directory);
            return new AttemptLog(Files.newBufferedWriter(
                    directory.resolve("client-%03d.jsonl".formatted(number)),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(Attempt attempt) {
        try {
            writer.write(JSON.writeValueAsString(attempt));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An attempt and where it stands.
     *
     * @param line counts from 1
     */
    public record Entry(Path file, int line, Attempt attempt) {

        public String place() {
            return file + ":" + line;
        }
    }

    /**
     * Every attempt of every client whose log is in {@code directory} or below it.
     *
     * @throws IllegalArgumentException naming file and line, if a line is not an attempt
     */
    public static List<Entry> read(Path directory) {
        var entries = new ArrayList<Entry>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(AttemptLog::isLog).sorted().toList()) {
                int number = 0;
                for (var line : Files.readAllLines(file)) {
                    number++;
                    entries.add(new Entry(file, number, parse(file, number, line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static boolean isLog(Path file) {
        var name = file.getFileName();
        return name != null && name.toString().endsWith(".jsonl");
    }

    private static Attempt parse(Path file, int number, String line) {
        try {
            return JSON.readValue(line, Attempt.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ":" + number + " is not an attempt: " + e.getOriginalMessage(), e);
        }
    }
}
