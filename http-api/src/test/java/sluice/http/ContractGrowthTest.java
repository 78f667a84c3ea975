package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract changes only by addition; and the check that says so finds every other kind of change. */
class ContractGrowthTest {

    private static final String DOCUMENT = """
        openapi: 3.1.1
        paths:
          /things/{id}:
            post:
              operationId: changeThing
              security: [{apiKey: ['things:write']}]
              x-max-body-bytes: 1000
              parameters:
              - {name: id, in: path, required: true, schema: {type: string, maxLength: 64}}
              - {name: If-Match, in: header, schema: {type: string}}
              requestBody:
                content:
                  application/json: {schema: {$ref: '#/components/schemas/Wanted'}}
              responses:
                '200':
                  headers:
                    ETag: {required: true, schema: {type: string, pattern: '^x'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Thing'}
                '409': {description: refused}
            get:
              operationId: readThing
              security: [{apiKey: ['things:read']}]
              parameters:
              - {name: id, in: path, required: true, schema: {type: string, maxLength: 64}}
              responses:
                '200': {description: a thing}
        components:
          securitySchemes:
            apiKey: {type: http, scheme: bearer}
          schemas:
            Wanted:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: {type: string, minLength: 1, maxLength: 20}
                colour: {type: string, enum: [RED, BLUE]}
                count: {type: integer, minimum: 0, maximum: 9}
                parts: {type: array, minItems: 0, maxItems: 5, items: {type: string, maxLength: 7}}
                notes: {type: object, maxProperties: 3, additionalProperties: {type: string, maxLength: 8}}
                how: {oneOf: [{type: string}, {type: boolean}]}
            Thing:
              type: object
              required: [id, parts]
              properties:
                id: {type: string, format: uuid}
                status: {type: string, enum: [OPEN, SHUT]}
                parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
            Part:
              type: object
              required: [number]
              properties:
                number: {type: integer}
                whole: {$ref: '#/components/schemas/Thing'}
        x-problems:
          too-bad: {status: 409, members: [why]}
        """;

    record Change(String title, String from, String to, String breach) {

        @Override
        public String toString() {
            return title;
        }
    }

    static List<Change> breaking() {
        return List.of(
                new Change("an operation is gone", "    get:", "    x-get:", "GET /things/{id} is gone"),
                new Change("a path is gone", "/things/{id}:", "/thing/{id}:", "POST /things/{id} is gone"),
                new Change("an id", "readThing", "getThing", "has another operationId"),
                new Change("a scope", "things:read", "things:all", "needs another scope"),
                new Change("shorter bodies", "bytes: 1000", "bytes: 999", "takes shorter bodies"),
                new Change("a parameter is gone", "name: If-Match", "name: If-Not", "header If-Match is gone"),
                new Change("a parameter is required", "in: header,", "in: header, required: true,", "become required"),
                new Change(
                        "a new parameter is required",
                        "      - {name: If-Match",
                        "      - {name: X, in: query, required: true, schema: {}}\n      - {name: If-Match",
                        "query X is new and required"),
                new Change("a parameter is shorter", "maxLength: 64", "maxLength: 63", "path id has a lower maxLength"),
                new Change(
                        "a body is required",
                        "requestBody:",
                        "requestBody:\n        required: true",
                        "become required"),
                new Change(
                        "a type of body is gone",
                        "application/json: {schema",
                        "text/plain: {schema",
                        "body application/json is gone"),
                new Change("a field asked is gone", "colour: {", "color: {", "/colour is gone"),
                new Change(
                        "a field asked is required",
                        "required: [name]",
                        "required: [name, count]",
                        "/count has become"),
                new Change("a name is shorter", "maxLength: 20", "maxLength: 19", "/name has a lower maxLength"),
                new Change("a name is longer", "minLength: 1,", "minLength: 2,", "/name has a higher minLength"),
                new Change("less is taken", "maximum: 9", "maximum: 8", "/count has a lower maximum"),
                new Change("more is wanted", "minimum: 0", "minimum: 1", "/count has a higher minimum"),
                new Change("fewer are taken", "maxItems: 5", "maxItems: 4", "/parts has a lower maxItems"),
                new Change("more are wanted", "minItems: 0", "minItems: 1", "/parts has a higher minItems"),
                new Change("none twice", "minItems: 0,", "uniqueItems: true,", "/parts takes nothing twice"),
                new Change("a part is shorter", "maxLength: 7", "maxLength: 6", "/parts/* has a lower maxLength"),
                new Change("fewer notes", "maxProperties: 3", "maxProperties: 2", "/notes has a lower maxProperties"),
                new Change("a note is shorter", "maxLength: 8", "maxLength: 7", "/notes/* has a lower maxLength"),
                new Change("a colour is gone", "[RED, BLUE]", "[RED]", "/colour takes no more [BLUE]"),
                new Change(
                        "a bound is new",
                        "{type: boolean}",
                        "{type: boolean, const: true}",
                        "/how(1) has another const"),
                new Change(
                        "a way is gone", "[{type: string}, {type: boolean}]", "[{type: string}]", "other alternatives"),
                new Change("another type asked", "count: {type: integer", "count: {type: number", "has another type"),
                new Change(
                        "a pattern asked", "minLength: 1,", "minLength: 1, pattern: a,", "/name has another pattern"),
                new Change("an answer is gone", "'409':", "'410':", "POST /things/{id} 409 is gone"),
                new Change("a header is gone", "ETag:", "Tag:", "header ETag is not sure"),
                new Change("a header is unsure", "ETag: {required: true,", "ETag: {", "header ETag is not sure"),
                new Change("another header", "'^x'", "'^y'", "header ETag has another pattern"),
                new Change("a field given is gone", "        status: {", "        state: {", "200 /status is gone"),
                new Change("a field given is unsure", "[id, parts]", "[id]", "200 /parts is not sure"),
                new Change("deep down", "[number]", "[]", "200 /parts/*/number is not sure"),
                new Change("another type given", "number: {type: integer}", "number: {type: string}", "another type"),
                new Change("another format given", "format: uuid", "format: uri", "200 /id has another format"),
                new Change("no format given", ", format: uuid", "", "200 /id has another format"),
                new Change("a problem is gone", "too-bad", "so-bad", "the problem too-bad is gone"),
                new Change("a problem's status", "status: 409,", "status: 422,", "too-bad has another status"),
                new Change("a problem's member", "members: [why]", "members: []", "too-bad is not sure to tell why"),
                new Change("another key", "scheme: bearer", "scheme: basic", "another scheme"));
    }

