package sluice.http;

import static sluice.http.BadRequest.invalid;
import static sluice.http.BadRequest.refused;
import static sluice.http.ValidRequest.BULK;
import static sluice.http.ValidRequest.CONFIRM;
import static sluice.http.ValidRequest.CREATE_KEY;
import static sluice.http.ValidRequest.CREATE_WEBHOOK;
import static sluice.http.ValidRequest.PLACE;
import static sluice.http.ValidRequest.READ_SKU;
import static sluice.http.ValidRequest.RECEIVE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Bad input, by address and header. */
final class BadHeads {

    private static final List<String> NOT_NAMES = List.of(
            "",
            "%00",
            "a%0Ab",
            "a%7F",
            "a%C2%85",
            "%20a",
            "a%20",
            "a%2Fb",
            "a%7Cb",
            "e%CC%81",
            "%E2%80%8B",
            "%FF",
            "%C0%80",
            "%ED%A0%80",
            "x".repeat(65),
            "x".repeat(1_900));
    private static final List<String> NOT_ORDERS = List.of(
            "",
            "0190c3b0-0000-7000-8000-000000000000",
            "0190c3b0-0000-4000-8000-000000000000",
            "0190C3B0-0000-7000-8000-000000000000",
            "1",
            "nonsense",
            "%00",
            "%FF",
            "e%CC%81",
            "x".repeat(1_900));
    private static final List<String> NOT_KEYS =
            List.of("\"\"", "\"open", "a\"b", "\"a\\\"b\"", "\u00e9", "x".repeat(256));
    private static final List<String> NOT_ETAGS = List.of(
            "1",
            "\"x\"",
            "W/\"1\"",
            "\"1\", \"2\"",
            "\"-1\"",
            "\"1",
            "\"01\"",
            "\"9223372036854775808\"",
            "\u00e9",
            "**");
    private static final List<String> NOT_HTTP = List.of(
            "/v1/skus/%",
            "/v1/skus/%zz",
            "/v1/skus/\u00e9",
            "/v1/skus/a#b",
            "/v1/skus/\"a\"",
            "/v1/skus/a\\b",
            "/v1/skus/a\u0000",
            "http://[/");

    private final List<BadRequest> rows = new ArrayList<>();

    static List<BadRequest> all() {
        var table = new BadHeads();
        Stream.of(ValidRequest.values()).forEach(table::addresses);
        Stream.of(ValidRequest.values()).filter(BadHeads::isCommand).forEach(table::preconditions);
        ValidRequest.withBody().forEach(table::contents);
        table.noHttp();
        return table.rows;
    }

    private static boolean isCommand(ValidRequest request) {
        return !request.method.equals("GET");
    }

    private void addresses(ValidRequest request) {
        for (var subject : List.of("{sku}", "{account}")) {
            if (request.path.contains(subject)) {
                var parameter = subject.equals("{sku}") ? "sku" : "id";
                NOT_NAMES.forEach(name -> rows.add(
                        invalid(title(request, "of " + name), at(request, subject, name), "parameter " + parameter)));
            }
        }
        if (request.path.startsWith("/v1/orders/{")) {
            var subject = request.path.split("/", -1)[3];
            NOT_ORDERS.forEach(
                    id -> rows.add(refused(title(request, "of " + id), at(request, subject, id), Problem.NOT_FOUND)));
        }
        rows.add(refused(
                title(request, "an address of 3,000 characters"),
                subjects -> request.about(subjects).withTarget(request.path + "?" + "x".repeat(3_000)),
                Problem.URI_TOO_LONG));
        rows.add(refused(
                title(request, "another method"),
                subjects -> request.about(subjects).withMethod(request.path.endsWith("/{webhook}") ? "PUT" : "PATCH"),
                Problem.METHOD_NOT_ALLOWED));
    }

    private static Function<Subjects, Wire> at(ValidRequest request, String subject, String name) {
        return subjects -> request.about(subjects).withTarget(subjects.fill(request.path.replace(subject, name)));
    }

