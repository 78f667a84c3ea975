package sluice.key;

/**
 * A key with its new secret, which is known at this moment only.
 *
 * @param text the whole key in plain
 */
public record MadeKey(KeyRecord key, String text) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "MadeKey[" + key.id() + "]";
    }
}
