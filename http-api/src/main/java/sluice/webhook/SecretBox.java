package sluice.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Keeps secrets unreadable in the database: AES-256-GCM under a master key that is never in it. What is sealed says which key opens it
 * and for whom it was sealed, so that it can neither be moved to another endpoint's row nor be passed off as another key's.
 *
 * <p>Layout: a version byte, 4 bytes of the key's id, 12 random bytes, then ciphertext and tag. Version, key id and owner are
 * authenticated. Nonces are random, which is safe for some 2^32 secrets under one key (NIST SP 800-38D, section 8.3).
 */
public final class SecretBox {

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + MasterKey.ID_BYTES;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final MasterKeys keys;
    private final SecureRandom random;

    public SecretBox(MasterKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** A sealed secret cannot be opened: its key is not among those given, or it was altered, or sealed for another owner. */
    public static final class CannotOpen extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotOpen(String message) {
            super(message);
        }
    }

    /**
     * Seals under the current master key.
     *
     * @param owner the id of what the secret belongs to, needed to open it
     */
    public byte[] seal(String owner, String secret) {
        var key = keys.current();
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var head = ByteBuffer.allocate(HEAD_BYTES).put(VERSION).put(key.id()).array();
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, head, owner);
            var sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length)
                    .put(head)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java has AES-256-GCM", e);
        }
    }

    /** @throws CannotOpen if it is not what {@link #seal} made for this owner under one of the keys */
    public String open(String owner, byte[] sealed) {
        var key = keyOf(sealed)
                .orElseThrow(() -> new CannotOpen("The secret of " + owner
                        + " was sealed under a master key that this node was not given, or is no sealed secret."));
        try {
            var head = Arrays.copyOf(sealed, HEAD_BYTES);
            var nonce = Arrays.copyOfRange(sealed, HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
            var cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, head, owner);
            var start = HEAD_BYTES + NONCE_BYTES;
            return new String(cipher.doFinal(sealed, start, sealed.length - start), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new CannotOpen("The secret of " + owner + " was altered, or sealed for another.");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java has AES-256-GCM", e);
        }
    }

    /** Whether there are keys that open and do not seal. */
    public boolean hasOlderKeys() {
        return keys.count() > 1;
    }

    /**
     * The same secret under the current master key; empty if it is under that already. When every secret is re-wrapped the older keys
     * may be dropped.
     *
     * @throws CannotOpen as {@link #open}
     */
    public Optional<byte[]> rewrap(String owner, byte[] sealed) {
        var isCurrent = keyOf(sealed).filter(keys.current()::equals).isPresent();
        return isCurrent ? Optional.empty() : Optional.of(seal(owner, open(owner, sealed)));
    }

    private Optional<MasterKey> keyOf(byte[] sealed) {
        if (sealed.length < HEAD_BYTES + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            return Optional.empty();
        }
        return keys.find(Arrays.copyOfRange(sealed, 1, HEAD_BYTES));
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] nonce, byte[] head, String owner)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.forCipher(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Without keys. */
    @Override
    public String toString() {
        return "SecretBox" + keys;
    }
}
