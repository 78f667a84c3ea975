package sluice.http;

import java.util.ArrayList;
import java.util.List;

/** Values, as JSON, that fields of one kind or another must not have. */
final class WrongValues {

    static final List<String> NOT_TEXT = List.of("null", "1", "1.5", "true", "[]", "{}", "[\"x\"]", "\"\"");
    static final List<String> CONTROL =
            List.of("\"a\\u0000\"", "\"\\n\"", "\"a\\u007f\"", "\"\\ud800\"", "\"\\u2028\"");
    static final List<String> NOT_NAMES = plus(
            NOT_TEXT,
            CONTROL,
            List.of("\" a\"", "\"a \"", "\"a/b\"", "\"a|b\"", "\"e\\u0301\"", "\"\\u200b\"", text(65)));
    static final List<String> NOT_QUANTITIES = List.of(
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
    static final List<String> NOT_PRICES = List.of(
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
    static final List<String> NOT_CURRENCIES =
            plus(NOT_TEXT, List.of("\"eur\"", "\"XXX\"", "\"XAU\"", "\"ZZZ\"", "\"EURO\"", "\"€\"", "\"EUR \""));
    static final List<String> NOT_MONEY = List.of(
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
    static final List<String> INJECTED = List.of(
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

    private WrongValues() {}

    static List<String> lines() {
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

    static List<String> metadata() {
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

    static List<String> prices() {
        var all = new ArrayList<String>();
        NOT_PRICES.forEach(price -> all.add("{\"amount\":" + price + ",\"currency\":\"EUR\"}"));
        NOT_CURRENCIES.forEach(currency -> all.add("{\"amount\":\"1\",\"currency\":" + currency + "}"));
        all.addAll(List.of("1", "\"1\"", "[]", "{}"));
        return all;
    }

    static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    static List<String> withoutNull(List<String> values) {
        return values.stream().filter(value -> !value.equals("null")).toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static List<String> plus(List<String>... lists) {
        return List.of(lists).stream().flatMap(List::stream).toList();
    }
}
