package sluice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes lines about requests that were answered: by names and numbers that the server gave, and the caller's request id, which is visible
 * ASCII. Nothing else that a caller sent is written: not the address, no header, no body.
 *
 * <p>Unless all are wanted, only a few lines are written in a second, so that nobody can fill a disk by asking; {@code
 * sluice.http.unlogged} counts the others, and the next line tells how many there were before it.
 */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("sluice.access");
    private static final int LINES_PER_SECOND = 50;

    private final Wanted wanted;
    private final long slowNanos;
    private final Counter unlogged;
    private long second = Long.MIN_VALUE;
    private int lines;
    private long leftOut;

    /** Which requests have a line. */
    enum Wanted {
        OFF,
        /** Those refused for their key, those that failed, and those that were slow. */
        NOTABLE,
        ALL;

        static Wanted named(String setting) {
            return valueOf(setting.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A request that was answered.
     *
     * @param keyId the name of the key, or null if it brought none that is valid
     * @param operation what was asked, or null if that does not exist
     * @param problem by which it was refused, or null if it was not
     * @param bytes of the answer's body
     */
    record Line(
            String requestId,
            @Nullable String keyId,
            @Nullable String operation,
            int status,
            @Nullable String problem,
            long nanos,
            long bytes) {}

    /** @param slow what takes longer is notable */
    AccessLog(Wanted wanted, Duration slow, MeterRegistry meters) {
        this.wanted = wanted;
        this.slowNanos = slow.toNanos();
        this.unlogged = meters.counter("sluice.http.unlogged");
    }

    void write(Line line) {
        switch (wanted) {
            case OFF -> {}
            case ALL -> write(line, 0);
            case NOTABLE -> {
                if (isNotable(line)) {
                    long before = turn();
                    if (before >= 0) {
                        write(line, before);
                    }
                }
            }
        }
    }

    private boolean isNotable(Line line) {
        return line.status >= 500 || line.status == 401 || line.status == 403 || line.nanos > slowNanos;
    }

    /** How many were left out before this one, or -1 if this is left out, too. */
    private synchronized long turn() {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (lines == LINES_PER_SECOND) {
            leftOut++;
            unlogged.increment();
            return -1;
        }
        lines++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }

    private static void write(Line line, long leftOut) {
        var event = LOG.atLevel(line.status >= 500 ? Level.WARN : Level.INFO)
                .setMessage("request")
                .addKeyValue("requestId", line.requestId)
                .addKeyValue("status", line.status)
                .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(line.nanos))
                .addKeyValue("bytes", line.bytes);
        if (line.operation != null) {
            event = event.addKeyValue("operation", line.operation);
        }
        if (line.keyId != null) {
            event = event.addKeyValue("keyId", line.keyId);
        }
        if (line.problem != null) {
            event = event.addKeyValue("problem", line.problem);
        }
        if (leftOut > 0) {
            event = event.addKeyValue("unlogged", leftOut);
        }
        event.log();
    }
}
