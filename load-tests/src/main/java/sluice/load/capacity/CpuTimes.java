package sluice.load.capacity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.load.process.EmbeddedPostgres;

/** Processor time used so far by a node, by its PostgreSQL and by this process, in milliseconds. */
record CpuTimes(long node, long postgres, long client) {

    private static final long MILLIS_PER_TICK = 10;
    private static final int ENDED_CHILDREN_USER = 13; // counted behind the name, which may hold spaces
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    static CpuTimes now(long nodePid, EmbeddedPostgres database) {
        return new CpuTimes(
                ProcessHandle.of(nodePid).map(CpuTimes::millis).orElse(0L),
                database.process().stream()
                        .mapToLong(main -> endedChildrenMillis(main)
                                + Stream.concat(Stream.of(main), main.descendants())
                                        .mapToLong(CpuTimes::millis)
                                        .sum())
                        .sum(),
                millis(ProcessHandle.current()));
    }

    /** Of PostgreSQL's autovacuum workers, which come and go; by proc(5), and zero where there is none of that. */
    private static long endedChildrenMillis(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return MILLIS_PER_TICK
                    * (Long.parseLong(fields[ENDED_CHILDREN_USER]) + Long.parseLong(fields[ENDED_CHILDREN_SYSTEM]));
        } catch (IOException noneOrEnded) {
            return 0;
        }
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
