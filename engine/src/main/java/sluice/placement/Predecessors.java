package sluice.placement;

import java.time.Duration;
import java.time.Instant;

/**
 * Knows whether the owner before may still be at work, because its node was lost and did not hand over. It may only have stood still.
 *
 * <p>A second of tolerance throughout: the loss and the start of what takes over are seen by different actors.
 */
public final class Predecessors {

    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Duration appendWindow;
    private final Duration writeWindow;
    private volatile Instant lastLoss = Instant.MIN;
    private volatile Instant joined = Instant.MIN;

    /**
     * @param appendWindow for how long after it is lost a node may still append births that it had begun
     * @param writeWindow for how long after a node was lost it is reckoned with that it writes a row of an entity that has moved
     */
    public Predecessors(Duration appendWindow, Duration writeWindow) {
        this.appendWindow = appendWindow;
        this.writeWindow = writeWindow;
    }

    /** The cluster has lost a node. */
    public void lostAt(Instant now) {
        lastLoss = now;
    }

    /** This node has come to others, and did not see whom they lost. */
    public void joinedAt(Instant now) {
        joined = now;
    }

    /**
     * Whether a desk that started at {@code startedAt} took over from one that was lost, and that may still append what it had
     * begun.
     */
    public boolean mayAppend(Instant startedAt, Instant now) {
        return isAfter(lastLoss, startedAt) && now.isBefore(startedAt.plus(appendWindow));
    }

    /** Whether an entity that started at {@code startedAt} may have another owner yet, on a node that was lost. */
    public boolean mayWrite(Instant startedAt) {
        return isWithin(lastLoss, startedAt) || isWithin(joined, startedAt);
    }

    private boolean isWithin(Instant change, Instant startedAt) {
        return isAfter(change, startedAt) && startedAt.isBefore(change.plus(writeWindow));
    }

    private static boolean isAfter(Instant change, Instant startedAt) {
        return !change.equals(Instant.MIN) && !startedAt.isBefore(change.minus(TOLERANCE));
    }
}
