package sluice.entity;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How entities are run.
 *
 * @param maxWaiting requests that wait while a batch is in flight; more are answered {@code NotDone}
 * @param maxBatch requests decided in one go
 * @param maxInMemory entities of a kind that a node keeps; beyond it those used longest ago leave
 * @param idleTimeout after which an entity with nothing to see to leaves memory
 * @param messageLifetime how long a message between entities may be under way
 * @param minBackoff until an entity that failed starts again, doubling up to {@code maxBackoff}
 */
public record EntitySettings(
        int maxWaiting,
        int maxBatch,
        int maxInMemory,
        Duration idleTimeout,
        Duration messageLifetime,
        Duration minBackoff,
        Duration maxBackoff) {

    public EntitySettings {
        require(maxWaiting > 0, "max-waiting must be above zero");
        require(maxBatch > 0, "max-batch must be above zero");
        require(maxInMemory > 0, "max-in-memory must be above zero");
        require(idleTimeout.isPositive(), "idle-timeout must be above zero");
        require(messageLifetime.isPositive(), "message-lifetime must be above zero");
        require(
                minBackoff.isPositive() && maxBackoff.compareTo(minBackoff) >= 0,
                "min-backoff must be above zero and at most max-backoff");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("sluice.engine.entity." + otherwise);
        }
    }

    /** Reads the block {@code sluice.engine.entity}. */
    public static EntitySettings of(Config config) {
        return new EntitySettings(
                config.getInt("max-waiting"),
                config.getInt("max-batch"),
                config.getInt("max-in-memory"),
                config.getDuration("idle-timeout"),
                config.getDuration("message-lifetime"),
                config.getDuration("min-backoff"),
                config.getDuration("max-backoff"));
    }
}
