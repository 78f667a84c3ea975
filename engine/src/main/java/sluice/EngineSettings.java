package sluice;

import com.typesafe.config.Config;
import java.time.Duration;
import sluice.entity.EntitySettings;

/**
 * How the engine of a node runs: the block {@code sluice.engine}.
 *
 * @param askTimeout how long a caller waits for an entity or desk
 * @param placementDeadline how long a placement may ask for claims and credit; shorter than {@code askTimeout}
 * @param vouchPatience how long a claim waits for word of its order before that is asked for; longer than {@code askTimeout}
 * @param settleRetry when an effect that was not answered is asked again
 * @param maxWaitingBirths births that may wait for a statement
 * @param recentSpan how far back from the journal's newest row entities are woken at start and after the loss of a node
 */
public record EngineSettings(
        Duration askTimeout,
        Duration placementDeadline,
        Duration vouchPatience,
        Duration settleRetry,
        int maxWaitingBirths,
        Duration recentSpan,
        EntitySettings entity) {

    public EngineSettings {
        require(askTimeout.isPositive(), "ask-timeout must be above zero");
        require(
                placementDeadline.isPositive() && placementDeadline.compareTo(askTimeout) < 0,
                "placement-deadline must be above zero and below ask-timeout");
        require(vouchPatience.compareTo(askTimeout) > 0, "vouch-patience must be above ask-timeout");
        require(settleRetry.isPositive(), "settle-retry must be above zero");
        require(maxWaitingBirths > 0, "max-waiting-births must be above zero");
        require(recentSpan.compareTo(vouchPatience) > 0, "recent-span must be above vouch-patience");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("sluice.engine." + otherwise);
        }
    }

    /** Reads the block {@code sluice.engine} of {@code config}; refuses wrong values by name. */
    public static EngineSettings of(Config config) {
        var engine = config.getConfig("sluice.engine");
        return new EngineSettings(
                engine.getDuration("ask-timeout"),
                engine.getDuration("placement-deadline"),
                engine.getDuration("vouch-patience"),
                engine.getDuration("settle-retry"),
                engine.getInt("max-waiting-births"),
                engine.getDuration("recent-span"),
                EntitySettings.of(engine.getConfig("entity")));
    }
}
