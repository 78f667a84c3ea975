package sluice.entity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over what a state holds, in an order fixed by the state: equal pasts make equal hashes on every node. */
public final class CanonicalHash {

    private final MessageDigest digest;

    public CanonicalHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    public CanonicalHash add(long value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    public CanonicalHash add(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length); // or "a" + "bc" would hash as "ab" + "c"
        digest.update(bytes);
        return this;
    }

    /** The hash in hexadecimal; ends the use of this object. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
