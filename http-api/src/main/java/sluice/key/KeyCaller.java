package sluice.key;

import sluice.Caller;

/**
 * Who asks for a change of keys.
 *
 * @param caller with the idempotency key and the version expected, where given
 * @param key what it asks with
 * @param presented the same in plain: what is answered under an idempotency key is sealed with it
 */
public record KeyCaller(Caller caller, ApiKey key, String presented) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "KeyCaller[" + caller + "]";
    }
}
