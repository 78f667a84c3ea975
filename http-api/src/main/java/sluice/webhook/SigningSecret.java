package sluice.webhook;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What an endpoint and the node share to tell true deliveries from forged ones. Never printed by accident. */
public final class SigningSecret {

    private static final String PREFIX = "whsec_";
    /** The specification's bounds. */
    private static final int FEWEST_BYTES = 24;

    private static final int MOST_BYTES = 64;
    private static final int FRESH_BYTES = 32;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("A signing secret has 24 to 64 bytes, this one " + key.length);
        }
        this.key = key;
    }

    /** A fresh one of 256 random bits. */
    public static SigningSecret random(SecureRandom random) {
        var key = new byte[FRESH_BYTES];
        random.nextBytes(key);
        return new SigningSecret(key);
    }

    /**
     * Reads {@code whsec_<base64>}.
     *
     * @throws IllegalArgumentException if it is none; the message does not tell the text
     */
    public static SigningSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A signing secret begins with " + PREFIX);
        }
        return new SigningSecret(decoded(text.substring(PREFIX.length())));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) { // its message quotes what it stumbled over
            throw new IllegalArgumentException("A signing secret is whsec_ and base64");
        }
    }

    /** The secret itself, as its receiver needs it: for the one answer that shows it, and for the {@link SecretBox}. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningSecret secret && Arrays.equals(key, secret.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
