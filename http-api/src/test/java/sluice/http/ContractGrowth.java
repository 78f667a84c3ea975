package sluice.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Whether a document has only grown since its release: what was asked then must be taken now, and what was promised then must be
 * given now. Answers may gain fields, and enumerations in answers values, because clients are told so; bounds in answers may widen with
 * those of the requests that they come from.
 */
final class ContractGrowth {

    private static final List<String> UPPER = List.of("maximum", "maxLength", "maxItems", "maxProperties");
    private static final List<String> LOWER = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> SAME = List.of("type", "const", "pattern", "format", "not");

    private final Contract released;
    private final Contract present;
    private final List<String> breaches = new ArrayList<>();
    private final Set<List<Object>> compared = new HashSet<>();

    private ContractGrowth(JsonNode released, JsonNode present) {
        this.released = new Contract(released);
        this.present = new Contract(present);
    }

    /** What clients of {@code released} may stumble over; empty if there is only more than before. */
    static List<String> breaches(JsonNode released, JsonNode present) {
        var growth = new ContractGrowth(released, present);
        growth.compare();
        return growth.breaches;
    }

    private enum Direction {
        ASKED,
        GIVEN
    }

    private void compare() {
        same("the security scheme", "type", "/components/securitySchemes/apiKey/type");
        same("the security scheme", "scheme", "/components/securitySchemes/apiKey/scheme");
        released.root().path("x-problems").forEachEntry((name, before) -> {
            var now = present.root().path("x-problems").path(name);
            if (now.isMissingNode()) {
                breach("the problem " + name, "is gone");
            } else if (!now.path("status").equals(before.path("status"))) {
                breach("the problem " + name, "has another status");
            }
            texts(before.path("members")).stream()
                    .filter(member -> !texts(now.path("members")).contains(member))
                    .forEach(member -> breach("the problem " + name, "is not sure to tell " + member));
        });
        for (var before : released.operations()) {
            var at = before.method() + " " + before.template();
            present.operations().stream()
                    .filter(now -> now.method().equals(before.method())
                            && now.template().equals(before.template()))
                    .findFirst()
                    .ifPresentOrElse(now -> operation(at, before, now), () -> breach(at, "is gone"));
        }
    }

    private void same(String at, String what, String pointer) {
        if (!released.root().at(pointer).equals(present.root().at(pointer))) {
            breach(at, "has another " + what);
        }
    }

    private void operation(String at, Contract.Described before, Contract.Described now) {
        if (!before.id().equals(now.id())) {
            breach(at, "has another operationId");
        }
        if (!before.scope().equals(now.scope())) {
            breach(at, "needs another scope");
        }
        if (now.node().path("x-max-body-bytes").asLong(Long.MAX_VALUE)
                < before.node().path("x-max-body-bytes").asLong(0)) {
            breach(at, "takes shorter bodies");
        }
        parameters(at, before, now);
        body(at, before.node().path("requestBody"), now.node().path("requestBody"));
        before.node().path("responses").forEachEntry((status, reference) -> {
            var answer = now.node().path("responses").path(status);
            if (answer.isMissingNode()) {
                breach(at + " " + status, "is gone");
            } else {
                response(at + " " + status, released.resolve(reference), present.resolve(answer));
            }
        });
    }

    private void parameters(String at, Contract.Described before, Contract.Described now) {
        var old = parameters(released, before);
        var fresh = parameters(present, now);
        old.forEach((name, parameter) -> {
            var other = fresh.get(name);
            if (other == null) {
                breach(at + " " + name, "is gone");
                return;
            }
            if (isRequired(other) && !isRequired(parameter)) {
                breach(at + " " + name, "has become required");
            }
            schema(at + " " + name, parameter.path("schema"), other.path("schema"), Direction.ASKED);
        });
        fresh.forEach((name, parameter) -> {
            if (isRequired(parameter) && !old.containsKey(name)) {
                breach(at + " " + name, "is new and required");
            }
        });
    }

    private static Map<String, JsonNode> parameters(Contract contract, Contract.Described operation) {
        var found = new LinkedHashMap<String, JsonNode>();
        for (var reference : operation.node().path("parameters")) {
            var parameter = contract.resolve(reference);
            found.put(
                    parameter.path("in").asString() + " "
                            + parameter.path("name").asString(),
                    parameter);
        }
        return found;
    }

    private void body(String at, JsonNode before, JsonNode now) {
        if (isRequired(now) && !isRequired(before)) {
            breach(at + " body", "has become required");
        }
        before.path("content").forEachEntry((type, media) -> {
            var other = now.path("content").path(type);
            if (other.isMissingNode()) {
                breach(at + " body " + type, "is gone");
            } else {
                schema(at + " body ", media.path("schema"), other.path("schema"), Direction.ASKED);
            }
        });
    }

