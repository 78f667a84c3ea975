package sluice.load.peers;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run found, for machines, for browsers and for the terminal. */
final class Report {

    static final String JSON_NAME = "peers.json";
    static final String PAGE_NAME = "index.html";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Conditions conditions;
    private final List<ScenarioResult> scenarios = new ArrayList<>();

    Report(Conditions conditions) {
        this.conditions = conditions;
    }

    Conditions conditions() {
        return conditions;
    }

    List<ScenarioResult> scenarios() {
        return List.copyOf(scenarios);
    }

    void add(ScenarioResult result) {
        scenarios.add(result);
    }

    /** Whether all that was played left its books balanced. */
    boolean booksBalanced() {
        return scenarios.stream().allMatch(ScenarioResult::booksBalanced);
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(JSON_NAME), json());
        Files.writeString(directory.resolve(PAGE_NAME), new Page(this).html());
    }

    String json() throws IOException {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("scenarios", scenarios);
        whole.put("conditions", conditions);
        return JSON.writeValueAsString(whole) + "\n";
    }

    /** One line a scenario. */
    String text() {
        var text = new StringBuilder("%n%-24s %14s %14s %8s  books%n".formatted("", "engine", "function", "ratio"));
        for (var result : scenarios) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-24s %14s %14s %8s  %s%n",
                    result.name(),
                    result.recovery() == null
                            ? figure(result, result.engine())
                            : String.format(
                                    Locale.ROOT, "%,.0f ms", result.recovery().snapshotMillis()),
                    figure(result, result.postgres()),
                    result.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", result.ratio()),
                    result.booksBalanced() ? "balance" : "DO NOT BALANCE"));
        }
        return text.toString();
    }

    private static String figure(ScenarioResult result, @Nullable Figures figures) {
        if (figures == null) {
            return "";
        }
        return result.ratioOf().equals("perSecond")
                ? String.format(Locale.ROOT, "%,.0f/s", figures.perSecond())
                : String.format(Locale.ROOT, "%.3f ms", figures.p50Millis());
    }
}
