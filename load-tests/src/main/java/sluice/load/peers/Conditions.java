package sluice.load.peers;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Under what conditions the figures came about; without them they say nothing.
 *
 * @param postgres version and settings of each side's server, as it tells them
 */
record Conditions(
        String date,
        int cores,
        String jvm,
        long heapMegabytes,
        String system,
        Map<String, Map<String, String>> postgres) {

    static Conditions here() {
        var runtime = Runtime.getRuntime();
        return new Conditions(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                runtime.availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                runtime.maxMemory() >> 20,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                new LinkedHashMap<>());
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
