package sluice.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * An API key in plain: {@code sluice_<keyid>_<secret><checksum>}. The checksum lets a scanner of source code tell a leaked key
 * from a look-alike, and a server refuse a mistyped one before it looks anything up; it proves nothing.
 */
record KeyText(String keyId, String text) {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PREFIX = "sluice_";
    private static final int KEY_ID_LENGTH = 10;
    /** log2(62^32) = 190 random bits. */
    private static final int SECRET_LENGTH = 32;
    /** 62^6 exceeds 2^32, the values of the CRC-32. */
    private static final int CHECKSUM_LENGTH = 6;

    private static final int KEY_ID_END = PREFIX.length() + KEY_ID_LENGTH;
    private static final int CHECKSUM_BEGIN = KEY_ID_END + 1 + SECRET_LENGTH;
    private static final int LENGTH = CHECKSUM_BEGIN + CHECKSUM_LENGTH;

    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText random() {
        return withId(digits(RANDOM, KEY_ID_LENGTH));
    }

    /** Another secret for the key {@code keyId}. */
    static KeyText withId(String keyId) {
        var text = PREFIX + keyId + "_" + digits(RANDOM, SECRET_LENGTH);
        return new KeyText(keyId, text + checksum(text));
    }

    /** The id in {@code presented}; empty if it does not have the form of a key, or its checksum is wrong. */
    static Optional<String> keyIdIn(String presented) {
        if (presented.length() != LENGTH
                || !presented.startsWith(PREFIX)
                || presented.charAt(KEY_ID_END) != '_'
                || !presented.endsWith(checksum(presented.substring(0, CHECKSUM_BEGIN)))) {
            return Optional.empty();
        }
        return Optional.of(presented.substring(PREFIX.length(), KEY_ID_END));
    }

    private static String digits(RandomGenerator random, int length) {
        var digits = new StringBuilder(length);
        for (var i = 0; i < length; i++) {
            digits.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return digits.toString();
    }

    /** CRC-32 of what precedes it, in base 62. */
    static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        var digits = new StringBuilder(CHECKSUM_LENGTH);
        var rest = crc.getValue();
        for (var i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
            rest /= DIGITS.length();
        }
        return digits.reverse().toString();
    }

    byte[] hash() {
        return hash(text);
    }

    /** What is kept of a key, and compared. The secret has more than 160 random bits, so it needs no slow hash. */
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + keyId + "_…";
    }
}
