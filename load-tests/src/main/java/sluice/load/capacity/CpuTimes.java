package sluice.load.capacity;

import java.time.Duration;
import java.util.Optional;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.ProcessCpu;

/** Processor time used so far by a node, by its PostgreSQL and by this process, in milliseconds. */
record CpuTimes(long node, long postgres, long client) {

    static CpuTimes now(long nodePid, EmbeddedPostgres database) {
        return new CpuTimes(
                millis(ProcessHandle.of(nodePid).map(ProcessCpu::of)),
                postgres(database),
                ProcessCpu.own().toMillis());
    }

    /** Of an engine in this process, which is node and client at once and counts as the node. */
    static CpuTimes inProcess(EmbeddedPostgres database) {
        return new CpuTimes(ProcessCpu.own().toMillis(), postgres(database), 0);
    }

    private static long postgres(EmbeddedPostgres database) {
        return millis(database.process().map(ProcessCpu::ofTree));
    }

    private static long millis(Optional<Duration> used) {
        return used.orElse(Duration.ZERO).toMillis();
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
