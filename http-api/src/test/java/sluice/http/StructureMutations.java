package sluice.http;

import static sluice.http.Mutation.any;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import sluice.http.Mutation.Draft;

/** Changes to a body as JSON: to one value of it, or to which fields there are. */
final class StructureMutations {

    static final List<Mutation> ALL = List.of(
            value("another type", "1", "\"1\"", "1.5", "true", "[]", "{}", "\"\"", "[null]", "{\"amount\":\"1\"}"),
            value("null", "null"),
            value(
                    "a wrong number",
                    "0",
                    "-1",
                    "1.5",
                    "1e3",
                    "-0",
                    "9223372036854775808",
                    "1000000000001",
                    "1e99999999999"),
            value(
                    "a huge number",
                    "9".repeat(40),
                    "9".repeat(41),
                    "9".repeat(20_000),
                    "-" + "9".repeat(30),
                    "1e-999999999"),
            value(
                    "a long text",
                    "\"" + "x".repeat(65) + '"',
                    "\"" + "x".repeat(501) + '"',
                    "\"" + "x".repeat(9_000) + '"'),
            value(
                    "deep nesting",
                    "[".repeat(20) + "]".repeat(20),
                    "{\"a\":".repeat(50) + "1" + "}".repeat(50),
                    "[".repeat(9_000)),
            value(
                    "a wrong text",
                    "\"\\u0000\"",
                    "\"e\\u0301\"",
                    "\"\\ud800\"",
                    "\"a\\u202eb\"",
                    "\" a\"",
                    "\"a/b\"",
                    "\"\\t\""),
            new Mutation("a field missing", StructureMutations::missing),
            new Mutation("a field too many", StructureMutations::extra),
            new Mutation("a field repeated", StructureMutations::repeated),
            new Mutation("a field renamed", StructureMutations::renamed),
            new Mutation("two values swapped", StructureMutations::swapped),
            new Mutation("a character spoilt", StructureMutations::spoilt),
            new Mutation(
                    "another operation's body",
                    (draft, random) -> draft.wire().withBody(draft.other(random).body())));

    private static final List<String> NAMES = List.of(
            "status",
            "version",
            "sku",
            "quantity",
            "currency",
            "amount",
            "location",
            "reason",
            "delta",
            "",
            "a/b",
            "Name");
    private static final List<String> CHARACTERS = List.of(
            "\\u0000", "\\u0301", "\\ud800", "\\udc00", "\\u200b", "\\u2028", "\\n", "/", "|", " ", "\\ufffd", "\\\\");

    private StructureMutations() {}

    /** Puts one of {@code values} in the place of any value. */
    private static Mutation value(String name, String... values) {
        var choices = List.of(values);
        return new Mutation(
                name,
                (draft, random) -> draft.withBody(
                        JsonEdit.replace(draft.body(), place(draft, random, any -> true), any(choices, random))));
    }

    private static Wire missing(Draft draft, Random random) {
        var place = place(draft, random, any -> true);
        return draft.withBody(place.isEmpty() ? "" : JsonEdit.remove(draft.body(), place));
    }

    private static Wire extra(Draft draft, Random random) {
        var object =
                place(draft, random, place -> JsonEdit.at(draft.body(), place).isObject());
        var field = "\"" + any(NAMES, random) + "\":" + any(List.of("1", "null", "\"x\"", "{}"), random);
        return draft.withBody(JsonEdit.append(draft.body(), object, field));
    }

    private static Wire repeated(Draft draft, Random random) {
        var object =
                place(draft, random, place -> JsonEdit.at(draft.body(), place).isObject());
        var fields = JsonEdit.at(draft.body(), object).properties().stream().toList();
        if (fields.isEmpty()) {
            return draft.withBody("{\"a\":1,\"a\":1}");
        }
        var field = any(fields, random);
        return draft.withBody(JsonEdit.append(draft.body(), object, "\"" + field.getKey() + "\":" + field.getValue()));
    }

    private static Wire renamed(Draft draft, Random random) {
        var place = place(draft, random, one -> !one.isEmpty());
        var name = place.substring(place.lastIndexOf('/') + 1);
        return draft.withBody(draft.body().replace("\"" + name + "\"", "\"" + any(NAMES, random) + "\""));
    }

    private static Wire swapped(Draft draft, Random random) {
        var first = place(draft, random, any -> true);
        var second = place(draft, random, any -> true);
        if (first.startsWith(second) || second.startsWith(first)) { // one holds the other
            return draft.withBody(JsonEdit.write(JsonEdit.at(draft.body(), first)));
        }
        var once = JsonEdit.replace(draft.body(), first, JsonEdit.write(JsonEdit.at(draft.body(), second)));
        return draft.withBody(JsonEdit.replace(once, second, JsonEdit.write(JsonEdit.at(draft.body(), first))));
    }

    /** Puts a character into any text. */
    private static Wire spoilt(Draft draft, Random random) {
        var place = place(draft, random, one -> JsonEdit.at(draft.body(), one).isTextual());
        var text = JsonEdit.at(draft.body(), place).asText();
        int at = random.nextInt(text.length() + 1);
        var spoilt = "\"" + text.substring(0, at) + any(CHARACTERS, random) + text.substring(at) + "\"";
        return draft.withBody(JsonEdit.replace(draft.body(), place, spoilt));
    }

    /** A pointer to any value of those wanted, or else to the whole. */
    private static String place(Draft draft, Random random, Predicate<String> isWanted) {
        var places = JsonEdit.places(draft.body()).stream().filter(isWanted).toList();
        return places.isEmpty() ? "" : any(places, random);
    }
}
