package sluice.load.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What processes have used of the processors, by {@code /proc/<pid>/stat} (proc(5)), whose unit is a hundredth of a second. */
public final class ProcessCpu {

    private static final Duration TICK = Duration.ofMillis(10);
    private static final int USER = 11; // counted behind the name, which may hold spaces
    private static final int SYSTEM = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    private ProcessCpu() {}

    /** This process, to the nanosecond. */
    public static Duration own() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime())
                : Duration.ZERO;
    }

    /** A process alone, with the children that have ended. */
    public static Duration of(ProcessHandle process) {
        return TICK.multipliedBy(ticks(process.pid()));
    }

    /** A process and everything below it, with the children that have ended. */
    public static Duration ofTree(ProcessHandle main) {
        long ticks = Stream.concat(Stream.of(main), main.descendants())
                .mapToLong(process -> ticks(process.pid()))
                .sum();
        return TICK.multipliedBy(ticks);
    }

    private static long ticks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER])
                    + Long.parseLong(fields[SYSTEM])
                    + Long.parseLong(fields[ENDED_CHILDREN_USER])
                    + Long.parseLong(fields[ENDED_CHILDREN_SYSTEM]);
        } catch (IOException ended) {
            return 0; // its parent counts it
        }
    }
}
