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
import java.util.function.Predicate;

/** A file of JSON objects, one a line, which is on its way to disk before the next thing is done. */
final class JsonLines implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final BufferedWriter writer;

    private JsonLines(BufferedWriter writer) {
        this.writer = writer;
    }

    /** What is in {@code directory}, which is made where it is missing, is appended to. */
    static JsonLines append(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            return new JsonLines(Files.newBufferedWriter(
                    directory.resolve(name),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void write(Object value) {
        try {
            writer.write(JSON.writeValueAsString(value));
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

    /** A line's value and where it stands; lines count from 1. */
    record Line<T>(Path file, int number, T value) {}

    /**
     * Every line of every file in or below {@code directory} whose name is wanted.
     *
     * @throws IllegalArgumentException naming file and line, if a line is not a {@code type}
     */
    static <T> List<Line<T>> read(Path directory, Predicate<String> wanted, Class<T> type) {
        var lines = new ArrayList<Line<T>>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(file -> wanted.test(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList()) {
                int number = 0;
                for (var text : Files.readAllLines(file)) {
                    number++;
                    lines.add(new Line<>(file, number, parse(file, number, text, type)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static <T> T parse(Path file, int number, String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ":" + number + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
