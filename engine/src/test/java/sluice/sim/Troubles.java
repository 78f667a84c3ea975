package sluice.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults of a life by where they strike, and how many did. */
@SuppressWarnings("EnumOrdinal") // of numbers that do not outlive the run
final class Troubles {

    /** Kinds of faults, as they are counted. */
    enum Kind {
        MESSAGE_DROPPED,
        MESSAGE_DUPLICATED,
        MESSAGE_DELAYED,
        WRITE_LOST,
        WRITE_ANSWER_LOST,
        WRITE_COMMITTED_LATE,
        WRITE_SLOW,
        WRITE_REFUSED,
        WRITE_NOT_SENT,
        READ_FAILED,
        SNAPSHOT_LOST,
        ACTOR_ENDED,
        NODE_KILLED,
        NODE_PAUSED,
        NODE_CUT_OFF,
        DATABASE_DOWN,
        SHARD_MOVED
    }

    private static final long SLOWEST_WRITE_MICROS = 5_000_000;
    private static final int KINDS_EACH = 32;
    private static final int SNAPSHOT = 4 * KINDS_EACH;

    private final Clockwork clock;
    private long untilMicros;
    private final Map<Integer, Fault> counted = new HashMap<>();
    private final int[] seen = new int[SNAPSHOT + 1];
    private final List<Fault> timed = new ArrayList<>();
    private final Map<Kind, Integer> struck = new EnumMap<>(Kind.class);

    Troubles(List<Fault> faults, Clockwork clock) {
        this.clock = clock;
        for (var fault : faults) {
            switch (fault) {
                case Fault.OfMessage one -> counted.put(place(place(one.message()), one.nth()), one);
                case Fault.OfWrite one -> counted.put(place(place(one.write()), one.nth()), one);
                case Fault.OfRead one -> counted.put(place(place(one.read()), one.nth()), one);
                case Fault.AtPoint one -> counted.put(place(place(one.point()), one.nth()), one);
                case Fault.SnapshotLost one -> counted.put(place(SNAPSHOT, one.nth()), one);
                case Fault.NodeKilled one -> timed.add(one);
                case Fault.NodePaused one -> timed.add(one);
                case Fault.NodeCutOff one -> timed.add(one);
                case Fault.DatabaseDown one -> timed.add(one);
                case Fault.Moved one -> timed.add(one);
            }
        }
    }

    private static int place(Fault.Message message) {
        return message.ordinal();
    }

    private static int place(Fault.Write write) {
        return KINDS_EACH + write.ordinal();
    }

    private static int place(Fault.Read read) {
        return 2 * KINDS_EACH + read.ordinal();
    }

    private static int place(Fault.Point point) {
        return 3 * KINDS_EACH + point.ordinal();
    }

    private static int place(int kind, int nth) {
        return nth * (SNAPSHOT + 1) + kind;
    }

    private @Nullable Fault next(int kind) {
        int nth = ++seen[kind];
        return counted.isEmpty() ? null : counted.get(place(kind, nth));
    }

    /** Those that come at a time of their own. */
    List<Fault> timed() {
        return timed;
    }

    Fault.@Nullable OfMessage onMessage(Fault.Message message) {
        return (Fault.OfMessage) next(place(message));
    }

    Fault.@Nullable OfWrite onWrite(Fault.Write write) {
        return (Fault.OfWrite) next(place(write));
    }

    /** Whether this reading fails. */
    boolean onRead(Fault.Read read) {
        return next(place(read)) != null && strikes(Kind.READ_FAILED);
    }

    Fault.@Nullable AtPoint onPoint(Fault.Point point) {
        return (Fault.AtPoint) next(place(point));
    }

    /** Whether this snapshot is lost. */
    boolean onSnapshot() {
        return next(SNAPSHOT) != null && strikes(Kind.SNAPSHOT_LOST);
    }

    /** A fault has struck; true, for the convenience of conditions. */
    boolean strikes(Kind kind) {
        until(clock.nowMicros() + SLOWEST_WRITE_MICROS);
        struck.merge(kind, 1, Integer::sum);
        return true;
    }

    /** Something goes wrong until then. */
    void until(long micros) {
        untilMicros = Math.max(untilMicros, micros);
    }

    /** When the last trouble is over, as far as is known. */
    long untilMicros() {
        return untilMicros;
    }

    /** How many faults of each kind there were. */
    Map<Kind, Integer> struck() {
        return struck;
    }
}
