package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.http.TestApi.Reply;

/** What a key, or the secret of a webhook endpoint, is made of, after its server was killed; and where it is not to be found. */
class KeysAcrossRestartTest {

    private static final String ENDPOINT = "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"product.updated\"]}";
    private static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String BODY = "{\"name\":\"Shop\",\"scopes\":[\"orders:read\"]}";

    /** By its whole, and by each part that would do. */
    private static List<String> secretsOf(String key) {
        return List.of(key, key.substring("sluice_".length() + 11));
    }

    /** As it is shown, and as the bytes that sign. */
    private static List<String> secretsIn(Reply endpoint) {
        var shown = endpoint.at("/secret").substring("whsec_".length());
        return List.of(shown, HexFormat.of().formatHex(Base64.getDecoder().decode(shown)));
    }

    @Test
    void whatWasDoneBeforeAKill_isDone_andSecretsAreNowhere(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        var secrets = new ArrayList<String>(List.of(TestApi.KEY));
        var printed = new ArrayList<String>();
        Reply kept;
        try (var server = ServerProcess.start(data)) {
            kept = check(post(server, "/v1/api-keys", BODY, "kept"), 201);
            secrets.addAll(secretsOf(kept.at("/key")));
            assertEquals(404, statusFor(kept.at("/key"), server));
            server.stop();
            printed.addAll(server.printed());
        }
        Reply made;
        Reply rotated;
        Reply endpoint;
        try (var server = ServerProcess.start(data)) {
            usesWereWrittenWhenItStopped_andTheKeyIsRevoked(server, "/v1/api-keys/" + kept.at("/id"));
            made = check(post(server, "/v1/api-keys", BODY), 201);
            rotated = check(post(server, "/v1/api-keys/" + made.at("/id") + "/rotate", ""), 200);
            endpoint = check(post(server, ENDPOINTS, ENDPOINT), 201);
            secrets.addAll(secretsIn(endpoint));
            var again = post(server, ENDPOINTS + "/" + endpoint.at("/id") + "/rotate-secret", "");
            secrets.addAll(secretsIn(check(again, 200)));
            var definition = "{\"name\":\"x\"}"; // signed with both, and sent where nobody is
            check(TestApi.sendTo(server.url(), TestApi.KEY, "PUT", "/v1/skus/told", definition), 201);
            var attempts = ENDPOINTS + "/" + endpoint.at("/id") + "/deliveries";
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertFalse(
                            ask(server, "GET", attempts).at("/data/0/id").isEmpty()));
            server.kill();
            printed.addAll(server.printed());
        }
        try (var server = ServerProcess.start(data)) {
            assertEquals(401, statusFor(kept.at("/key"), server), "a revoked key");
            assertReplayed(made, post(server, "/v1/api-keys", BODY));
            assertReplayed(endpoint, post(server, ENDPOINTS, ENDPOINT));
            assertReplayed(rotated, post(server, "/v1/api-keys/" + made.at("/id") + "/rotate", ""));
            for (var key : List.of(made.at("/key"), rotated.at("/key"))) {
                secrets.addAll(secretsOf(key));
                assertEquals(404, statusFor(key, server));
                var path = "/v1/orders/" + made.at("/id");
                TestApi.sendTo(server.url(), key, "POST", path + key, "{\"name\":1}"); // where it does not belong
            }
            printed.addAll(server.printed());
            var url = Files.readString(data.resolve("database.url")).strip();
            try (var connection = DriverManager.getConnection(url)) {
                var found = find(connection, secrets);
                assertEquals(List.of(), found);
                for (var there : List.of(made.at("/id"), endpoint.at("/id"))) {
                    assertFalse(find(connection, List.of(there)).isEmpty(), "a search that finds what is there");
                }
            }
        }
        for (var line : printed) {
            secrets.forEach(secret -> assertFalse(line.contains(secret), () -> "printed: " + line));
        }
        try (var files = Files.walk(data)) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                secrets.forEach(secret -> assertFalse(text.contains(secret), () -> file + " has it"));
            }
        }
    }

    private static void usesWereWrittenWhenItStopped_andTheKeyIsRevoked(ServerProcess server, String key) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertFalse(ask(server, "GET", key).at("/lastUsedAt").isEmpty()));
        assertEquals("REVOKED", ask(server, "DELETE", key).at("/status"));
    }

    /** What a key of {@code orders:read} is told that asks for an order which is not there: 404, if the key is valid. */
    private static int statusFor(String key, ServerProcess server) {
        var path = "/v1/orders/019a0000-0000-7000-8000-000000000001";
        return TestApi.sendTo(server.url(), key, "GET", path, "").status();
    }

    private static Reply ask(ServerProcess server, String method, String path) {
        return check(TestApi.sendTo(server.url(), TestApi.KEY, method, path, ""), 200);
    }

    private static Reply post(ServerProcess server, String path, String body) {
        return post(server, path, body, "once");
    }

    private static Reply post(ServerProcess server, String path, String body, String key) {
        return TestApi.sendTo(server.url(), TestApi.KEY, "POST", path, body, "Idempotency-Key", key);
    }

    private static void assertReplayed(Reply first, Reply again) {
        assertEquals(first.status(), again.status(), again.text());
        assertEquals(first.text(), again.text());
        assertEquals("true", again.header("Idempotent-Replayed").orElse("missing"));
    }

    /** The columns of all tables in which one of {@code texts} stands: as text, or as bytes. */
    private static List<String> find(Connection database, List<String> texts) throws SQLException {
        var found = new ArrayList<String>();
        var sql = """
            select table_name, column_name from information_schema.columns join information_schema.tables
                using (table_schema, table_name)
            where table_schema = 'public' and table_type = 'BASE TABLE'
            """;
        try (var statement = database.createStatement();
                var columns = statement.executeQuery(sql)) {
            int count = 0;
            while (columns.next()) {
                count++;
                var table = columns.getString(1);
                var column = columns.getString(2);
                for (var text : texts) {
                    if (holds(database, table, column, text)) {
                        found.add(table + "." + column);
                    }
                }
            }
            assertTrue(count > 50, count + " columns");
        }
        return found;
    }

    private static boolean holds(Connection database, String table, String column, String text) throws SQLException {
        var sql = String.format(
                Locale.ROOT,
                "select count(*) from %s t where position(? in t.\"%s\"::text) > 0 or position(? in t.\"%s\"::text) >"
                        + " 0",
                table,
                column,
                column);
        try (var query = database.prepareStatement(sql)) {
            query.setString(1, text);
            query.setString(2, HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))); // bytea
            try (var row = query.executeQuery()) {
                row.next();
                return row.getInt(1) > 0;
            }
        }
    }
}
