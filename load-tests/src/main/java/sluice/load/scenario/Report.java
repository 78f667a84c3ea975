package sluice.load.scenario;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import sluice.load.client.Meter;
import sluice.load.judge.Verdict;

/** What a scenario found: written as JSON for machines and as text for people. */
public final class Report {

    private final String scenario;
    private final Conditions conditions;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final SortedMap<String, Histogram> latencies = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    public Report(String scenario, Conditions conditions) {
        this.scenario = scenario;
        this.conditions = conditions;
    }

    public Report fact(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** The facts so far, by name. */
    public Map<String, Object> facts() {
        return facts;
    }

    void measured(Meter meter) {
        fact("attempts", meter.counts());
        latencies.putAll(meter.latencies());
    }

    /** Adds to the table of latencies, which are in microseconds. */
    public void measured(String label, Histogram micros) {
        latencies.put(label, micros);
    }

    public void problem(String what) {
        problems.add(what);
    }

    public void judged(Verdict verdict) {
        fact("books", verdict.judged());
        if (!verdict.isBalanced()) {
            problem(verdict.text());
        }
    }

    /** What is wrong; empty if all is well. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public String text() {
        var text = new StringBuilder("%n%s: %s%n".formatted(scenario, problems.isEmpty() ? "passed" : "FAILED"));
        text.append("  conditions: ").append(conditions).append('\n');
        facts.forEach((name, value) ->
                text.append("  ").append(name).append(": ").append(value).append('\n'));
        if (!latencies.isEmpty()) {
            text.append("  latency in ms%n%-32s %10s %9s %9s %9s %9s %9s%n"
                    .formatted("", "attempts", "p50", "p90", "p99", "p99.9", "max"));
            latencies.forEach((label, histogram) -> text.append("    %-28s %,10d %9.2f %9.2f %9.2f %9.2f %9.2f%n"
                    .formatted(
                            label,
                            histogram.getTotalCount(),
                            millis(histogram, 50),
                            millis(histogram, 90),
                            millis(histogram, 99),
                            millis(histogram, 99.9),
                            millis(histogram, 100))));
        }
        problems.forEach(problem -> text.append("  PROBLEM: ").append(problem).append('\n'));
        return text.toString();
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** Writes {@code <directory>/<scenario>.json} in the place of the last run's, and returns where. */
    public Path write(Path directory) {
        var json = new LinkedHashMap<String, Object>();
        json.put("scenario", scenario);
        json.put("passed", problems.isEmpty());
        json.put("conditions", conditions);
        json.put("facts", facts);
        var millis = new LinkedHashMap<String, Object>();
        latencies.forEach((label, histogram) -> millis.put(
                label,
                Map.of(
                        "attempts", histogram.getTotalCount(),
                        "p50", millis(histogram, 50),
                        "p90", millis(histogram, 90),
                        "p99", millis(histogram, 99),
                        "p99.9", millis(histogram, 99.9),
                        "max", millis(histogram, 100))));
        json.put("latencyMillis", millis);
        json.put("problems", problems);
        try {
            Files.createDirectories(directory);
            var file = directory.resolve(scenario + ".json");
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(file.toFile(), json);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
