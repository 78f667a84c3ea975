package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {

    @Test
    void nothingSet_isAClusterOfOne_onLoopback_withADatabaseOfItsOwn() {
        var settings = NodeSettings.read(Map.of());
        assertEquals(new HttpSettings("127.0.0.1", 8080), settings.http());
        assertEquals(new ManagementSettings("127.0.0.1", 7626), settings.management());
        assertEquals(new ClusterSettings("127.0.0.1", 25_520, List.of(), Duration.ofSeconds(11)), settings.cluster());
        assertTrue(settings.database().external().isEmpty());
        assertEquals(Path.of("data").toAbsolutePath(), settings.embedded().dataDirectory());
        assertTrue(settings.bootstrapKey().isEmpty());
        assertFalse(settings.served());
        assertFalse(settings.stopWithParent());
    }

    @Test
    void embeddedServer_isDurable() {
        var server = NodeSettings.read(Map.of()).embedded().server();
        for (var name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertEquals("on", server.get(name), name);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 64MB", "512, 64MB", "1024, 128MB", "2048, 256MB", "24000, 3000MB", "1000000, 8192MB"})
    void buffersOfTheEmbeddedServer_areAnEighthOfTheMemory_withinBounds(long megabytes, String buffers) {
        assertEquals(buffers, BufferMemory.of(megabytes << 20));
    }

    @Test
    void buffersOfTheEmbeddedServer_areThisMachines_unlessTheyAreSet() {
        assertEquals(
                BufferMemory.here(),
                NodeSettings.read(Map.of()).embedded().server().get("shared_buffers"));
        var overrides = ConfigFactory.parseString("sluice.embedded.server.shared_buffers = 99MB");
        assertEquals(
                "99MB",
                NodeSettings.read(Map.of(), overrides).embedded().server().get("shared_buffers"));
    }

    @Test
    void snapshots_areOptional() {
        var store = NodeSettings.read(Map.of()).config().getConfig("jdbc-snapshot-store");
        assertTrue(store.getBoolean("snapshot-is-optional"), "no row is ever deleted, so all can start from rows");
    }

    @Test
    void processSettings_stopWithTheParent() {
        assertTrue(NodeSettings.ofProcess().served());
        assertTrue(NodeSettings.ofProcess().stopWithParent());
    }

    @Test
    void everyVariable_isTheSettingBehindIt_andWinsOverIt() {
        var overrides = ConfigFactory.parseString("sluice.http.port = 1, pekko.remote.artery.canonical.port = 2");
        var settings = NodeSettings.read(
                Map.of(
                        "SLUICE_HTTP_HOST", "10.0.0.1",
                        "SLUICE_HTTP_PORT", "81",
                        "SLUICE_DATABASE_URL", "jdbc:postgresql://db/sluice?password=hidden",
                        "SLUICE_DATABASE_USER", "kim",
                        "SLUICE_DATABASE_PASSWORD", "secret",
                        "SLUICE_REMOTE_HOST", "a.example",
                        "SLUICE_REMOTE_PORT", "1001",
                        "SLUICE_SEEDS", "b.example:1000, a.example:1001",
                        "SLUICE_MANAGEMENT_PORT", "82"),
                overrides);
        assertEquals(new HttpSettings("10.0.0.1", 81), settings.http());
        assertEquals(82, settings.management().port());
        assertEquals(
                List.of(new ClusterSettings.Seed("b.example", 1000), new ClusterSettings.Seed("a.example", 1001)),
                settings.cluster().seeds());
        assertEquals(1001, settings.config().getInt("pekko.remote.artery.canonical.port"));
        var address = settings.database().external().orElseThrow();
        assertEquals("kim", address.user());
        assertEquals("secret", address.password());
        assertEquals("jdbc:postgresql://db/sluice", address.toString());
    }

    @Test
    void secrets_areReadFromFiles(@TempDir Path directory) throws IOException {
        var url = Files.writeString(directory.resolve("url"), "jdbc:postgresql://db/sluice\n");
        var user = Files.writeString(directory.resolve("user"), "kim\n");
        var password = Files.writeString(directory.resolve("password"), "secret\n");
        var address = NodeSettings.read(Map.of(
                        "SLUICE_DATABASE_URL_FILE", url.toString(),
                        "SLUICE_DATABASE_USER_FILE", user.toString(),
                        "SLUICE_DATABASE_PASSWORD_FILE", password.toString()))
                .database()
                .external();
        assertEquals(new JdbcAddress("jdbc:postgresql://db/sluice", "kim", "secret"), address.orElseThrow());
    }

    @Test
    void timeouts_areALadder() {
        var config = NodeSettings.read(Map.of()).config();
        var pool = config.getDuration("sluice.database.pool.connection-timeout");
        var statement = config.getDuration("sluice.database.session.statement-timeout");
        var ask = config.getDuration("sluice.engine.ask-timeout");
        assertEquals(pool, config.getDuration("pekko-persistence-jdbc.shared-databases.journal.db.connectionTimeout"));
        assertTrue(pool.compareTo(statement) < 0);
        assertTrue(statement.compareTo(config.getDuration("sluice.database.socket-timeout")) < 0);
        for (var journal : List.of("sluice.journal", "jdbc-journal")) {
            var call = config.getDuration(journal + ".circuit-breaker.call-timeout");
            assertTrue(pool.plus(statement).compareTo(call) < 0, journal);
            assertTrue(call.compareTo(ask) < 0, journal);
        }
        assertTrue(config.getDuration("sluice.journal.patience")
                        .compareTo(config.getDuration("sluice.journal.circuit-breaker.call-timeout"))
                < 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SLUICE_HTTP_PORT | 80a | SLUICE_HTTP_PORT | 0 to 65535",
                "SLUICE_HTTP_PORT | -1 | SLUICE_HTTP_PORT | 0 to 65535",
                "SLUICE_HTTP_PORT | 65536 | SLUICE_HTTP_PORT | 0 to 65535",
                "SLUICE_HTTP_HOST | http://x | SLUICE_HTTP_HOST | 127.0.0.1",
                "SLUICE_MANAGEMENT_PORT | x | SLUICE_MANAGEMENT_PORT | 0 to 65535",
                "SLUICE_REMOTE_PORT | 1.5 | SLUICE_REMOTE_PORT | 0 to 65535",
                "SLUICE_REMOTE_HOST | 0.0.0.0 | SLUICE_REMOTE_HOST | reach",
                "SLUICE_DATABASE_URL | postgres://kim:secret@db/x | SLUICE_DATABASE_URL | jdbc:postgresql://host",
                "SLUICE_DATABASE_USER | kim | SLUICE_DATABASE_URL | unset",
                "SLUICE_DATABASE_URL_FILE | /no/such/file | SLUICE_DATABASE_URL_FILE | may read",
                "SLUICE_DATABASE_PASSWORD_FILE | /no/such/file | SLUICE_DATABASE_PASSWORD_FILE | may read",
                "SLUICE_SEEDS | elsewhere:25520 | SLUICE_SEEDS | itself",
                "SLUICE_SEEDS | 127.0.0.1:25520,127.0.0.1:25520 | SLUICE_SEEDS | exactly once",
                "SLUICE_SEEDS | 127.0.0.1 | SLUICE_SEEDS | host:port,host:port",
                "SLUICE_SEEDS | 127.0.0.1:25520, | SLUICE_SEEDS | host:port,host:port",
                "SLUICE_SEEDS | 127.0.0.1:25520,a:0 | SLUICE_SEEDS | host:port,host:port",
                "SLUICE_BOOTSTRAP_KEY | nineteen-characters | SLUICE_BOOTSTRAP_KEY | at least 20",
                "SLUICE_BOOTSTRAP_KEY | more than twenty characters | SLUICE_BOOTSTRAP_KEY | no space",
            })
    void wrongVariable_isRefusedByItsName_sayingWhatWouldDo(String variable, String value, String named, String mend) {
        var refused = assertThrows(InvalidSetting.class, () -> NodeSettings.read(Map.of(variable, value)));
        assertTrue(refused.toString().contains("(" + named + ")"), refused::toString);
        assertTrue(refused.toString().contains(mend), refused::toString);
        assertFalse(refused.toString().contains("secret"), refused::toString);
        assertFalse(refused.toString().contains("nineteen"), refused::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sluice.node.stop-timeout | soon",
                "sluice.node.stop-timeout | 0s",
                "sluice.node.served | maybe",
                "sluice.database.pool.size | 1",
                "sluice.engine.read-models.readers | 0",
                "sluice.database.socket-timeout | 500ms",
                "sluice.database.session.statement-timeout | -3s",
                "sluice.database.session.keepalive-count | none",
            })
    void wrongSetting_isRefusedByItsKey(String key, String value) {
        var overrides = ConfigFactory.parseMap(Map.of(key, value));
        var refused = assertThrows(InvalidSetting.class, () -> NodeSettings.read(Map.of(), overrides));
        assertEquals(key, refused.key());
        assertTrue(refused.toString().contains("'" + value + "'"), refused::toString);
    }

    @Test
    void bothASecretAndItsFile_areRefused() {
        var both = Map.of("SLUICE_DATABASE_URL", "jdbc:postgresql:x", "SLUICE_DATABASE_URL_FILE", "/some/file");
        var refused = assertThrows(InvalidSetting.class, () -> NodeSettings.read(both));
        assertTrue(refused.toString().contains("Unset one"), refused::toString);
    }
}
