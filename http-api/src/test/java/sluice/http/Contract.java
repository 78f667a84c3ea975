package sluice.http;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The OpenAPI document, as tests read it: its operations, and its schemas as judges of what is said over HTTP. */
final class Contract {

    static final String RESOURCE = "openapi.yaml";
    static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch", "head", "options");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper PLAIN = new JsonMapper();
    private static final Contract SERVED = new Contract(read(Contract.class, RESOURCE));

    private final JsonNode root;
    private final JsonNode strictSchemas;
    private final List<Described> operations;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<JsonNode, Schema> compiled = byIdentity();
    private final Map<JsonNode, Schema> compiledStrictly = byIdentity();

    Contract(JsonNode root) {
        this.root = root;
        this.strictSchemas = strict(root.at("/components/schemas").deepCopy());
        this.operations = operations(root);
    }

    /** One operation as the document has it. */
    record Described(String id, String method, String template, Optional<String> scope, JsonNode node) {

        /** Whether it is answered for as long as the client likes, unless that says otherwise. */
        boolean isStream() {
            return node.at("/responses/200/content").has("text/event-stream");
        }
    }

    /** The document that is served. */
    static Contract served() {
        return SERVED;
    }

    static JsonNode read(Class<?> beside, String resource) {
        try (var in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return YAML.readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static JsonNode yaml(String text) {
        return YAML.readTree(text);
    }

    static JsonNode json(String text) {
        return PLAIN.readTree(text);
    }

    JsonNode root() {
        return root;
    }

    List<Described> operations() {
        return operations;
    }

    Described operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Where an example of the document asks the operation, and is answered in full. */
    String examplePath(Described operation) {
        var path = operation.template();
        for (var reference : operation.node().path("parameters")) {
            var parameter = resolve(reference);
            if (parameter.path("in").asString().equals("path")) {
                var value = parameter
                        .path("examples")
                        .iterator()
                        .next()
                        .path("value")
                        .asString();
                var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
                path = path.replace("{" + parameter.path("name").asString() + "}", encoded);
            }
        }
        return operation.isStream() ? path + "?follow=false" : path;
    }

    /** The operation that a request asks; empty if it asks none. A HEAD asks as a GET does. */
    Optional<Described> operation(String method, String target) {
        var path = target.replaceFirst("^[a-z]+://[^/]*", "")
                .replaceFirst("[?#].*", "")
                .split("/", -1);
        var asked = method.equals("HEAD") ? "GET" : method;
        var atAddress = operations.stream()
                .filter(operation -> matches(operation.template().split("/", -1), path))
                .toList();
        var plain = atAddress.stream()
                .filter(operation -> !operation.template().contains("{"))
                .toList();
        return (plain.isEmpty() ? atAddress : plain)
                .stream().filter(operation -> operation.method().equals(asked)).findFirst();
    }

    /** Comparing whole schemas would cost more than judging by them; each node of the document is always the same object. */
    private static Map<JsonNode, Schema> byIdentity() {
        return Collections.synchronizedMap(new IdentityHashMap<>());
    }

    private static boolean matches(String[] template, String[] path) {
        if (template.length != path.length) {
            return false;
        }
        for (int index = 0; index < path.length; index++) {
            if (!template[index].startsWith("{") && !template[index].equals(path[index])) {
                return false;
            }
        }
        return true;
    }

    /** The node, or what it refers to. */
    JsonNode resolve(JsonNode node) {
        var reference = node.path("$ref");
        return reference.isString() ? resolve(root.at(reference.stringValue().substring(1))) : node;
    }

    /** What of {@code json} is not as {@code schema} says. */
    List<String> faults(JsonNode schema, String json) {
        return faults(compiled.computeIfAbsent(schema, node -> compile(node, root.at("/components/schemas"))), json);
    }

    /** The same; a field that is not described is a fault, too, although answers may gain fields. */
    List<String> strictFaults(JsonNode schema, String json) {
        return faults(
                compiledStrictly.computeIfAbsent(schema, node -> compile(strict(node.deepCopy()), strictSchemas)),
                json);
    }

    private static List<String> faults(Schema schema, String json) {
        try {
            return schema.validate(json, InputFormat.JSON).stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .toList();
        } catch (JacksonException notJson) {
            return List.of("not JSON");
        }
    }

    private Schema compile(JsonNode schema, JsonNode schemas) {
        var document = PLAIN.createObjectNode();
        document.putArray("allOf").add(schema);
        document.set("$defs", schemas);
        return registry.getSchema(document.toString().replace("#/components/schemas/", "#/$defs/"));
    }

    /** Closes every object whose fields are listed. */
    private static JsonNode strict(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Contract::strict);
        return node;
    }

    private static List<Described> operations(JsonNode root) {
        var found = new ArrayList<Described>();
        root.path("paths")
                .forEachEntry((template, item) -> item.forEachEntry((method, node) -> {
                    if (METHODS.contains(method)) {
                        var scope = node.at("/security/0/apiKey/0");
                        found.add(new Described(
                                node.path("operationId").asString(),
                                method.toUpperCase(Locale.ROOT),
                                template,
                                scope.isString() ? Optional.of(scope.stringValue()) : Optional.empty(),
                                node));
                    }
                }));
        return List.copyOf(found);
    }
}
