package sluice.http;

import static sluice.http.BadRequest.invalid;
import static sluice.http.BadRequest.refused;
import static sluice.http.ValidRequest.PLACE;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bad input, by body: no JSON, no object, other fields than those known, and what is too large, too deep or too long. */
final class BadBodies {

    private static final int LIMIT = PLACE.bodyLimit();
    private static final int MEGABYTE = 1024 * 1024;
    private static final List<String> UNKNOWN = List.of(
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
            "a/b~c",
            "Lines",
            "e\u0301");

    private final List<BadRequest> rows = new ArrayList<>();

    static List<BadRequest> all() {
        var table = new BadBodies();
        ValidRequest.withBody().forEach(table::ofEach);
        table.syntax();
        table.encodings();
        return table.rows;
    }

    private void ofEach(ValidRequest request) {
        for (var other : List.of("[]", "null", "1", "\"x\"", "true", "[" + request.body + "]")) {
            add("the body " + BadRequest.shortened(other), request, other, "");
        }
        add("and another", request, request.body + request.body, "");
        add("and a letter", request, request.body + "x", "");
        add("after a byte order mark", request, "\ufeff" + request.body, "");
        var last = JsonEdit.places(request.body).stream().filter(place -> place.lastIndexOf('/') == 0);
        add(
                "without its end",
                request,
                request.body.substring(0, request.body.length() - 1),
                last.reduce("", (before, after) -> after));
        for (var field : UNKNOWN) {
            unknown(request, "", field);
        }
        for (var place : JsonEdit.places(request.body)) {
            if (JsonEdit.at(request.body, place).isObject()) {
                unknown(request, place, "nonsense");
                repeated(request, place);
            }
        }
        deep(request, "[", 16);
        deep(request, "[", 100_000);
        deep(request, "{\"a\":", 16);
        add("nonsense of 200,000 digits", request, "{\"nonsense\":" + "9".repeat(200_000) + "}", "/nonsense");
        bytes("no UTF-8", request, "{\"\u00ff\":1}".getBytes(StandardCharsets.ISO_8859_1));
        rows.add(refused(
                request + " a number longer than a body",
                subjects -> request.about(subjects, "9".repeat(request.bodyLimit() + 1)),
                Problem.BODY_TOO_LARGE,
                "/maxBytes " + request.bodyLimit()));
        rows.add(refused(
                request + " a body a megabyte too long",
                subjects -> request.about(subjects, " ".repeat(request.bodyLimit() + MEGABYTE) + request.body),
                Problem.BODY_TOO_LARGE,
                "/maxBytes " + request.bodyLimit()));
    }

    private void unknown(ValidRequest request, String place, String field) {
        add(
                "an unknown field " + place + "/" + field,
                request,
                JsonEdit.append(request.body, place, "\"" + field + "\":1"),
                place + "/" + field.replace("~", "~0").replace("/", "~1"));
    }

    private void repeated(ValidRequest request, String place) {
        JsonEdit.at(request.body, place).properties().stream().findFirst().ifPresent(field -> {
            var again = "\"" + field.getKey() + "\":" + field.getValue();
            var body = JsonEdit.append(request.body, place, again);
            add("a repeated field " + place + "/" + field.getKey(), request, body, place + "/" + field.getKey());
        });
    }

    /** What is unknown is read nevertheless, but not for ever: an object holds what is nested one deeper than is allowed. */
    private void deep(ValidRequest request, String opening, int depth) {
        var body = "{\"nonsense\":" + opening.repeat(depth);
        var inside = opening.equals("[") ? "/0" : "/a";
        add("nested " + depth + " deep by " + opening, request, body, "/nonsense" + inside.repeat(15));
    }

    private void syntax() {
        var good = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"{sku}\",\"quantity\":1}]}";
        for (var body : List.of(
                " ", "{", "}", "{},{}", "/* c */" + good, "# c\n" + good, good + "//", good.replace('"', '\''))) {
            add(body, PLACE, body, "");
        }
        for (var quantity :
                List.of("tru", "nul", "-", "1 1", "1;", "\"a", "\"\\x\"", "\"\\u00g0\"", "\"\t\"", ":1", "")) {
            var body = good.replace(":1}", ":" + quantity + "}");
            add(body, PLACE, body, "/lines/0/quantity");
        }
        add("a name without quotes", PLACE, good.replace("\"lines\"", "lines"), "/currency");
        add("a comma too many", PLACE, good.replace(":1}", ":1,}"), "/lines/0/quantity");
        add("a line too many", PLACE, good.replace("}]", "},]"), "/lines/1");
        add("a name of 300 characters", PLACE, "{\"currency\":1,\"" + "a".repeat(300) + "\":1}", "/currency");
        add("half a character as a name", PLACE, "{\"currency\":1,\"\\ud800\":1}", "/currency");
        add("a field given twice", PLACE, good.replace("[{", "[{\"sku\":\"b\","), "/lines/0/sku");
    }

    private void encodings() {
        var good = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"é\",\"quantity\":1}]}";
        for (var other : List.of(StandardCharsets.UTF_16BE, StandardCharsets.ISO_8859_1, Charset.forName("UTF-32"))) {
            bytes(other.name(), PLACE, good.getBytes(other));
        }
        bytes("overlong UTF-8", PLACE, new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'});
        bytes("a surrogate in UTF-8", PLACE, new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
        add("spaces up to the limit", PLACE, " ".repeat(LIMIT), "");
        rows.add(refused(
                "PLACE one byte above the limit",
                subjects -> PLACE.about(subjects, " ".repeat(LIMIT + 1)),
                Problem.BODY_TOO_LARGE));
        rows.add(refused(
                "PLACE a megabyte in chunks",
                subjects -> PLACE.about(subjects)
                        .plus("Transfer-Encoding", "chunked")
                        .withBody(inChunks(" ".repeat(MEGABYTE))),
                Problem.BODY_TOO_LARGE));
        rows.add(invalid(
                "PLACE chunks that are none",
                subjects -> PLACE.about(subjects)
                        .plus("Transfer-Encoding", "chunked")
                        .withBody("2\r\n{}\r\nzz\r\n".getBytes(StandardCharsets.US_ASCII)),
                ""));
    }

    private static byte[] inChunks(String text) {
        var chunks = new ByteArrayOutputStream();
        int size = 10_000;
        for (int from = 0; from < text.length(); from += size) {
            var chunk = text.substring(from, Math.min(from + size, text.length()));
            chunks.writeBytes((Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    private void add(String title, ValidRequest request, String body, String place) {
        rows.add(invalid(BadRequest.shortened(title), request, body, place));
    }

    private void bytes(String title, ValidRequest request, byte[] body) {
        rows.add(invalid(
                request + " " + title, subjects -> request.about(subjects).withBody(body), ""));
    }
}
