package sluice.load.peers;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Under what conditions the figures came about; without them they say nothing.
 *
 * @param leftOut what this run did not measure, for people
 * @param warmUpSeconds by scenario and side: what each took until it became no faster, or as long as the plan allowed
 * @param postgres version and settings of each side's server, as it tells them
 */
record Conditions(
        String date,
        int cores,
        String jvm,
        long heapMegabytes,
        String system,
        List<String> leftOut,
        Map<String, Map<String, Double>> warmUpSeconds,
        Map<String, Map<String, String>> postgres) {

    static Conditions here(List<String> leftOut) {
        var runtime = Runtime.getRuntime();
        return new Conditions(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                runtime.availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                runtime.maxMemory() >> 20,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                leftOut,
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    /** Notes how long a side warmed up. */
    void warmedUp(Scenario scenario, Side side, Duration took) {
        warmUpSeconds
                .computeIfAbsent(scenario.title(), each -> new LinkedHashMap<>())
                .put(side.name(), took.toMillis() / 1_000.0);
    }

    /** Notes how a side's server is set, unless that is known. */
    void tell(Side side) throws SQLException {
        if (!postgres.containsKey(side.name())) {
            try (var probe = DatabaseProbe.of(side.dataDirectory())) {
                postgres.put(side.name(), probe.settings());
            }
        }
    }
}
