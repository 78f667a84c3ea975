package sluice.key;

import java.util.Optional;

/** Knows the API keys. */
@FunctionalInterface
public interface Keys {

    /**
     * The key that {@code presented} is; empty if it is none, or not valid any more. Answers from memory, in a time that tells nothing
     * about any key.
     */
    Optional<ApiKey> find(String presented);

    /** Why nobody can say just now that a key is none; empty if a key that is not found is not valid. Answers from memory. */
    default Optional<String> refusal() {
        return Optional.empty();
    }
}
