package sluice.load.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done before the clients came, one act a line, so that the books can be held against it. */
public final class SetUpLog implements AutoCloseable {

    private static final String FILE = "set-up.jsonl";

    private final JsonLines lines;

    private SetUpLog(JsonLines lines) {
        this.lines = lines;
    }

    /** The log in {@code directory}, appended to. */
    public static SetUpLog in(Path directory) {
        return new SetUpLog(JsonLines.append(directory, FILE));
    }

    /** Writes down what is done and acknowledged. */
    public void append(Act act) {
        lines.write(act);
    }

    @Override
    public void close() {
        lines.close();
    }

    /** The two kinds of act. */
    public enum Kind {
        RECEIPT,
        ACCOUNT
    }

    /**
     * An acknowledged act.
     *
     * @param name of the SKU or account
     * @param amount units received, or the credit limit in minor units
     * @param key of a receipt, which is its reference too
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Act(
            Kind kind, String name, long amount, @Nullable String key) {}

    /** An act and where it stands; lines count from 1. */
    public record Entry(Path file, int line, Act act) {

        public String place() {
            return file + ":" + line;
        }
    }

    /** Every act in the logs in {@code directory} or below it. */
    public static List<Entry> read(Path directory) {
        return JsonLines.read(directory, FILE::equals, Act.class).stream()
                .map(line -> new Entry(line.file(), line.number(), line.value()))
                .toList();
    }
}
