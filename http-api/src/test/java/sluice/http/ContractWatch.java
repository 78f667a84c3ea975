package sluice.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import sluice.http.TestApi.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Holds every answer that a test gets against the contract: status, type, headers, body, and which problems there may be. */
final class ContractWatch {

    private static final Contract CONTRACT = Contract.served();
    private static final Set<String> DESCRIBED_HEADERS = describedHeaders();

    private ContractWatch() {}

    /** The answer to a request that an HTTP library made. */
    static Reply checked(String method, String target, Reply reply) {
        var operation = CONTRACT.operation(method, target);
        var allowed = operation.isPresent()
                ? List.of(CONTRACT.resolve(
                        operation.get().node().path("responses").path(Integer.toString(reply.status()))))
                : outside();
        return checked(method, target, reply, allowed);
    }

    /** The answer to bytes, of which it may be unknown what they ask. */
    static Reply checkedOfWire(String method, String target, Reply reply) {
        var operation = CONTRACT.operation(method, target);
        var allowed = new ArrayList<JsonNode>();
        operation.ifPresent(asked ->
                allowed.add(CONTRACT.resolve(asked.node().path("responses").path("" + reply.status()))));
        allowed.addAll(outside());
        return checked(method, target, reply, allowed);
    }

    /** A refusal by a server whose operations are not in the contract: it is one of the problems that there are. */
    static void checkedProblem(int status, String contentType, String body) {
        var faults = new ArrayList<String>();
        if (!contentType.equals(Contract.PROBLEM_JSON)) {
            faults.add("Content-Type " + contentType);
        }
        problemFaults(status, body, faults);
        fail("a refusal", status, body, faults);
    }

    private static Reply checked(String method, String target, Reply reply, List<JsonNode> allowed) {
        var asked = method + " " + target.replaceFirst("[?].*", "?…");
        List<String> best = List.of("no such status is in the contract");
        for (var response : allowed) {
            if (response.isMissingNode()) {
                continue;
            }
            var faults = faults(method, reply, response);
            if (faults.isEmpty()) {
                if (target.startsWith("/v1/orders/bulk") && reply.status() == 200) {
                    bulkFaults(reply, asked);
                }
                return reply;
            }
            best = faults;
        }
        fail(asked, reply.status(), reply.headers() + "\n" + reply.text(), best);
        return reply;
    }

    private static List<String> faults(String method, Reply reply, JsonNode response) {
        var faults = new ArrayList<String>();
        headerFaults(reply, response, faults);
        var type = reply.header("Content-Type")
                .orElse("none")
                .replaceFirst("; ?charset=.*", "")
                .toLowerCase(Locale.ROOT);
        var media = response.path("content").path(type);
        if (!media.path("schema").isObject()) {
            faults.add("the content type " + type + " is not described");
        } else if (!method.equals("HEAD") && type.endsWith("json")) {
            faults.addAll(CONTRACT.strictFaults(media.path("schema"), reply.text()));
        }
        if (type.equals(Contract.PROBLEM_JSON) && !method.equals("HEAD")) {
            problemFaults(reply.status(), reply.text(), faults);
            var names = Stream.of(response.path("x-problems").toString().split("\"", -1))
                    .toList();
            var name = reply.at("/type").replace("/problems/", "");
            if (!names.contains(name)) {
                faults.add("the problem " + name + " is not described here");
            }
        }
        return faults;
    }

    private static void headerFaults(Reply reply, JsonNode response, List<String> faults) {
        response.path("headers").forEachEntry((name, reference) -> {
            var header = CONTRACT.resolve(reference);
            var value = reply.header(name);
            if (value.isEmpty() && header.path("required").asBoolean(false)) {
                faults.add("the header " + name + " is missing");
            }
            boolean isText = header.at("/schema/type").asString("").equals("string");
            value.ifPresent(there -> CONTRACT.faults(
                            header.path("schema"),
                            isText ? StringNode.valueOf(there).toString() : there)
                    .forEach(fault -> faults.add(name + ": " + there + fault)));
        });
        for (var name : DESCRIBED_HEADERS) {
            if (reply.header(name).isPresent() && !response.path("headers").has(name)) {
                faults.add("the header " + name + " is not described here");
            }
        }
    }

    /** A problem's members are those of the catalogue. */
    private static void problemFaults(int status, String body, List<String> faults) {
        var schema = CONTRACT.root().at("/components/schemas/Problem");
        faults.addAll(CONTRACT.strictFaults(schema, body));
        var problem = Contract.json(body);
        var name = problem.path("type").asString("").replace("/problems/", "");
        var entry = CONTRACT.root().path("x-problems").path(name);
        if (entry.isMissingNode()) {
            faults.add("the problem " + name + " is not in the catalogue");
            return;
        }
        if (entry.path("status").asInt(0) != status || problem.path("status").asInt(0) != status) {
            faults.add("the problem " + name + " has another status");
        }
        var members = new TreeSet<String>();
        problem.forEachEntry((member, value) -> members.add(member));
        schema.path("required").forEach(member -> members.remove(member.asString()));
        for (var required : entry.path("members")) {
            if (!members.remove(required.asString())) {
                faults.add("the problem " + name + " lacks " + required);
            }
        }
        entry.path("optionalMembers").forEach(member -> members.remove(member.asString()));
        if (!members.isEmpty()) {
            faults.add("the problem " + name + " has more: " + members);
        }
    }

    /** Each result of a bulk request is what the order alone would have been answered with. */
    private static void bulkFaults(Reply reply, String asked) {
        for (var result : Contract.json(reply.text()).path("results")) {
            var status = result.path("status").asInt(0);
            var alone = CONTRACT.resolve(
                    CONTRACT.operation("placeOrder").node().path("responses").path("" + status));
            var faults = new ArrayList<String>();
            if (alone.isMissingNode() || (status == 201) == result.has("problem")) {
                faults.add("status " + status);
            }
            if (result.has("problem")) {
                problemFaults(status, result.path("problem").toString(), faults);
            }
            fail(asked, reply.status(), result.toString(), faults);
        }
    }

    private static void fail(String asked, int status, String answer, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new AssertionError("Not as the contract says: " + asked + " was answered " + status + " "
                    + answer.substring(0, Math.min(answer.length(), 2_000)) + "\n" + String.join("\n", faults));
        }
    }

    private static List<JsonNode> outside() {
        return CONTRACT.root()
                .at("/x-outside/responses")
                .valueStream()
                .map(CONTRACT::resolve)
                .toList();
    }

    private static Set<String> describedHeaders() {
        var names = new TreeSet<String>();
        CONTRACT.root()
                .findValues("headers")
                .forEach(headers -> headers.forEachEntry((name, header) -> names.add(name)));
        return names;
    }
}
