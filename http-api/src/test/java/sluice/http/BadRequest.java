package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import sluice.http.TestApi.Reply;

/**
 * A row of the table of bad input.
 *
 * @param tells where the mistake is: for an invalid request all its places, such as {@code /lines/0/sku}, {@code header If-Match},
 *     {@code parameter sku} or {@code head}; for other problems what the answer names, such as {@code /skus/0 nonsense}
 */
record BadRequest(String title, Function<Subjects, Wire> request, Problem problem, Set<String> tells) {

    /** An invalid request with one fault. */
    static BadRequest invalid(String title, Function<Subjects, Wire> request, String place) {
        return new BadRequest(title, request, Problem.INVALID_REQUEST, Set.of(place));
    }

    static BadRequest refused(String title, Function<Subjects, Wire> request, Problem problem, String... tells) {
        return new BadRequest(title, request, problem, Set.of(tells));
    }

    /** The valid request with this body instead, which has one fault. */
    static BadRequest invalid(String title, ValidRequest valid, String body, String place) {
        return invalid(valid + " " + title, subjects -> valid.about(subjects, body), place);
    }

    /** Fails unless the answer is what this row demands. */
    void expect(Reply reply, Subjects subjects) {
        Problems.expect(reply, problem.status(), problem.slug());
        if (problem == Problem.INVALID_REQUEST) {
            assertEquals(new TreeSet<>(tells), new TreeSet<>(placesIn(reply)), reply.text());
            return;
        }
        for (var tell : tells) {
            var told = subjects.fill(tell).split(" ", 2);
            assertEquals(told[1], reply.at(told[0]), reply.text());
        }
    }

    /** Where an invalid request's faults are, as the answer tells them. */
    static List<String> placesIn(Reply reply) {
        return reply.json().at("/errors").valueStream().map(BadRequest::place).toList();
    }

    private static String place(JsonNode fault) {
        if (fault.has("pointer")) {
            return fault.at("/pointer").textValue();
        }
        for (var kind : List.of("header", "parameter")) {
            if (fault.has(kind)) {
                return kind + " " + fault.get(kind).textValue();
            }
        }
        return fault.path("part").asText("nowhere");
    }

    static String shortened(String text) {
        return text.length() > 90 ? text.substring(0, 90) + "… (" + text.length() + ")" : text;
    }

    @Override
    public String toString() {
        return title;
    }
}
