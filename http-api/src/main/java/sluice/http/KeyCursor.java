package sluice.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sluice.key.KeyPlace;

/**
 * Where a page of the list of keys ended, as its reader is told: signed with the reader's own API key, which every node knows when it is
 * asked again and nothing has to be kept for.
 */
final class KeyCursor {

    private static final int SIGNATURE_BYTES = 16;
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,15}) ([0-9A-Za-z]{1,64})");

    private KeyCursor() {}

    static String of(KeyPlace place, String readersKey) {
        var text = place.createdAt().toEpochMilli() + " " + place.keyId();
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        var signed = Arrays.copyOf(bytes, bytes.length + SIGNATURE_BYTES);
        System.arraycopy(signature(bytes, readersKey), 0, signed, bytes.length, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** Empty if {@code cursor} is none, or was not given to this reader. */
    static Optional<KeyPlace> read(String cursor, String readersKey) {
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (signed.length <= SIGNATURE_BYTES) {
            return Optional.empty();
        }
        var bytes = Arrays.copyOf(signed, signed.length - SIGNATURE_BYTES);
        var signature = Arrays.copyOfRange(signed, bytes.length, signed.length);
        var place = PLACE.matcher(new String(bytes, StandardCharsets.US_ASCII));
        return MessageDigest.isEqual(signature, signature(bytes, readersKey)) && place.matches()
                ? Optional.of(new KeyPlace(Instant.ofEpochMilli(Long.parseLong(place.group(1))), place.group(2)))
                : Optional.empty();
    }

    private static byte[] signature(byte[] place, String readersKey) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(readersKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update("listApiKeys ".getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(mac.doFinal(place), SIGNATURE_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
