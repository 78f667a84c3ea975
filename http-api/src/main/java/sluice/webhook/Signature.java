package sluice.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers that prove where a delivery comes from: version 1 of the Standard Webhooks specification, HMAC-SHA-256 of
 * {@code id.timestamp.body}. The specification's library for Java takes the body as a text only and one secret; it verifies what this
 * class writes, in the tests.
 *
 * @param id the event's id, the same in every attempt
 * @param timestamp of the attempt, in seconds of Unix time
 * @param signatures {@code v1,<base64>} of each secret, separated by spaces
 */
public record Signature(String id, long timestamp, String signatures) {

    /**
     * Signs an attempt.
     *
     * @param secrets one, or during a rotation two: the receiver may know either
     */
    public static Signature of(String id, Instant at, byte[] body, List<SigningSecret> secrets) {
        if (id.isEmpty() || id.indexOf('.') >= 0) { // a dot would let part of the id pass for the timestamp
            throw new IllegalArgumentException("not an id that can be signed: " + id);
        }
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no secret to sign with");
        }
        var head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        return new Signature(
                id,
                at.getEpochSecond(),
                secrets.stream()
                        .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, head, body)))
                        .collect(Collectors.joining(" ")));
    }

    private static byte[] hmac(SigningSecret secret, byte[] head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java has HmacSHA256", e);
        }
    }

    /** As they are sent, in the order of the specification. */
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put("webhook-signature", signatures);
        return headers;
    }
}
