package sluice.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory an embedded PostgreSQL keeps pages in, where nobody said: an eighth of the machine's, or of the container's. The
 * node's own heap takes a quarter; what the system keeps of files in the rest serves PostgreSQL too. Memory is taken as pages are
 * read, not at start.
 */
final class BufferMemory {
    /** In a setting, stands for what this class says. */
    static final String AUTO = "auto";

    private static final long MEGABYTE = 1 << 20;
    private static final long SHARE = 8;
    private static final long LEAST_MEGABYTES = 64;
    private static final long MOST_MEGABYTES = 8_192; // a checkpoint writes what was changed among them in one go

    private BufferMemory() {}

    /** For this machine, as PostgreSQL writes it. */
    static String here() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? of(system.getTotalMemorySize())
                : of(0);
    }

    /** For a machine with so many bytes of memory. */
    static String of(long memoryBytes) {
        long megabytes = memoryBytes / SHARE / MEGABYTE;
        return Math.clamp(megabytes, LEAST_MEGABYTES, MOST_MEGABYTES) + "MB";
    }
}
