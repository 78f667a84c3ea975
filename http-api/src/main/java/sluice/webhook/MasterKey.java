package sluice.webhook;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key of 256 bits that secrets are sealed under. Its id follows from it, so nobody can give two keys one id. */
final class MasterKey {

    static final int ID_BYTES = 4;
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final byte[] id;

    private MasterKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A master key has 32 bytes, this one " + key.length);
        }
        this.key = key;
        this.id = Arrays.copyOf(sha256(key), ID_BYTES);
    }

    static MasterKey random(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new MasterKey(key);
    }

    /** @throws IllegalArgumentException if it is not 32 bytes in base64; the message does not tell the text */
    static MasterKey parse(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) { // its message quotes what it stumbled over
            throw new IllegalArgumentException("A master key is 32 bytes in base64");
        }
        return new MasterKey(key);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    /** The first bytes of the key's SHA-256: no help in guessing 256 random bits. */
    byte[] id() {
        return id.clone();
    }

    SecretKey forCipher() {
        return new SecretKeySpec(key, "AES");
    }

    /** The key itself, for the file that keeps it. */
    String text() {
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MasterKey that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** Its id. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(id);
    }
}
