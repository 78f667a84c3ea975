package sluice.load.capacity;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/** The heap of this process. */
final class Heap {

    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** Bytes in use when everything else was collected: the least of several looks. */
    static long inUse() {
        var memory = ManagementFactory.getMemoryMXBean();
        return LongStream.generate(() -> {
                    memory.gc();
                    return memory.getHeapMemoryUsage().getUsed();
                })
                .limit(COLLECTIONS)
                .min()
                .orElseThrow();
    }
}
