package sluice.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sluice.load.judge.ReadModelsJudge;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;

/** Scenarios over HTTP on one served node; then its books and its clients' logs are altered, one place at a time. */
final class ReconcileTest {

    private static final String KEY = "a-key-of-every-scope-for-this-test";
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static NodePlan plan;

    @SuppressWarnings("NullAway.Init")
    private static ServedNode node;

    @SuppressWarnings("NullAway.Init")
    private static Path logs;

    @BeforeAll
    static void playOnOneNode() throws Exception {
        plan = NodePlan.alone(directory.resolve("data"), KEY, directory.resolve("node.log"));
        node = ServedNode.start(plan).awaitReady();
        var sale = load(
                drive("flash-sale", "--units", "60", "--buyers", "600", "--connections", "32", "--accounts", "12"));
        assertEquals(0, sale.status(), sale.text());
        try (var files = Files.list(out())) {
            logs = files.filter(file -> Files.isDirectory(file)).findFirst().orElseThrow();
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Path out() {
        return directory.resolve("out");
    }

    private static String[] drive(String... scenario) {
        var arguments = new ArrayList<>(List.of(scenario));
        arguments.addAll(List.of("--url", plan.url().toString(), "--key", KEY));
        arguments.addAll(List.of("--data-dir", directory.resolve("data").toString(), "--out", out().toString()));
        return arguments.toArray(String[]::new);
    }

    private record Played(int status, String text) {}

    private static Played load(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        int status = Main.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
        return new Played(status, bytes.toString(StandardCharsets.UTF_8));
    }

    private static Played reconcile(Path ofClients) {
        return load(
                "reconcile",
                "--data-dir",
                directory.resolve("data").toString(),
                "--logs",
                ofClients.toString(),
                "--settle-within",
                "0s");
    }

    @Test
    void replayOfAFile_isAcceptedWholeAtFullShare() {
        var replay = load(drive("replay", "--file", "src/test/resources/sluice/load/invoices.csv", "--clients", "4"));

        assertEquals(0, replay.status(), replay.text());
        assertTrue(replay.text().contains("accepted: 4"), replay.text());
    }

    @Test
    void replayWithOneClientAtLessThanTheDemand_hasTheSameCountsTwice() {
        var arguments = drive(
                "replay", "--file", "src/test/resources/sluice/load/invoices.csv", "--clients", "1", "--share", "0.8");

        var once = load(arguments);
        var twice = load(arguments);

        assertEquals(0, once.status(), once.text());
        assertEquals(0, twice.status(), twice.text());
        assertEquals(attempts(once), attempts(twice));
        assertTrue(attempts(once).contains("insufficient-stock"), once.text());
    }

    private static String attempts(Played played) {
        return played.text()
                .lines()
                .filter(line -> line.contains("attempts: {"))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> oneAlteredRow_isFound() {
        return Stream.of(
                alteredRow("a writer", "update event_journal set writer = 'x' where ordering = %1$d"),
                alteredRow("a sequence number", "update event_journal set sequence_number = 99 where ordering = %1$d"),
                alteredRow(
                        "a payload's byte",
                        "update event_journal set event_payload = set_byte(event_payload, octet_length(event_payload)"
                            + " / 2, 255 - get_byte(event_payload, octet_length(event_payload) / 2)) where ordering ="
                            + " %1$d"),
                alteredRow("a manifest", "update event_journal set event_ser_manifest = 'a9' where ordering = %1$d"),
                alteredRow("a row missing", "delete from event_journal where ordering = %1$d"));
    }

    /** Alters a row of the SKU in the middle of its history, asks the judge, and puts the row back. */
    private static DynamicTest alteredRow(String what, String sql) {
        return DynamicTest.dynamicTest(what, () -> {
            try (var connection = DriverManager.getConnection(new EmbeddedPostgres(directory.resolve("data")).url());
                    var statement = connection.createStatement()) {
                statement.execute(
                        "create table kept as select * from event_journal where persistence_id like 's|flash-%'"
                                + " and sequence_number = 5");
                try {
                    long ordering;
                    try (var row = statement.executeQuery("select ordering from kept")) {
                        assertTrue(row.next());
                        ordering = row.getLong(1);
                    }
                    assertEquals(1, statement.executeUpdate(sql.formatted(ordering)));
                    var judged = reconcile(logs);
                    assertEquals(1, judged.status(), judged.text());
                    assertTrue(judged.text().contains("s|flash-"), judged.text());
                    putBack(connection);
                } finally {
                    statement.execute("drop table kept");
                }
            }
            assertEquals(0, reconcile(logs).status());
        });
    }

    private static void putBack(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("delete from event_journal where ordering in (select ordering from kept)");
            statement.execute("insert into event_journal select * from kept");
        }
    }

    @TestFactory
    Stream<DynamicTest> oneAlteredReference_isFound() {
        return Stream.of(
                        "update reference set order_id = '019a0000-0000-7000-8000-000000000001' where name = '%s'",
                        "delete from reference where name = '%s'")
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    try (var connection =
                                    DriverManager.getConnection(new EmbeddedPostgres(directory.resolve("data")).url());
                            var statement = connection.createStatement()) {
                        statement.execute("create table kept_name as select * from reference order by name limit 1");
                        try (var row = statement.executeQuery("select name from kept_name")) {
                            assertTrue(row.next());
                            var name = row.getString(1);
                            statement.executeUpdate(sql.formatted(name));
                            assertEquals(1, reconcile(logs).status());
                        }
                        statement.execute("delete from reference where name in (select name from kept_name)");
                        statement.execute("insert into reference select * from kept_name");
                        statement.execute("drop table kept_name");
                    }
                    assertEquals(0, reconcile(logs).status());
                }));
    }

    @TestFactory
    Stream<DynamicTest> oneAlteredRowOfAReadModel_isFound() {
        return Stream.of(
                alteredModel("order_list", "units", "1"),
                alteredModel("order_list_sku", "placed_at", "interval '1 s'"),
                alteredModel("sku_list", "version", "1"),
                alteredModel("account_list", "row_number", "1"),
                alteredModel("stock_total", "claimed", "1"),
                alteredModel("stock_level", "on_hand", "1"),
                alteredModel("stock_claim", "units", "1"),
                alteredModel("stock_ledger", "on_hand", "1"),
                alteredModel("daily_figure", "amount", "1"));
    }

    /** Adds to one row, asks the judge, and takes it back. */
    private static DynamicTest alteredModel(String table, String column, String change) {
        return DynamicTest.dynamicTest(table, () -> {
            var url = new EmbeddedPostgres(directory.resolve("data")).url();
            var whole = ReadModelsJudge.judge(url, CATCH_UP);
            assertTrue(whole.isBalanced(), whole::text);
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                var update = "update %s set %s = %s %s %s where ctid = %s returning ctid";
                var first = "(select min(ctid) from " + table + ")";
                String place;
                try (var row = statement.executeQuery(update.formatted(table, column, column, "+", change, first))) {
                    assertTrue(row.next());
                    place = row.getString(1);
                }
                var judged = ReadModelsJudge.judge(url, CATCH_UP);
                statement.execute(update.formatted(table, column, column, "-", change, "'" + place + "'"));
                assertEquals(1, judged.findings().size(), judged::text);
                assertTrue(judged.text().contains(table + " "), judged::text);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> oneAlteredAnswer_isFound() {
        return Stream.of(
                alteredAnswer("another content", "ACCEPTED", line -> line.put("digest", "00")),
                alteredAnswer(
                        "another order", "ACCEPTED", line -> line.put("order", "019a0000-0000-7000-8000-000000000001")),
                alteredAnswer(
                        "refused where it was accepted",
                        "ACCEPTED",
                        line -> line.put("kind", "REFUSED").put("problem", "insufficient-stock")),
                alteredAnswer("not done where it was accepted", "ACCEPTED", line -> line.put("kind", "NONE")),
                alteredAnswer(
                        "accepted where it was refused",
                        "REFUSED",
                        line -> line.put("kind", "ACCEPTED").put("order", "019a0000-0000-7000-8000-000000000001")),
                alteredAnswer(
                        "another question",
                        "ACCEPTED",
                        line -> ((ObjectNode) line.path("asked")).put("account", "somebody else")));
    }

    private static DynamicTest alteredAnswer(String what, String kind, Consumer<ObjectNode> alteration) {
        return DynamicTest.dynamicTest(what, () -> {
            var altered = copyOfLogs(what);
            var changed = alterFirst(altered, kind, alteration);

            var judged = reconcile(altered);

            assertEquals(1, judged.status(), judged.text());
            assertTrue(judged.text().contains(changed), judged.text());
        });
    }

    private static Path copyOfLogs(String name) throws IOException {
        var copy = Files.createDirectories(directory.resolve("altered").resolve(name));
        try (var files = Files.list(logs)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** Alters the first attempt of a kind and returns its file and line. */
    private static String alterFirst(Path copy, String kind, Consumer<ObjectNode> alteration) throws IOException {
        try (var files = Files.list(copy)) {
            for (var file : files.sorted().toList()) {
                var lines = new ArrayList<>(Files.readAllLines(file));
                for (int i = 0; i < lines.size(); i++) {
                    var line = (ObjectNode) JSON.readTree(lines.get(i));
                    if (line.path("kind").asText().equals(kind)) {
                        alteration.accept(line);
                        lines.set(i, line.toString());
                        Files.write(file, lines);
                        return file + ":" + (i + 1);
                    }
                }
            }
        }
        throw new IllegalStateException("no attempt was " + kind);
    }

    @Test
    void sigtermAndKill_leaveTheBooksAsTheyWere() throws Exception {
        assertEquals(128 + 15, node.stop(), node::endOfLog);
        node = ServedNode.start(plan).awaitReady();
        assertEquals(0, reconcile(logs).status());

        node.kill();
        node = ServedNode.start(plan).awaitReady();
        assertEquals(0, reconcile(logs).status());
    }
}
