package sluice.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.Uri;

/**
 * Finds the operations at an address. A table instead of nested directives, because the same rows also name the metrics, the methods
 * that a 405 lists, and what tests and documents must cover.
 */
final class RouteTable {

    private final List<Route> routes;

    RouteTable(List<Operation> operations) {
        var byTemplate = new LinkedHashMap<String, Map<String, Operation>>();
        for (var operation : operations) {
            var methods = byTemplate.computeIfAbsent(operation.template(), template -> new TreeMap<>());
            if (methods.put(operation.method(), operation) != null) {
                throw new IllegalArgumentException("twice: " + operation.method() + " " + operation.template());
            }
        }
        this.routes = byTemplate.entrySet().stream()
                .map(entry -> new Route(entry.getKey(), segments(entry.getKey()), entry.getValue()))
                .toList();
    }

    /** An address that the API knows, and what can be done there, by method. */
    private record Route(String template, List<String> segments, Map<String, Operation> operations) {

        Optional<Match> match(List<String> path) {
            if (path.size() != segments.size()) {
                return Optional.empty();
            }
            var parameters = new LinkedHashMap<String, String>();
            for (int index = 0; index < path.size(); index++) {
                var expected = segments.get(index);
                if (expected.startsWith("{")) {
                    parameters.put(expected.substring(1, expected.length() - 1), path.get(index));
                } else if (!expected.equals(path.get(index))) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Match(template, operations, parameters));
        }
    }

    /** A known address with its parameters, decoded. */
    record Match(String template, Map<String, Operation> operations, Map<String, String> parameters) {

        Optional<Operation> operation(String method) {
            return Optional.ofNullable(operations.get(method));
        }

        /** The methods as the {@code Allow} header lists them. */
        String allow() {
            var methods = new ArrayList<>(operations.keySet());
            if (operations.containsKey("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }
    }

    Optional<Match> find(Uri uri) {
        var path = segments(uri);
        return routes.stream().flatMap(route -> route.match(path).stream()).findFirst();
    }

    private static List<String> segments(String template) {
        return List.of(template.substring(1).split("/"));
    }

    /** The segments of the path, each percent-decoded apart, so that an encoded slash stays inside its segment. */
    private static List<String> segments(Uri uri) {
        var segments = new ArrayList<String>();
        var open = new StringBuilder();
        boolean leading = true;
        for (var rest = uri.asScala().path(); !rest.isEmpty(); rest = rest.tail()) {
            if (!rest.startsWithSlash()) {
                open.append(rest.head());
            } else if (!leading) {
                segments.add(open.toString());
                open.setLength(0);
            }
            leading = false;
        }
        segments.add(open.toString());
        return segments;
    }
}
