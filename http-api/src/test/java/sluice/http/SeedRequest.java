package sluice.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.http.Contract.Described;

/**
 * A request that the contract gives as an example, about subjects that exist; see {@link Subjects} for what stands in braces.
 *
 * @param title operation and example
 */
record SeedRequest(String title, String method, String path, String body) {

    /** Orders in the status in which an operation can be asked of them; any other operation takes one just placed. */
    private static final Map<String, String> ORDERS =
            Map.of("releaseOrder", "{CONFIRMED}", "shipOrder", "{PROCESSING}", "deliverOrder", "{SHIPPED}");

    /** What the examples are about, and what it is in the test's place; names that are wrong on purpose stay. */
    private static final Map<String, String> NAMES =
            Map.of("\"acme\"", "\"{account}\"", "\"tee-black-m\"", "\"{sku}\"");

    /**
     * Every example of every operation; an operation without a body is its own. Streams are left out: changed at random, a request for one
     * may well be answered for ever.
     */
    static final List<SeedRequest> OF_CONTRACT = ofContract();

    private static List<SeedRequest> ofContract() {
        var all = new ArrayList<SeedRequest>();
        for (var operation : Contract.served().operations()) {
            var examples = operation.node().at("/requestBody/content/application~1json/examples");
            if (examples.isEmpty() && !operation.isStream()) {
                all.add(of(operation, "", ""));
            }
            examples.forEachEntry((name, example) ->
                    all.add(of(operation, " " + name, example.path("value").toString())));
        }
        return List.copyOf(all);
    }

    private static SeedRequest of(Described operation, String example, String json) {
        var body = json.replaceAll("\"externalId\":\"[^\"]*\"", "\"externalId\":\"{fresh}\"");
        for (var name : NAMES.entrySet()) {
            body = body.replace(name.getKey(), name.getValue());
        }
        return new SeedRequest(operation.id() + example, operation.method(), path(operation), body);
    }

    private static String path(Described operation) {
        var template = operation.template();
        if (template.startsWith("/v1/orders/{id}")) {
            return template.replace("{id}", ORDERS.getOrDefault(operation.id(), "{SUBMITTED}"));
        }
        if (template.startsWith("/v1/accounts/{id}")) {
            return template.replace("{id}", "{account}");
        }
        return template.contains("{sku}") ? template : Contract.served().examplePath(operation);
    }

    boolean hasBody() {
        return !body.isEmpty();
    }

    Wire about(Subjects subjects) {
        return Wire.of(method, subjects.fill(path), subjects.fill(body));
    }

    @Override
    public String toString() {
        return title;
    }
}
