package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real PostgreSQL processes, which it kills. */
class EmbeddedDatabaseTest {
    private final Path directory;
    private EmbeddedDatabase database;

    EmbeddedDatabaseTest(@TempDir Path directory) {
        this.directory = directory;
        database = EmbeddedDatabase.start(SharedDatabase.settings(directory));
    }

    @BeforeEach
    void writeARow() throws SQLException {
        execute("create table kept (word text); insert into kept values ('order')");
    }

    @AfterEach
    void stop() {
        database.close();
        assertTrue(Postmaster.processesOn(directory.resolve("postgres")).isEmpty());
    }

    @Test
    void data_areKeptOverARestart_onTheSamePort_withTheSamePassword() throws SQLException {
        var address = database.address();
        database.close();
        assertThrows(SQLException.class, () -> query("select 1"));
        database = EmbeddedDatabase.start(SharedDatabase.settings(directory));
        assertEquals(address, database.address());
        assertEquals("order", query("select word from kept"));
    }

    @Test
    void server_writesThrough_andListensOnlyToThoseWithThePassword() throws SQLException, IOException {
        for (var name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            assertEquals("on", query("show " + name), name);
        }
        assertEquals("127.0.0.1", query("show listen_addresses"));
        assertEquals("UTF8", query("show server_encoding"));
        var address = database.address();
        assertThrows(
                SQLException.class,
                () -> SharedDatabase.connect(new JdbcAddress(address.url(), address.user(), "wrong"))
                        .close());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("database.url"))));
    }

    @Test
    void killedServer_comesBackOnTheSamePort_withEveryCommittedRow() throws SQLException {
        execute("insert into kept values ('late')");
        var killed = database.pid();
        kill(killed);
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(this::answers);
        assertNotEquals(killed, database.pid());
        assertEquals("2", query("select count(*) from kept"));
    }

    @Test
    void serverKilledWhileASessionIsBusy_comesBackAllTheSame() throws SQLException {
        try (var busy = SharedDatabase.connect(database.address());
                var statement = busy.createStatement()) {
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    statement.execute("select count(*) from generate_series(1, 100000000000)");
                } catch (SQLException e) {
                    // It is cut off with its server.
                }
            });
            Awaitility.await()
                    .until(() -> "1"
                            .equals(query("select count(*) from pg_stat_activity where query like "
                                    + "'%generate_series%' and pid <> pg_backend_pid()")));
            kill(database.pid());
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(this::answers);
            thread.interrupt();
        }
        assertEquals("order", query("select word from kept"));
    }

    @Test
    void staleProcessFile_doesNotKeepTheServerDown() throws SQLException, IOException {
        database.close();
        // The number of a live process that is no PostgreSQL: this one.
        Files.writeString(
                directory.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + directory.resolve("postgres") + "\n");
        database = EmbeddedDatabase.start(SharedDatabase.settings(directory));
        assertEquals("order", query("select word from kept"));
    }

    @Test
    void secondNode_isRefused_andTheFirstStays() throws SQLException {
        var refused = assertThrows(StartFailed.class, () -> EmbeddedDatabase.start(SharedDatabase.settings(directory)));
        assertTrue(refused.toString().contains("Another node"), refused::toString);
        assertTrue(refused.toString().contains(directory.toString()), refused::toString);
        assertEquals("order", query("select word from kept"));
    }

    @Test
    void lostPasswordFile_isToldAsSuch() throws IOException {
        database.close();
        var url = directory.resolve("database.url");
        var contents = Files.readString(url);
        Files.delete(url);
        var refused = assertThrows(StartFailed.class, () -> EmbeddedDatabase.start(SharedDatabase.settings(directory)));
        assertTrue(refused.toString().contains("database.url"), refused::toString);
        DataDirectory.writeSecret(url, contents);
        database = EmbeddedDatabase.start(SharedDatabase.settings(directory));
        assertFalse(Optional.of(database.pid()).filter(pid -> pid > 0).isEmpty());
    }

    private static void kill(long pid) {
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    }

    private boolean answers() {
        try {
            return "1".equals(query("select 1"));
        } catch (SQLException e) {
            return false;
        }
    }

    private String query(String sql) throws SQLException {
        try (var connection = SharedDatabase.connect(database.address());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = SharedDatabase.connect(database.address());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
