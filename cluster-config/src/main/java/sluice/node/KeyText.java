package sluice.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * An API key in plain: {@code sluice_<keyid>_<secret><checksum>}. The checksum lets a scanner of source code tell a leaked key
 * from a look-alike; it proves nothing.
 */
record KeyText(String keyId, String text) {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int KEY_ID_LENGTH = 10;
    /** log2(62^32) = 190 random bits. */
    private static final int SECRET_LENGTH = 32;
    /** 62^6 exceeds 2^32, the values of the CRC-32. */
    private static final int CHECKSUM_LENGTH = 6;

    static KeyText random() {
        var random = new SecureRandom();
        var keyId = digits(random, KEY_ID_LENGTH);
        var text = "sluice_" + keyId + "_" + digits(random, SECRET_LENGTH);
        return new KeyText(keyId, text + checksum(text));
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
        return "sluice_" + keyId + "_…";
    }
}
