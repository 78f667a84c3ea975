package sluice.http;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Values, as JSON or nearly so, that fields of one kind or another must not have. */
final class WrongValues {

    private static final List<String> NOT_STRINGS = List.of("1", "1.5", "true", "[]", "{}", "[\"x\"]", "'x'");
    private static final List<String> NOT_WHOLE = List.of(
            "\"1\"",
            "1.0",
            "1.5",
            "1e2",
            "1e99999999999",
            "1E400",
            "9223372036854775808",
            "-9223372036854775809",
            "1" + "0".repeat(35),
            "1" + "0".repeat(100_000),
            "01",
            "+1",
            "0x1",
            "1.",
            ".5",
            "NaN",
            "Infinity",
            "true",
            "[]",
            "{}");
    private static final List<String> CONTROL = List.of(
            "\"a\\u0000\"", "\"\u0000\"", "\"\\n\"", "\"a\\u007f\"", "\"a\u0085\"", "\"\\ud800\"", "\"\\u2028\"");

    static final List<String> NOT_OBJECTS = List.of("1", "\"x\"", "[]", "[{}]", "true");
    static final List<String> NOT_LISTS = List.of("1", "\"x\"", "{}", "[]", "true");
    static final List<String> NOT_REFERENCES = plus(
            notText(64),
            List.of("\" a\"", "\"a \"", "\"a\\u00a0\"", "\"e\\u0301\"", "\"\\u200b\"", "\"\\ue000\"", "\"a\\udc00\""));
    static final List<String> NOT_NAMES = plus(NOT_REFERENCES, List.of("\"a/b\"", "\"a|b\""));
    static final List<String> NOT_QUANTITIES = plus(NOT_WHOLE, List.of("0", "-0", "-1", "1000000000001"));
    static final List<String> NOT_COUNTS = plus(NOT_WHOLE, List.of("-1", "1000000000001"));
    static final List<String> NOT_ON_RECORD = plus(NOT_WHOLE, List.of("-1000000000001", "1000000000001"));
    static final List<String> NOT_DELTAS = plus(NOT_ON_RECORD, List.of("0", "-0"));
    static final List<String> NOT_LINE_NUMBERS = plus(NOT_WHOLE, List.of("0", "-1", "2147483648"));
    static final List<String> NOT_PRICES = plus(
            NOT_STRINGS,
            List.of(
                    "\"\"",
                    "\"-1\"",
                    "\"--1\"",
                    "\"+1\"",
                    "\"1e3\"",
                    "\".5\"",
                    "\"1.\"",
                    "\"1.1234567\"",
                    "\"01\"",
                    "\" 1\"",
                    "\"1,0\"",
                    "\"1 EUR\"",
                    "\"NaN\"",
                    "\"0x1\"",
                    "\"٣\"",
                    "\"1\\u0000\"",
                    "\"1000000000000000\"",
                    text(9_000)));
    static final List<String> NOT_DECIMALS = plus(NOT_PRICES, List.of("\"1.001\"", "\"99999999999999.00\""));
    static final List<String> NOT_CURRENCIES =
            plus(notText(3), List.of("\"eur\"", "\"XXX\"", "\"XAU\"", "\"ZZZ\"", "\"€\"", "\"EUR \""));
    static final List<String> NOT_CHANNELS = plus(notText(12), List.of("\"api\"", "\"WEB\"", "\"API \""));
    static final List<String> NOT_MODES = plus(notText(12), List.of("\"claim\"", "\"TRACK\""));
    static final List<String> NOT_REASONS = plus(notText(12), List.of("\"RECEIVED\"", "\"lost\""));
    static final List<String> NOT_TERMS = plus(
            notText(12),
            List.of(
                    "\"NET_0\"",
                    "\"NET_366\"",
                    "\"NET_030\"",
                    "\"net_30\"",
                    "\"NET_-1\"",
                    "\"NET_1.5\"",
                    "\"NET_٣\"",
                    "\"prepaid\""));

    static final List<String> NOT_SCOPES =
            plus(notText(16), List.of("\"orders\"", "\"ORDERS_READ\"", "\"orders:Read\"", "\"orders:read \"", "\"*\""));
    static final List<String> NOT_OVERLAPS = plus(NOT_WHOLE, List.of("-1", "604801"));
    static final List<String> NOT_MOMENTS = plus(
            notText(30),
            List.of(
                    "\"2020-01-01T00:00:00Z\"",
                    "\"2099-02-30T00:00:00Z\"",
                    "\"2099-13-01T00:00:00Z\"",
                    "\"2099-01-01T25:00:00Z\"",
                    "\"2099-01-01\"",
                    "\"2099-01-01T00:00Z\"",
                    "\"2099-01-01T00:00:00\"",
                    "\"2099-01-01T00:00:00+01:00\"",
                    "\"2099-01-01 00:00:00Z\"",
                    "\"2099-01-01t00:00:00z\"",
                    "\"+12099-01-01T00:00:00Z\"",
                    "\"4102444800\""));

    static final List<String> NOT_POSITIONS = plus(NOT_WHOLE, List.of("0", "-1"));
    static final List<String> NOT_EVENTS = plus(
            notText(81),
            List.of(
                    "\"order\"",
                    "\"order.\"",
                    "\"order.*.*\"",
                    "\"*.shipped\"",
                    "\"order.nonsense\"",
                    "\"nonsense.*\"",
                    "\"Order.*\"",
                    "\"order.shipped \"",
                    "\"**\""));

    /** On a node where a range of addresses is allowed, as the tests' is: plain HTTP, low ports and private names may lead there. */
    static final List<String> NOT_URLS = plus(
            notText(2_048),
            List.of(
                    "\"x\"",
                    "\"ftp://hooks.example.net/\"",
                    "\"https://user@hooks.example.net/\"",
                    "\"https://hooks.example.net/#a\"",
                    "\"https://10.0.0.1/\"",
                    "\"https://169.254.169.254/latest\"",
                    "\"https://[::1]/\"",
                    "\"https://0x7f000001/\"",
                    "\"https://127.1/\""));

    private WrongValues() {}

    /** What no text of 1 to {@code max} characters is. */
    static List<String> notText(int max) {
        return plus(NOT_STRINGS, CONTROL, List.of("\"\"", text(max + 1), text(9_000)));
    }

    static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    /** So many lines of {@code quantity} each. */
    static String lines(int count, long quantity) {
        return Collections.nCopies(count, "{\"sku\":\"{sku}\",\"quantity\":" + quantity + "}")
                .toString();
    }

    /** An object of so many entries. */
    static String entries(int count) {
        var entries = IntStream.range(0, count).mapToObj(entry -> "\"k" + entry + "\":\"v\"");
        return '{' + String.join(",", entries.toList()) + '}';
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static List<String> plus(List<String>... lists) {
        return Arrays.stream(lists).flatMap(List::stream).toList();
    }
}
