package sluice.load.capacity;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.load.process.EmbeddedPostgres;

/** Processor time used so far by a node, by its PostgreSQL and by this process, in milliseconds. */
record CpuTimes(long node, long postgres, long client) {

    static CpuTimes now(long nodePid, EmbeddedPostgres database) {
        return new CpuTimes(
                ProcessHandle.of(nodePid).map(CpuTimes::millis).orElse(0L),
                database.process().stream()
                        .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
                        .mapToLong(CpuTimes::millis)
                        .sum(),
                millis(ProcessHandle.current()));
    }

    private static long millis(ProcessHandle process) {
        Optional<Duration> used = process.info().totalCpuDuration();
        return used.map(Duration::toMillis).orElse(0L);
    }

    CpuTimes since(CpuTimes earlier) {
        return new CpuTimes(node - earlier.node, postgres - earlier.postgres, client - earlier.client);
    }

    /** Microseconds for each of {@code count}. */
    String per(long count) {
        return "node %d, PostgreSQL %d, client %d"
                .formatted(node * 1_000 / count, postgres * 1_000 / count, client * 1_000 / count);
    }
}
