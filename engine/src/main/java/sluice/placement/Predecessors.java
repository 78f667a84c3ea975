package sluice.placement;

import java.time.Duration;
import java.time.Instant;

/** Knows whether the desk before a desk may still be at work, because its node was lost and did not hand it over. */
public final class Predecessors {

    private final Duration window;
    private volatile Instant lastLoss = Instant.MIN;

    /** @param window for how long after it is lost a node may still do what it had begun */
    public Predecessors(Duration window) {
        this.window = window;
    }

    /** The cluster has lost a node. */
    public void lostAt(Instant now) {
        lastLoss = now;
    }

    /**
     * Whether a desk that started at {@code startedAt} took over from one that was lost, and that may still append what it had
     * begun. A second of tolerance: the loss and the new desk's start are seen by different actors.
     */
    public boolean mayAppend(Instant startedAt, Instant now) {
        var loss = lastLoss;
        return !loss.equals(Instant.MIN)
                && !startedAt.isBefore(loss.minusSeconds(1))
                && now.isBefore(startedAt.plus(window));
    }
}
