package sluice.key;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One change of a key.
 *
 * @param sequence the version of the key that it made
 * @param by the id of the key that asked for it
 */
public record KeyEvent(
        long sequence,
        Type type,
        Instant at,
        String by,
        @Nullable String requestId) {

    /** What can happen to a key. */
    public enum Type {
        CREATED,
        ROTATED,
        REVOKED;

        /** As it is written in JSON and in the database: {@code api-key.created}. */
        public String wireName() {
            return "api-key." + name().toLowerCase(Locale.ROOT);
        }

        static Type named(String wireName) {
            return valueOf(wireName.substring("api-key.".length()).toUpperCase(Locale.ROOT));
        }
    }
}
