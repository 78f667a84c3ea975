package sluice.placement;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The points of a placement at which a crash is tried out: with {@code -Dsluice.halt-at=birth-sent:7} the JVM halts, as if killed,
 * when the seventh placement passes that point. Without the property a point costs a comparison with null.
 */
enum HaltPoint {
    /** Claims and pledge are granted, nothing is sent to the journal. */
    AFTER_CLAIMS("after-claims"),
    /** The statement with the birth has left for PostgreSQL. */
    BIRTH_SENT("birth-sent"),
    /** The birth is committed, nobody is told. */
    BEFORE_ANSWER("before-answer");

    private static final Pattern SETTING = Pattern.compile("([a-z-]+):([1-9][0-9]{0,8})");

    private static final @Nullable String NAME;
    private static final AtomicLong PASSES_LEFT = new AtomicLong();

    static {
        var setting = System.getProperty("sluice.halt-at");
        if (setting == null) {
            NAME = null;
        } else {
            var parts = SETTING.matcher(setting);
            if (!parts.matches() || Arrays.stream(values()).noneMatch(point -> point.id.equals(parts.group(1)))) {
                throw new IllegalArgumentException(
                        "sluice.halt-at must be after-claims, birth-sent or before-answer, a colon, and a number above"
                                + " zero, was "
                                + setting);
            }
            NAME = parts.group(1);
            PASSES_LEFT.set(Long.parseLong(parts.group(2)));
        }
    }

    private final String id;

    HaltPoint(String id) {
        this.id = id;
    }

    /** Halts here, if it is this point's turn. */
    void pass() {
        if (isDue()) {
            halt();
        }
    }

    /** Halts a moment from now, if it is this point's turn: while what the caller does next is under way. */
    void passInAMoment() {
        if (isDue()) {
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(HaltPoint::halt);
        }
    }

    private boolean isDue() {
        return NAME != null && NAME.equals(id) && PASSES_LEFT.decrementAndGet() == 0;
    }

    private static void halt() {
        Runtime.getRuntime().halt(137); // the exit status of a process killed with signal 9
    }
}
