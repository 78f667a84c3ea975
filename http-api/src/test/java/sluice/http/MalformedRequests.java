package sluice.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generates requests that are each wrong in one way: good bodies with one field spoilt, injected or left out, and broken JSON. */
final class MalformedRequests {

    private static final String ORDERS = "/v1/orders";
    private static final String SKU = "/v1/skus/malformed";

    private final List<Case> cases = new ArrayList<>();

    /** One request that must be refused with {@code status} and the problem {@code name}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Case(
            String title,
            String method,
            String path,
            byte[] body,
            @Nullable String header,
            String value,
            int status,
            String name) {

        @Override
        public String toString() {
            return title;
        }
    }

    static List<Case> all() {
        var requests = new MalformedRequests();
        requests.cases.addAll(MalformedFields.all());
        requests.syntax();
        requests.envelopes();
        return requests.cases;
    }

    private void syntax() {
        var good = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}]}";
        for (var body : List.of(
                " ",
                "{",
                "}",
                "[]",
                "null",
                "1",
                "\"x\"",
                "true",
                good + "x",
                good + good,
                good + ",",
                "{},{}",
                good.replace(":1", ":1,"),
                good.replace("\"currency\"", "currency"),
                good.replace('"', '\''),
                "/* c */" + good,
                "# c\n" + good,
                good + "//",
                "{\"currency\":\"EUR\",\"currency\":\"USD\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}]}",
                good.replace("\"quantity\":1", "\"quantity\":1,\"quantity\":1"),
                "\ufeff" + good,
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":tru}",
                "{\"a\":1.}",
                "{\"a\":.1}",
                "{\"a\":-}",
                "[".repeat(17),
                "{\"a\":".repeat(17),
                "[".repeat(100_000),
                "{\"a\":".repeat(30_000),
                "{\"metadata\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(101),
                "{\"a\":" + "9".repeat(200_000) + "}",
                "{\"a\":1e" + "9".repeat(1_000) + "}",
                "{\"" + "a".repeat(300) + "\":1}",
                "{\"a\":\"" + "a".repeat(9_000) + "\"}")) {
            add("POST", ORDERS, body);
        }
        encoded(good, StandardCharsets.UTF_16BE);
        encoded(good, StandardCharsets.UTF_16LE);
        encoded(good.replace("\"a\"", "\"é\""), StandardCharsets.ISO_8859_1);
        encoded(good.replace("\"a\"", "\"\u0000\""), StandardCharsets.UTF_8);
        add("overlong UTF-8", new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'});
    }

    private void envelopes() {
        var good = "{\"quantity\":1}".getBytes(StandardCharsets.UTF_8);
        var path = SKU + "/receipts";
        for (var type : List.of(
                "",
                "text/plain",
                "text/json",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "nonsense",
                "application/problem+json")) {
            cases.add(new Case(
                    "Content-Type: " + type, "POST", path, good, "Content-Type", type, 415, "unsupported-media-type"));
        }
        for (var encoding : List.of("gzip", "deflate", "br", "gzip, identity", "nonsense")) {
            cases.add(new Case(
                    "Content-Encoding: " + encoding,
                    "POST",
                    path,
                    good,
                    "Content-Encoding",
                    encoding,
                    415,
                    "unsupported-media-type"));
        }
        var spaces = " ".repeat(256 * 1024).getBytes(StandardCharsets.UTF_8);
        cases.add(new Case("a body of 256 KiB, all spaces", "POST", path, spaces, null, "", 400, "invalid-request"));
        var big = " ".repeat(256 * 1024 + 1).getBytes(StandardCharsets.UTF_8);
        cases.add(new Case("a body of one byte more", "POST", path, big, null, "", 413, "body-too-large"));
        cases.add(
                new Case("a long address", "GET", SKU + "a".repeat(2_100), new byte[0], null, "", 414, "uri-too-long"));
        cases.add(new Case(
                "a long header", "GET", SKU, new byte[0], "X-Long", "a".repeat(5_000), 431, "headers-too-large"));
    }

    private void add(String method, String path, String body) {
        var shown = body.length() > 90 ? body.substring(0, 90) + "… (" + body.length() + ")" : body;
        add(method + " " + path + " " + shown, method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private void encoded(String body, Charset charset) {
        add(charset + " " + body, body.getBytes(charset));
    }

    private void add(String title, byte[] body) {
        add(title, "POST", ORDERS, body);
    }

    private void add(String title, String method, String path, byte[] body) {
        cases.add(new Case(title, method, path, body, null, "", 400, "invalid-request"));
    }
}