    private void preconditions(ValidRequest request) {
        NOT_ETAGS.forEach(etag -> header(request, "If-Match", etag));
        rows.add(invalid(
                request + " If-Match twice",
                subjects -> request.about(subjects).plus("If-Match", "\"1\"").plus("If-Match", "\"1\""),
                "header If-Match"));
        if (request == PLACE || request == BULK || request == CREATE_KEY || request == CREATE_WEBHOOK) {
            header(request, "If-Match", "\"1\"");
            header(request, "If-Match", "*");
        } else {
            rows.add(refused(
                    request + " If-Match of no version",
                    subjects -> request.about(subjects).plus("If-Match", "\"999999999999999999\""),
                    Problem.PRECONDITION_FAILED));
        }
        if (request.method.equals("POST")) {
            NOT_KEYS.forEach(key -> header(request, "Idempotency-Key", key));
            rows.add(invalid(
                    request + " Idempotency-Key twice",
                    subjects ->
                            request.about(subjects).plus("Idempotency-Key", "a").plus("Idempotency-Key", "a"),
                    "header Idempotency-Key"));
        }
    }

    private void contents(ValidRequest request) {
        for (var type : List.of(
                "text/plain",
                "text/json",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/problem+json",
                "nonsense")) {
            unsupported(request, "Content-Type", type);
        }
        for (var encoding : List.of("gzip", "deflate", "br", "gzip, identity", "nonsense")) {
            unsupported(request, "Content-Encoding", encoding);
        }
        rows.add(refused(
                request + " without Content-Type",
                subjects -> request.about(subjects).without("Content-Type"),
                Problem.UNSUPPORTED_MEDIA_TYPE));
        rows.add(refused(
                request + " with a wrong key",
                subjects -> request.about(subjects).with("Authorization", "Bearer nonsense"),
                Problem.UNAUTHORIZED));
    }

    /** What the server cannot take as a request at all. */
    private void noHttp() {
        NOT_HTTP.forEach(target -> rows.add(invalid("GET " + target, subjects -> Wire.of("GET", target, ""), "head")));
        for (int first : new int[] {0xc3, 0xe9, 0xf0}) { // of a sequence of two, three or four bytes
            var name = "X-Latin-" + Integer.toHexString(first);
            header(RECEIVE, name, Character.toString(first));
        }
        rows.add(head("no Host", READ_SKU, wire -> wire.without("Host")));
        rows.add(head("a space in a header's name", READ_SKU, wire -> wire.plus("Bad Name", "1")));
        rows.add(head("a header that is no text", RECEIVE, wire -> wire.plus("X-Latin", "\u00ff")));
        rows.add(head("a NUL in a header", RECEIVE, wire -> wire.plus("Idempotency-Key", "a\u0000")));
        rows.add(head("two types", RECEIVE, wire -> wire.plus("Content-Type", "text/plain")));
        rows.add(head(
                "two lengths", CONFIRM, wire -> wire.plus("Content-Length", "1").plus("Content-Length", "2")));
        rows.add(head("a length below zero", CONFIRM, wire -> wire.plus("Content-Length", "-1")));
        rows.add(head("a length beyond all", CONFIRM, wire -> wire.plus("Content-Length", "9".repeat(30))));
        rows.add(refused("BREW", subjects -> READ_SKU.about(subjects).withMethod("BREW"), Problem.NOT_IMPLEMENTED));
        rows.add(refused(
                "a header of 5,000 characters",
                subjects -> RECEIVE.about(subjects).plus("X-Long", "a".repeat(5_000)),
                Problem.HEADERS_TOO_LARGE));
    }

    private static BadRequest head(String title, ValidRequest request, UnaryOperator<Wire> spoil) {
        return invalid(request + " " + title, subjects -> spoil.apply(request.about(subjects)), "head");
    }

    private void header(ValidRequest request, String name, String value) {
        rows.add(invalid(
                title(request, name + ": " + value),
                subjects -> request.about(subjects).plus(name, value),
                "header " + name));
    }

    private void unsupported(ValidRequest request, String name, String value) {
        rows.add(refused(
                title(request, name + ": " + value),
                subjects -> request.about(subjects).with(name, value),
                Problem.UNSUPPORTED_MEDIA_TYPE));
    }

    private static String title(ValidRequest request, String what) {
        return request + " " + BadRequest.shortened(what);
    }
}
