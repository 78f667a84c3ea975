package sluice.http;

import static sluice.http.Mutation.any;

import java.util.List;
import java.util.Random;
import sluice.http.Mutation.Draft;

/** Changes to the method, the address and the headers. */
final class HeadMutations {

    private static final List<String> HEADERS = List.of(
            "Host",
            "Authorization",
            "Content-Type",
            "Content-Encoding",
            "Idempotency-Key",
            "If-Match",
            "X-Request-Id",
            "Accept",
            "Connection",
            "Expect",
            "Origin",
            "Range");
    private static final List<String> VALUES = List.of(
            "x",
            "*",
            "\"1\"",
            "\"0\"",
            "W/\"1\"",
            "\"",
            "\"\"",
            "1",
            "-1",
            "close",
            "100-continue",
            "application/json",
            "application/json; charset=utf-16",
            "text/plain",
            "gzip",
            "identity",
            "Bearer",
            "Bearer x",
            "a\tb",
            "a\u0000b",
            "\u00e9",
            "\u00ff",
            "a, b",
            "x".repeat(300),
            "x".repeat(5_000),
            "%00",
            "\\");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "post", "G\u0000T");
    private static final List<String> SEGMENTS = List.of(
            "",
            "x",
            "%00",
            "%20a",
            "a%2Fb",
            "%7C",
            "e%CC%81",
            "%FF",
            "%ED%A0%80",
            "%E2%80%8B",
            "%",
            "%zz",
            "..",
            ".",
            "\u00e9",
            "0190c3b0-0000-7000-8000-000000000000",
            "x".repeat(65),
            "x".repeat(3_000),
            "a;b=c",
            "\"",
            "a\tb");
    private static final List<String> SUFFIXES =
            List.of("/", "//", "?", "?a=b", "?%zz", "#a", "/x", "%20", "%2F", " x", "\u0000");

    static final List<Mutation> ALL = List.of(
            new Mutation(
                    "a header left out",
                    (draft, random) -> draft.wire()
                            .without(any(draft.wire().headers(), random).name())),
            new Mutation("a header doubled", HeadMutations::doubled),
            new Mutation(
                    "an odd header", (draft, random) -> draft.wire().with(any(HEADERS, random), any(VALUES, random))),
            new Mutation("a header's characters", HeadMutations::garbled),
            new Mutation("another method", (draft, random) -> draft.wire().withMethod(any(METHODS, random))),
            new Mutation(
                    "another address",
                    (draft, random) ->
                            draft.wire().withTarget(draft.other(random).target())),
            new Mutation("an odd segment", HeadMutations::segment),
            new Mutation("an address's characters", HeadMutations::characters),
            new Mutation(
                    "a longer address",
                    (draft, random) -> draft.wire().withTarget(draft.wire().target() + any(SUFFIXES, random))));

    private HeadMutations() {}

    private static Wire doubled(Draft draft, Random random) {
        var header = any(draft.wire().headers(), random);
        return draft.wire().plus(header.name(), random.nextBoolean() ? header.value() : any(VALUES, random));
    }

    private static Wire garbled(Draft draft, Random random) {
        var header = any(draft.wire().headers(), random);
        return draft.wire().with(header.name(), spoilt(header.value(), random));
    }

    private static Wire segment(Draft draft, Random random) {
        var segments = draft.wire().target().split("/", -1);
        segments[1 + random.nextInt(segments.length - 1)] = any(SEGMENTS, random);
        return draft.wire().withTarget(String.join("/", segments));
    }

    private static Wire characters(Draft draft, Random random) {
        return draft.wire().withTarget("/" + spoilt(draft.wire().target().substring(1), random));
    }

    /** With one character replaced, inserted or left out; none that would end the line. */
    private static String spoilt(String text, Random random) {
        int at = random.nextInt(text.length());
        int chosen = random.nextInt(256);
        var inserted = chosen == '\n' || chosen == '\r' ? "" : Character.toString(chosen);
        return text.substring(0, at) + inserted + text.substring(at + random.nextInt(2));
    }
}
