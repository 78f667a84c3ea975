package sluice.load.client;

import java.nio.file.Path;
import java.util.List;

/** What one client tried and was told, one attempt a line, written before it tries anything else. */
public final class AttemptLog implements AutoCloseable {

    private final JsonLines lines;

    private AttemptLog(JsonLines lines) {
        this.lines = lines;
    }

    /** The log of client {@code number} in {@code directory}, appended to. */
    static AttemptLog of(Path directory, int number) {
        return new AttemptLog(JsonLines.append(directory, "client-%03d.jsonl".formatted(number)));
    }

    void append(Attempt attempt) {
        lines.write(attempt);
    }

    @Override
    public void close() {
        lines.close();
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
        return JsonLines.read(directory, name -> name.startsWith("client-") && name.endsWith(".jsonl"), Attempt.class)
                .stream()
                .map(line -> new Entry(line.file(), line.number(), line.value()))
                .toList();
    }
}
