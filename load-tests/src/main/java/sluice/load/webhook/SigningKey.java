package sluice.load.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver checks a delivery with, after the Standard Webhooks specification: {@code webhook-signature} holds, among others, the
 * HMAC-SHA256 of id, timestamp and body, joined by dots, under the endpoint's secret.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SigningKey(byte[] bytes) {

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** @param secret as the API shows it: {@code whsec_} and the key in Base64 */
    static SigningKey of(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a secret of Standard Webhooks");
        }
        return new SigningKey(Base64.getDecoder().decode(secret.substring(PREFIX.length())));
    }

    /** What is wrong with the delivery; empty if nothing is. */
    String fault(@Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        if (id == null || timestamp == null || signatures == null) {
            return "a header is missing";
        }
        try {
            var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now());
            if (age.abs().compareTo(TOLERANCE) > 0) {
                return "the timestamp is off by " + age;
            }
        } catch (NumberFormatException e) {
            return "the timestamp is " + timestamp;
        }
        var expected = sign(id, timestamp, body);
        for (var signature : signatures.split(" ", -1)) {
            if (signature.startsWith(VERSION)
                    && MessageDigest.isEqual(
                            expected, Base64.getDecoder().decode(signature.substring(VERSION.length())))) {
                return "";
            }
        }
        return "the signature does not fit";
    }

    byte[] sign(String id, String timestamp, byte[] body) {
        try {
            var signed = new ByteArrayOutputStream(body.length + 80);
            signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            signed.writeBytes(body);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(signed.toByteArray());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
