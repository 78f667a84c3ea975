package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.http.Contract.Described;
import sluice.key.Scope;
import tools.jackson.databind.JsonNode;

/** The document and the program say the same. */
class ContractTest {

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]*)}");

    private final Contract contract = Contract.served();
    private final TestApi api = TestApi.running();

    @Test
    void everyOperation_isDescribed_andEveryDescriptionIsOfAnOperation() {
        var served = new TreeMap<String, String>();
        for (var operation : api.operations()) {
            served.put(
                    operation.id(),
                    operation.method() + " " + operation.template() + " "
                            + operation.scope().map(Scope::wireName).orElse("open"));
        }
        var described = new TreeMap<String, String>();
        for (var operation : contract.operations()) {
            described.put(
                    operation.id(),
                    operation.method() + " " + operation.template() + " "
                            + operation.scope().orElse("open"));
        }
        assertEquals(lines(served), lines(described));
    }

    private static String lines(Map<String, String> entries) {
        return entries.toString().replace(", ", "\n");
    }

    @Test
    void theDocument_isServedAsItIs_toEveryone() {
        var reply = TestApi.check(api.get("/openapi.yaml", "Authorization", ""), 200);
        assertEquals(contract.root(), Contract.yaml(reply.text()));
    }

    @Test
    void everyParameterOfAPath_isDescribed() {
        for (var operation : contract.operations()) {
            var named = new TreeSet<String>();
            PATH_PARAMETER.matcher(operation.template()).results().forEach(found -> named.add(found.group(1)));
            assertEquals(named, parameters(operation, "path"), operation.id());
        }
    }

    private Set<String> parameters(Described operation, String place) {
        var names = new TreeSet<String>();
        for (var reference : operation.node().path("parameters")) {
            var parameter = contract.resolve(reference);
            if (parameter.path("in").asString().equals(place)) {
                names.add(parameter.path("name").asString());
            }
        }
        return names;
    }

    @Test
    void everyParameterOfAQuery_isTaken_andNoOtherIs() {
        for (var operation : contract.operations()) {
            if (!operation.method().equals("GET") || operation.template().contains("{")) {
                continue;
            }
            for (var name : parameters(operation, "query")) {
                var faults = faultsOf(operation.template() + "?" + name + "=%01");
                assertEquals(List.of(name), faults, operation.id() + " knows " + name);
            }
            assertEquals(List.of("nonsense"), faultsOf(operation.template() + "?nonsense=1"), operation.id());
        }
    }

    private List<String> faultsOf(String target) {
        var reply = api.get(target);
        return reply.status() == 400 ? reply.json().path("errors").findValuesAsText("parameter") : List.of();
    }

    @Test
    void theHeadersThatAreRead_areDescribed() {
        for (var operation : contract.operations()) {
            var headers = parameters(operation, "header");
            assertTrue(headers.contains("X-Request-Id"), operation.id());
            assertEquals(operation.method().equals("POST"), headers.contains("Idempotency-Key"), operation.id());
        }
    }

    @Test
    void everyScope_isDescribed() {
        var described = new ArrayList<String>();
        contract.root().at("/components/schemas/Scope/enum").forEach(scope -> described.add(scope.asString()));
        assertEquals(Stream.of(Scope.values()).map(Scope::wireName).toList(), described);
    }

    @Test
    void everyProblem_isInTheCatalogue_andHasAnExample_andAPlace() {
        var catalogue = new TreeMap<String, Integer>();
        contract.root()
                .path("x-problems")
                .forEachEntry((name, entry) ->
                        catalogue.put(name, entry.path("status").asInt()));
        var known = new TreeMap<String, Integer>();
        for (var problem : Problem.values()) {
            known.put(problem.slug(), problem.status());
        }
        assertEquals(known, catalogue);
        var placed = new TreeSet<String>();
        var exemplified = new TreeSet<String>();
        for (var response : responses()) {
            response.path("x-problems").forEach(name -> placed.add(name.asString()));
            response.at("/content")
                    .path(Contract.PROBLEM_JSON)
                    .path("examples")
                    .forEach(example ->
                            exemplified.add(example.at("/value/type").asString().replace("/problems/", "")));
        }
        assertEquals(known.keySet(), placed);
        assertEquals(known.keySet(), exemplified);
    }

    /** All responses, those of operations resolved, and those shared. */
    private List<JsonNode> responses() {
        var all = new ArrayList<JsonNode>();
        contract.root().at("/components/responses").forEach(all::add);
        for (var operation : contract.operations()) {
            operation.node().path("responses").forEach(response -> all.add(contract.resolve(response)));
        }
        return all;
    }

    @Test
    void everyExample_isValid() {
        var faults = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var response : responses()) {
            response.path("content").forEachEntry((type, media) -> check(media, true, faults, seen));
            response.path("headers").forEach(reference -> check(contract.resolve(reference), true, faults, seen));
        }
        for (var operation : contract.operations()) {
            operation.node().at("/requestBody/content").forEach(media -> check(media, false, faults, seen));
            operation
                    .node()
                    .path("parameters")
                    .forEach(reference -> check(contract.resolve(reference), false, faults, seen));
        }
        assertEquals(List.of(), faults);
        assertTrue(seen.size() > 80, seen.size() + " examples");
    }

    private void check(JsonNode described, boolean strictly, List<String> faults, Set<String> seen) {
        var examples = new ArrayList<JsonNode>();
        described.path("examples").forEach(example -> examples.add(example.path("value")));
        if (described.has("example")) {
            examples.add(described.path("example"));
        }
        for (var example : examples) {
            var json = example.toString();
            seen.add(json);
            var schema = described.path("schema");
            (strictly ? contract.strictFaults(schema, json) : contract.faults(schema, json))
                    .forEach(fault -> faults.add(json + fault));
        }
    }

    @Test
    void everyOperation_hasExamples_ofWhatItTakesAndGives() {
        for (var operation : contract.operations()) {
            if (operation.node().has("requestBody")) {
                assertTrue(
                        !operation
                                .node()
                                .at("/requestBody/content")
                                .path(Contract.JSON)
                                .path("examples")
                                .isEmpty(),
                        operation.id());
            }
            operation
                    .node()
                    .path("responses")
                    .forEachEntry((status, reference) -> contract.resolve(reference)
                            .path("content")
                            .forEachEntry((type, media) -> assertTrue(
                                    !type.endsWith("json")
                                            || !media.path("examples").isEmpty(),
                                    operation.id() + status)));
        }
    }

    @Test
    void aChangeOfState_isValidOnlyWithoutOtherFields() {
        for (var operation : contract.operations()) {
            for (var media : operation.node().at("/requestBody/content")) {
                var faults = contract.faults(media.path("schema"), "{\"nonsense\":1}");
                assertTrue(
                        faults.stream().anyMatch(fault -> fault.contains("nonsense")), operation.id() + " " + faults);
            }
        }
    }

    @Test
    void theWatch_seesWhatIsNotDescribed() {
        var order = contract.operation("readOrder")
                .node()
                .at("/responses/200/content")
                .path(Contract.JSON);
        var example = order.at("/examples/read/value");
        var json = example.toString();
        assertEquals(List.of(), contract.strictFaults(order.path("schema"), json));
        for (var spoilt : List.of(
                json.replaceFirst("\\{", "{\"surprise\":1,"),
                json.replace("\"ordered\":2", "\"ordered\":2,\"surprise\":1"),
                json.replace("\"ordered\":2", "\"ordered\":\"2\""),
                json.replace("\"SUBMITTED\"", "\"LOST\""),
                json.replace("\"ordered\":2,", ""),
                json.replaceFirst("\"placedAt\":\"[^\"]*\"", "\"placedAt\":\"yesterday\""))) {
            assertTrue(!spoilt.equals(json), spoilt);
            assertEquals(1, contract.strictFaults(order.path("schema"), spoilt).size(), spoilt);
        }
    }
}
