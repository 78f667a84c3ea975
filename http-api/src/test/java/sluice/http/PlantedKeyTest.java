package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.http.TestApi.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key is used in every way, right and wrong, and put where no key belongs. Then it is searched for in all that the server has printed, in
 * every column of every table, and in the bytes of every file that server and database have written.
 */
class PlantedKeyTest {

    private static final String SECRET = "0Planted1Planted2Planted3Planted4PlantX";
    private static final String KEY = "sluice_Planted0Id_" + SECRET;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void aKey_isWrittenNowhere() throws Exception {
        var data = directory.resolve("data");
        var variables = new HashMap<>(TestApi.variables(data));
        variables.put("SLUICE_BOOTSTRAP_KEY", KEY);
        variables.put("SLUICE_ACCESS_LOG", "all");
        try (var server = ServerProcess.start(variables)) {
            try (var client = new WireClient(server.url(), PATIENCE)) {
                useItEverywhere(client);
                await().atMost(PATIENCE).until(() -> hasLine(server, "the-last-one"));
            }
            searchTables(data);
            searchText("what the server printed", String.join("\n", server.printed()));
        }
        searchFiles(data);
    }

    private static boolean hasLine(ServerProcess server, String requestId) {
        return server.printed().stream().anyMatch(line -> line.contains(requestId));
    }

    private static void useItEverywhere(WireClient client) {
        var sku = "/v1/skus/planted";
        var definition = "{\"name\":\"x\",\"price\":{\"amount\":\"1.00\",\"currency\":\"EUR\"}}";
        check(client.send(with("PUT", sku, definition)), 201);
        var order = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"planted\",\"quantity\":1}]}";
        check(client.send(with("POST", sku + "/receipts", "{\"quantity\":9}").with("Idempotency-Key", "r")), 200);
        check(client.send(with("POST", "/v1/orders", order).with("Idempotency-Key", "o")), 201);
        check(client.send(with("POST", "/v1/orders", order).with("Idempotency-Key", "o")), 201);

        for (var wrong : List.of(
                "Basic " + KEY,
                KEY,
                "Token " + KEY,
                "Bearer " + KEY + "x",
                "Bearer " + KEY.substring(0, 50),
                "Bearer")) {
            check(client.send(with("POST", "/v1/orders", order).with("Authorization", wrong)), 401);
        }
        for (var header : List.of("X-Api-Key", "Cookie", "User-Agent", "Referer", "X-Forwarded-For", "Accept", KEY)) {
            check(client.send(with("GET", sku, "").plus(header, KEY)), 200);
        }
        var taken = check(client.send(with("POST", "/v1/orders", order).with("X-Request-Id", "by-" + KEY)), 201);
        assertNotEquals("by-" + KEY, taken.header("X-Request-Id").orElseThrow());
        check(client.send(with("POST", "/v1/orders", order).with("Idempotency-Key", KEY)), 400);
        check(client.send(with("POST", "/v1/orders", order).with("If-Match", KEY)), 400);
        client.send(with("POST", "/v1/orders?key=" + KEY, order.replace("planted", "unknown")));
        client.send(with("GET", sku + "?access_token=" + KEY, ""));
        check(client.send(with("GET", "/v1/orders/" + KEY, "")), 404);
        check(client.send(with("GET", "/v1/skus/" + KEY, "")), 404);
        check(client.send(with("POST", "/v1/skus/" + KEY + "/receipts", "{\"quantity\":9}")), 404);
        check(client.send(with("GET", "/" + KEY, "")), 404);
        check(client.send(with("POST", "/v1/orders", "{\"key\":\"" + KEY + "\"}")), 400);
        check(client.send(with("POST", "/v1/orders", "{" + KEY)), 400);
        client.sendAlone(
                ("GET /" + KEY + " HTTP/1.1\r\nHost: x\r\n" + KEY + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        client.sendAlone((KEY + " / HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        check(client.send(with("GET", sku, "").with("X-Request-Id", "the-last-one")), 200);
    }

    private static Wire with(String method, String path, String body) {
        return Wire.of(method, path, body).with("Authorization", "Bearer " + KEY);
    }

    /** Every row as text, in which bytes are hexadecimal. */
    private static void searchTables(Path data) throws IOException, SQLException {
        var url = Files.readString(data.resolve("database.url")).strip();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery(
                    "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables"
                            + " where schemaname not in ('pg_catalog', 'information_schema')")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertTrue(tables.size() > 5, "the tables are found: " + tables);
            int found = 0;
            for (var table : tables) {
                try (var rows = statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        searchText("the table " + table, rows.getString(1));
                        found++;
                    }
                }
            }
            assertTrue(found > 10, "rows are found");
        }
    }

    private static void searchText(String where, String text) {
        var hex = HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII));
        for (var form : List.of(SECRET, SECRET.substring(0, 30), hex)) {
            assertFalse(
                    Pattern.compile(Pattern.quote(form), Pattern.CASE_INSENSITIVE)
                            .matcher(text)
                            .find(),
                    () -> "the key stands in " + where + ": " + excerpt(text, form));
        }
    }

    private static String excerpt(String text, String form) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(form.toLowerCase(Locale.ROOT));
        return text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100));
    }

    /** Files of the database, its log and its write-ahead log among them, and what the node keeps beside. */
    private static void searchFiles(Path data) throws IOException {
        int searched = 0;
        try (Stream<Path> files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(SECRET), () -> "the key stands in " + file);
                searched++;
            }
        }
        assertNotEquals(0, searched);
    }

    @Test
    void jsonLines_areObjectsWithTheNamesThatAreDocumented() throws Exception {
        var variables = new HashMap<>(TestApi.variables(directory.resolve("data")));
        variables.put("SLUICE_LOG_FORMAT", "json");
        variables.put("SLUICE_ACCESS_LOG", "notable");
        try (var server = ServerProcess.start(variables);
                var client = new WireClient(server.url(), PATIENCE)) {
            for (var first :
                    List.of("slow", "fine")) { // the very first request of a process may take long enough to be notable
                check(client.send(Wire.of("GET", "/v1/skus/x", "").with("X-Request-Id", first)), 404);
            }
            check(
                    client.send(Wire.of("GET", "/v1/skus/x", "")
                            .with("X-Request-Id", "bad")
                            .with("Authorization", "Bearer nonsense")),
                    401);
            await().atMost(PATIENCE).until(() -> hasLine(server, "\"bad\""));
            var line = server.printed().stream()
                    .filter(each -> each.contains("\"bad\""))
                    .findFirst()
                    .orElseThrow();
            var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line);
            assertEquals("sluice.access", json.at("/logger").asText());
            assertEquals("INFO", json.at("/level").asText());
            assertEquals(401, json.at("/status").asInt());
            assertEquals("readSku", json.at("/operation").asText());
            assertEquals("unauthorized", json.at("/problem").asText());
            assertTrue(json.at("/micros").isNumber() && json.at("/bytes").asLong() > 0, line);
            assertTrue(json.at("/time").asText().endsWith("Z"), line);
            assertFalse(hasLine(server, "\"fine\""), "what is not notable has no line");
        }
    }
}
