package sluice.rate;

import java.util.Map;
import sluice.entity.Message;

/** To the limiter of a node. */
sealed interface NodeMessage extends Message {

    /** An owner's answer to the question of that number. */
    record Granted(String key, long number, Grant grant) implements NodeMessage {}

    /**
     * What the owners of a node have, to whoever may become their successor.
     *
     * @param nanosUntilFull by key; one whose bucket is full is left out
     */
    record Levels(Map<String, Long> nanosUntilFull) implements NodeMessage {

        public Levels {
            nanosUntilFull = Map.copyOf(nanosUntilFull);
        }
    }
}