    private void response(String at, JsonNode before, JsonNode now) {
        before.path("headers").forEachEntry((name, reference) -> {
            var header = released.resolve(reference);
            var other = present.resolve(now.path("headers").path(name));
            if (other.isMissingNode() || (isRequired(header) && !isRequired(other))) {
                breach(at + " header " + name, "is not sure to be there");
            } else {
                schema(at + " header " + name, header.path("schema"), other.path("schema"), Direction.GIVEN);
            }
        });
        before.path("content").forEachEntry((type, media) -> {
            var other = now.path("content").path(type);
            if (other.isMissingNode()) {
                breach(at + " " + type, "is gone");
            } else {
                schema(at + " ", media.path("schema"), other.path("schema"), Direction.GIVEN);
            }
        });
    }

    private void schema(String at, JsonNode beforeReference, JsonNode nowReference, Direction direction) {
        var before = released.resolve(beforeReference);
        var now = present.resolve(nowReference);
        if (!compared.add(List.of(System.identityHashCode(before), System.identityHashCode(now), direction))) {
            return; // told where it first was seen
        }
        for (var keyword : SAME) {
            boolean loosened = direction == Direction.ASKED && !now.has(keyword);
            if (!before.path(keyword).equals(now.path(keyword)) && !loosened) {
                breach(at, "has another " + keyword);
            }
        }
        fields(at, before, now, direction);
        if (direction == Direction.ASKED) {
            narrowed(at, before, now);
        }
        if (before.has("items")) {
            schema(at + "/*", before.path("items"), now.path("items"), direction);
        }
        if (before.path("additionalProperties").isObject()) {
            schema(at + "/*", before.path("additionalProperties"), now.path("additionalProperties"), direction);
        }
        if (before.has("propertyNames")) {
            schema(at + "/name", before.path("propertyNames"), now.path("propertyNames"), direction);
        }
        alternatives(at, before.path("oneOf"), now.path("oneOf"), direction);
    }

    private void fields(String at, JsonNode before, JsonNode now, Direction direction) {
        before.path("properties").forEachEntry((name, field) -> {
            var other = now.path("properties").path(name);
            if (other.isMissingNode()) {
                breach(at + "/" + name, "is gone");
            } else {
                schema(at + "/" + name, field, other, direction);
            }
        });
        var requiredBefore = texts(before.path("required"));
        var requiredNow = texts(now.path("required"));
        for (var name : direction == Direction.ASKED ? requiredNow : requiredBefore) {
            if (direction == Direction.ASKED && !requiredBefore.contains(name)) {
                breach(at + "/" + name, "has become required");
            }
            if (direction == Direction.GIVEN && !requiredNow.contains(name)) {
                breach(at + "/" + name, "is not sure to be there");
            }
        }
    }

    /** What is asked with may only widen. */
    private void narrowed(String at, JsonNode before, JsonNode now) {
        for (var keyword : UPPER) {
            if (now.has(keyword) && (!before.has(keyword) || compare(now, before, keyword) < 0)) {
                breach(at, "has a lower " + keyword);
            }
        }
        for (var keyword : LOWER) {
            if (now.has(keyword) && (!before.has(keyword) || compare(now, before, keyword) > 0)) {
                breach(at, "has a higher " + keyword);
            }
        }
        if (now.has("enum")) {
            var left = texts(before.path("enum"));
            left.removeAll(texts(now.path("enum")));
            if (!before.has("enum") || !left.isEmpty()) {
                breach(at, "takes no more " + left);
            }
        }
        if (now.path("uniqueItems").asBoolean(false)
                && !before.path("uniqueItems").asBoolean(false)) {
            breach(at, "takes nothing twice any more");
        }
        if (now.has("additionalProperties")
                && now.path("additionalProperties").isBoolean()
                && !before.has("additionalProperties")) {
            breach(at, "takes no other fields any more");
        }
    }

    private static int compare(JsonNode one, JsonNode other, String keyword) {
        return one.path(keyword).decimalValue().compareTo(other.path(keyword).decimalValue());
    }

    private void alternatives(String at, JsonNode before, JsonNode now, Direction direction) {
        if (before.isArray() != now.isArray()
                || (direction == Direction.ASKED && now.size() < before.size())
                || (direction == Direction.GIVEN && now.size() != before.size())) {
            breach(at, "has other alternatives");
            return;
        }
        for (int index = 0; index < before.size(); index++) {
            schema(at + "(" + index + ")", before.get(index), now.get(index), direction);
        }
    }

    private static boolean isRequired(JsonNode node) {
        return node.path("required").asBoolean(false);
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new TreeSet<String>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    private void breach(String at, String what) {
        breaches.add(at.strip() + " " + what);
    }
}
