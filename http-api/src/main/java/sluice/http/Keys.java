package sluice.http;

import java.util.Optional;

/** Knows the API keys. */
@FunctionalInterface
public interface Keys {

    /** The id of the key that {@code presented} is, found in a time that tells nothing about any key; empty if it is none. */
    Optional<String> idOf(String presented);
}
