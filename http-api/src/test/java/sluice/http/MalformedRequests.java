package sluice.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Generates requests that are each wrong in one way: good bodies with one field spoilt, injected or left out, and broken JSON. */
final class MalformedRequests {

    private static final String ORDERS = "/v1/orders";
    private static final String SKU = "/v1/skus/malformed";
    private static final String ACCOUNT = "/v1/accounts/malformed";
    private static final String ORDER = "/v1/orders/0190c3b0-0000-7000-8000-000000000000";

    private static final List<String> NOT_TEXT = List.of("null", "1", "1.5", "true", "[]", "{}", "[\"x\"]", "\"\"");
    private static final List<String> CONTROL =
            List.of("\"a\\u0000\"", "\"\\n\"", "\"a\\u007f\"", "\"\\ud800\"", "\"\\u2028\"");
    private static final List<String> NOT_NAMES = plus(
            NOT_TEXT,
            CONTROL,
            List.of("\" a\"", "\"a \"", "\"a/b\"", "\"a|b\"", "\"e\\u0301\"", "\"\\u200b\"", text(65)));
    private static final List<String> NOT_QUANTITIES = List.of(
            "null",
            "\"1\"",
            "1.0",
            "1.5",
            "1e2",
            "0",
            "-1",
            "1000000000001",
            "9223372036854775808",
            "1" + "0".repeat(35),
            "1" + "0".repeat(100_000),
            "true",
            "[]",
            "{}",
            "-0",
            "01",
            "+1",
            "0x1",
            "NaN",
            "Infinity",
            "1E400");
    private static final List<String> NOT_PRICES = List.of(
            "1",
            "1.5",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"-1\"",
            "\"1e3\"",
            "\".5\"",
            "\"1.\"",
            "\"1.1234567\"",
            "\"01\"",
            "\" 1\"",
            "\"NaN\"",
            "\"1,0\"",
            "\"1000000000000000\"",
            "\"0x1\"",
            "\"٣\"",
            "\"--1\"",
            "\"1 EUR\"");
    private static final List<String> NOT_CURRENCIES =
            plus(NOT_TEXT, List.of("\"eur\"", "\"XXX\"", "\"XAU\"", "\"ZZZ\"", "\"EURO\"", "\"€\"", "\"EUR \""));
    private static final List<String> NOT_MONEY = List.of(
            "null",
            "1",
            "\"1.00\"",
            "[]",
            "{}",
            "{\"amount\":\"1.00\"}",
            "{\"currency\":\"EUR\"}",
            "{\"amount\":1.00,\"currency\":\"EUR\"}",
            "{\"amount\":\"1.001\",\"currency\":\"EUR\"}",
            "{\"amount\":\"1.5\",\"currency\":\"JPY\"}",
            "{\"amount\":\"-1\",\"currency\":\"EUR\"}",
            "{\"amount\":\"99999999999999.00\",\"currency\":\"EUR\"}",
            "{\"amount\":\"1e2\",\"currency\":\"EUR\"}",
            "{\"amount\":\"1\",\"currency\":\"EUR\",\"cents\":1}",
            "{\"amount\":\"1\",\"currency\":null}",
            "{\"amount\":\"1\",\"currency\":\"XXX\"}");
    private static final List<String> INJECTED = List.of(
            "status",
            "total",
            "version",
            "id",
            "claimed",
            "shipped",
            "exposure",
            "placedAt",
            "keyId",
            "@",
            "t",
            "class",
            "__proto__",
            "",
            "a/b~c");

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
        requests.fields();
        requests.syntax();
        requests.envelopes();
        return requests.cases;
    }

    private void fields() {
        var line = "{\"sku\":\"a\",\"quantity\":1,%s}";
        var order = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}],%s}";
        spoil("POST", ORDERS, "{\"lines\":[{\"sku\":\"a\",\"quantity\":1}],%s}", Map.of("currency", NOT_CURRENCIES));
        spoil(
                "POST",
                ORDERS,
                order,
                Map.of(
                        "accountId", withoutNull(NOT_NAMES),
                        "externalId", withoutNull(plus(NOT_TEXT, CONTROL, List.of("\" a\"", text(65)))),
                        "channel", withoutNull(plus(NOT_TEXT, List.of("\"api\"", "\"WEB\""))),
                        "metadata", metadata()));
        spoil("POST", ORDERS, "{\"currency\":\"EUR\",%s}", Map.of("lines", lines()));
        inLine("{\"quantity\":1,%s}", Map.of("sku", NOT_NAMES));
        inLine("{\"sku\":\"a\",%s}", Map.of("quantity", NOT_QUANTITIES));
        inLine(
                line,
                Map.of(
                        "unitPrice",
                        NOT_PRICES,
                        "description",
                        withoutNull(plus(NOT_TEXT, CONTROL, List.of(text(201))))));
        INJECTED.forEach(field -> add("POST", ORDERS, order.formatted("\"" + field + "\":1")));
        INJECTED.forEach(field -> add(
                "POST", ORDERS, "{\"currency\":\"EUR\",\"lines\":[" + line.formatted("\"" + field + "\":1") + "]}"));

        spoil(
                "PUT",
                SKU,
                "{\"price\":{\"amount\":\"1\",\"currency\":\"EUR\"},%s}",
                Map.of("name", plus(NOT_TEXT, CONTROL, List.of(text(201)))));
        spoil(
                "PUT",
                SKU,
                "{\"name\":\"x\",%s}",
                Map.of("price", prices(), "mode", List.of("1", "\"\"", "\"claim\"", "\"TRACK\"", "{}")));
        INJECTED.forEach(field -> add("PUT", SKU, "{\"name\":\"x\",\"" + field + "\":1}"));
        spoil("POST", SKU + "/receipts", "{%s}", Map.of("quantity", NOT_QUANTITIES));
        spoil("POST", SKU + "/receipts", "{\"quantity\":1,%s}", Map.of("location", withoutNull(NOT_NAMES)));
        for (var field : List.of("delta", "counted", "expected")) {
            var good = field.equals("delta") ? "" : field.equals("counted") ? "\"expected\":1," : "\"counted\":1,";
            spoil(
                    "POST",
                    SKU + "/adjustments",
                    "{\"reason\":\"LOST\"," + good + "%s}",
                    Map.of(
                            field,
                            List.of("null", "\"1\"", "1.0", "1e1", "1000000000001", "-1000000000001", "true", "{}")));
        }
        add("POST", SKU + "/adjustments", "{\"reason\":\"LOST\",\"delta\":0}");
        add("POST", SKU + "/adjustments", "{\"reason\":\"LOST\",\"delta\":1,\"counted\":1,\"expected\":1}");
        add("POST", SKU + "/adjustments", "{\"reason\":\"LOST\",\"counted\":-1,\"expected\":1}");
        spoil(
                "POST",
                SKU + "/adjustments",
                "{\"delta\":1,%s}",
                Map.of("reason", plus(NOT_TEXT, List.of("\"RECEIVED\"", "\"lost\""))));

        spoil("PUT", ACCOUNT, "{\"name\":\"x\",%s}", Map.of("creditLimit", NOT_MONEY));
        spoil(
                "PUT",
                ACCOUNT,
                "{\"name\":\"x\",\"creditLimit\":{\"amount\":\"1\",\"currency\":\"EUR\"},%s}",
                Map.of(
                        "paymentTerms",
                        List.of(
                                "1",
                                "\"\"",
                                "\"NET_0\"",
                                "\"NET_366\"",
                                "\"NET_030\"",
                                "\"net_30\"",
                                "\"NET_-1\"",
                                "\"NET_1.5\"",
                                "\"prepaid\"")));
        INJECTED.forEach(field -> add(
                "PUT",
                ACCOUNT,
                "{\"name\":\"x\",\"creditLimit\":{\"amount\":\"1\",\"currency\":\"EUR\"},\"" + field + "\":1}"));
        spoil(
                "POST",
                ACCOUNT + "/payments",
                "{%s}",
                Map.of("amount", plus(NOT_MONEY, List.of("{\"amount\":\"0\",\"currency\":\"EUR\"}"))));

        for (var step : List.of("confirm", "deliver", "release", "cancel", "shipments")) {
            INJECTED.forEach(field -> add("POST", ORDER + "/" + step, "{\"" + field + "\":1}"));
        }
        spoil("POST", ORDER + "/release", "{%s}", Map.of("location", withoutNull(NOT_NAMES)));
        spoil(
                "POST",
                ORDER + "/cancel",
                "{%s}",
                Map.of("reason", withoutNull(plus(NOT_TEXT, CONTROL, List.of(text(201))))));
        spoil(
                "POST",
                ORDER + "/shipments",
                "{%s}",
                Map.of(
                        "lines",
                        List.of(
                                "1",
                                "{}",
                                "[]",
                                "[1]",
                                "[{}]",
                                "[{\"line\":1}]",
                                "[{\"quantity\":1}]",
                                "[{\"line\":0,\"quantity\":1}]",
                                "[{\"line\":1,\"quantity\":0}]",
                                "[{\"line\":1.0,\"quantity\":1}]",
                                "[{\"line\":3000000000,\"quantity\":1}]",
                                "[{\"line\":1,\"quantity\":1},{\"line\":1,\"quantity\":1}]",
                                "[{\"line\":1,\"quantity\":1,\"sku\":\"a\"}]")));
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

    private static List<String> lines() {
        var line = "{\"sku\":\"a\",\"quantity\":1}";
        return List.of(
                "null",
                "1",
                "{}",
                "\"x\"",
                "[]",
                "[null]",
                "[1]",
                "[\"a\"]",
                "[[]]",
                "[{}]",
                "[" + line + ",null]",
                "[" + (line + ",").repeat(1_000) + line + "]");
    }

    private static List<String> metadata() {
        var many = new StringBuilder("{");
        for (int entry = 0; entry < 21; entry++) {
            many.append(entry == 0 ? "" : ",").append("\"k").append(entry).append("\":\"v\"");
        }
        return List.of(
                "1",
                "[]",
                "\"x\"",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{\"\":\"x\"}",
                "{\"a\":\"\"}",
                "{\"a\\u0000\":\"x\"}",
                "{\"a\":\"\\u0001\"}",
                "{" + text(41) + ":\"x\"}",
                "{\"a\":" + text(501) + "}",
                many.append('}').toString());
    }

    private static List<String> prices() {
        var all = new ArrayList<String>();
        NOT_PRICES.forEach(price -> all.add("{\"amount\":" + price + ",\"currency\":\"EUR\"}"));
        NOT_CURRENCIES.forEach(currency -> all.add("{\"amount\":\"1\",\"currency\":" + currency + "}"));
        all.addAll(List.of("1", "\"1\"", "[]", "{}"));
        return all;
    }

    private void inLine(String line, Map<String, List<String>> fields) {
        spoil("POST", ORDERS, "{\"currency\":\"EUR\",\"lines\":[" + line + "]}", fields);
    }

    private void spoil(String method, String path, String template, Map<String, List<String>> fields) {
        fields.forEach((field, values) -> {
            for (var value : values) {
                add(method, path, template.formatted("\"" + field + "\":" + value));
            }
        });
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

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    private static List<String> withoutNull(List<String> values) {
        return values.stream().filter(value -> !value.equals("null")).toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static List<String> plus(List<String>... lists) {
        return List.of(lists).stream().flatMap(List::stream).toList();
    }
}