    static List<Change> growing() {
        return List.of(
                new Change("nothing", "things", "things", ""),
                new Change("a new operation", "    get:", "    put: {operationId: putThing}\n    get:", ""),
                new Change(
                        "a new parameter", "- {name: If-Match", "- {name: x, in: query}\n      - {name: If-Match", ""),
                new Change("a field asked", "count: {", "more: {type: string}\n        count: {", ""),
                new Change("a field not required", "required: [name]", "required: []", ""),
                new Change("longer", "maxLength: 20", "maxLength: 21", ""),
                new Change("shorter", "minLength: 1,", "", ""),
                new Change("a colour more", "[RED, BLUE]", "[RED, BLUE, GREEN]", ""),
                new Change("a way more", "{type: boolean}]", "{type: boolean}, {type: integer}]", ""),
                new Change("a field given", "        status: {", "        more: {type: string}\n        status: {", ""),
                new Change("a field sure", "[id, parts]", "[id, parts, status]", ""),
                new Change("a status more", "[OPEN, SHUT]", "[OPEN, SHUT, AJAR]", ""),
                new Change("an answer more", "'409':", "'412': {description: x}\n        '409':", ""),
                new Change("a problem more", "  too-bad:", "  worse: {status: 410}\n  too-bad:", ""));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void whatBreaksClients_isFound(Change change) {
        var changed = DOCUMENT.replace(change.from(), change.to());
        assertNotEquals(DOCUMENT, changed);
        var breaches = ContractGrowth.breaches(Contract.yaml(DOCUMENT), Contract.yaml(changed));
        assertEquals(
                List.of(true),
                breaches.stream()
                        .filter(breach -> breach.contains(change.breach()))
                        .map(breach -> true)
                        .distinct()
                        .toList(),
                breaches.toString());
    }

    @ParameterizedTest
    @MethodSource("growing")
    void whatIsAdded_isNoBreach(Change change) {
        var changed = DOCUMENT.replace(change.from(), change.to());
        assertEquals(List.of(), ContractGrowth.breaches(Contract.yaml(DOCUMENT), Contract.yaml(changed)));
    }

    @Test
    void theContract_hasOnlyGrown_sinceItWasReleased() {
        var released = Contract.read(ContractGrowthTest.class, "openapi-released.yaml");
        assertEquals(
                List.of(),
                ContractGrowth.breaches(released, Contract.served().root()),
                "clients of the released contract would stumble; see \"Contract\" in http-api/README.md");
    }
}
