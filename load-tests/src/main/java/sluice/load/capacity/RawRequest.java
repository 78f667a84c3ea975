package sluice.load.capacity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request as bytes made beforehand; of each sending only the idempotency key differs. */
final class RawRequest {

    private static final String BLANK = "0".repeat(16);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int keyAt;

    private RawRequest(byte[] bytes, int keyAt) {
        this.bytes = bytes;
        this.keyAt = keyAt;
    }

    /** An order of one unit of {@code sku}, at a price of its own. */
    static RawRequest order(String host, String apiKey, String run, String sku, String account) {
        var body = "{\"accountId\":\"" + account + "\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + sku
                + "\",\"quantity\":1,\"unitPrice\":\"19.90\"}]}";
        var head = "POST /v1/orders HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + apiKey
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\nIdempotency-Key: "
                + run
                + "-";
        return new RawRequest((head + BLANK + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII), head.length());
    }

    int length() {
        return bytes.length;
    }

    /** Appends the request under key number {@code key}. */
    void writeTo(ByteBuffer out, long key) {
        int digits = out.position() + keyAt;
        out.put(bytes);
        for (int i = 0; i < BLANK.length(); i++) {
            out.put(digits + i, DIGITS[(int) (key >>> (60 - 4 * i)) & 15]);
        }
    }
}
