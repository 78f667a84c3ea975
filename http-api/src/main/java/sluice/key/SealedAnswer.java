package sluice.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An answer that holds the secret of a key, as it lies in the database: AES-256-GCM under a key that HKDF-SHA-256 (RFC 5869) derives
 * from the API key of the caller who was answered, a salt of its own, and the name it lies under. Nobody else can open it, since of
 * the caller's API key only the hash is stored; and if it was made here, it has 190 random bits that nobody can guess. The name is
 * authenticated, too: an answer cannot be passed off as another's.
 */
final class SealedAnswer {

    private static final int SALT_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedAnswer() {}

    static byte[] seal(byte[] answer, String callersKey, String name) {
        try {
            var salt = random(SALT_BYTES);
            var nonce = random(NONCE_BYTES);
            var sealed =
                    cipher(Cipher.ENCRYPT_MODE, callersKey, name, salt, nonce).doFinal(answer);
            return ByteBuffer.allocate(SALT_BYTES + NONCE_BYTES + sealed.length)
                    .put(salt)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The answer; empty if it was sealed under another API key or name, or has been altered. */
    static Optional<byte[]> open(byte[] sealed, String callersKey, String name) {
        try {
            var salt = new byte[SALT_BYTES];
            var nonce = new byte[NONCE_BYTES];
            var rest = ByteBuffer.wrap(sealed).get(salt).get(nonce);
            var cipher = cipher(Cipher.DECRYPT_MODE, callersKey, name, salt, nonce);
            return Optional.of(cipher.doFinal(sealed, rest.position(), rest.remaining()));
        } catch (AEADBadTagException notForThisCaller) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Cipher cipher(int mode, String callersKey, String name, byte[] salt, byte[] nonce)
            throws GeneralSecurityException {
        var info = name.getBytes(StandardCharsets.UTF_8);
        var key = new SecretKeySpec(derive(callersKey.getBytes(StandardCharsets.UTF_8), salt, info), "AES");
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(info);
        return cipher;
    }

    /** HKDF, whose first block is all that a key of 256 bits needs. */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info) throws GeneralSecurityException {
        var extracted = hmac(salt, secret);
        var block = ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array();
        return hmac(extracted, block);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
