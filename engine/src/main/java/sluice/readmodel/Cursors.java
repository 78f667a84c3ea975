package sluice.readmodel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Cursors as callers get them: opaque and signed, so that none can be made up or altered (HMAC-SHA-256, RFC 2104, its first 128
 * bits, in base64url). What is in one is no secret. Every node of an installation has the same key and takes every cursor.
 */
public final class Cursors {

    private static final String MAC = "HmacSHA256";
    private static final int MAC_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final char SEPARATOR = '\n'; // in no name, fingerprint or key

    private final SecretKeySpec key;

    Cursors(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    /** With the installation's key, which is made if there is none yet. Blocks. */
    static Cursors of(DataSource database) {
        var fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        return Jdbi.create(database).withHandle(handle -> {
            handle.createUpdate("insert into cursor_key (key) values (:key) on conflict do nothing")
                    .bind("key", fresh)
                    .execute();
            return new Cursors(handle.createQuery("select key from cursor_key")
                    .mapTo(byte[].class)
                    .one());
        });
    }

    /** The cursor as text of letters, digits, {@code -} and {@code _}. */
    public String write(Cursor cursor) {
        var said = String.join(String.valueOf(SEPARATOR), cursor.list(), cursor.fingerprint(), cursor.key())
                .getBytes(StandardCharsets.UTF_8);
        var signed = Arrays.copyOf(mac(said), MAC_BYTES + said.length);
        System.arraycopy(said, 0, signed, MAC_BYTES, said.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** The cursor that {@code text} is, to the letter; empty if no node of this installation wrote it. */
    public Optional<Cursor> read(String text) {
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (signed.length <= MAC_BYTES) {
            return Optional.empty();
        }
        var said = Arrays.copyOfRange(signed, MAC_BYTES, signed.length);
        if (!MessageDigest.isEqual(mac(said), Arrays.copyOf(signed, MAC_BYTES))) {
            return Optional.empty();
        }
        var parts = new String(said, StandardCharsets.UTF_8).split(String.valueOf(SEPARATOR), 3);
        var cursor = new Cursor(parts[0], parts[1], parts[2]);
        return write(cursor).equals(text)
                ? Optional.of(cursor)
                : Optional.empty(); // or the last letter could be another
    }

    private byte[] mac(byte[] said) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(said), MAC_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + MAC, impossible);
        }
    }
}
