package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseHealthTest {
    private static final Optional<String> SILENT = Optional.of("the database does not answer");
    private static final DatabaseSettings SETTINGS = NodeSettings.read(Map.of()).database();

    @Test
    void killedDatabase_closesAdmissionWithinASecond_andItsReturnOpensIt(@TempDir Path directory) {
        try (var database = EmbeddedDatabase.start(SharedDatabase.settings(directory));
                var health = DatabaseHealth.watch(database.address(), SETTINGS)) {
            awaitOpen(health);
            assertTrue(ProcessHandle.of(database.pid()).orElseThrow().destroyForcibly());
            awaitClosed(health);
            awaitOpen(health);
        }
    }

    @Test
    void databaseThatFallsSilent_withItsSocketsOpen_closesAdmissionWithinASecond() throws IOException {
        var address = SharedDatabase.empty();
        try (var proxy = new SilentProxy(address);
                var health = DatabaseHealth.watch(proxy.address(), SETTINGS)) {
            awaitOpen(health);
            proxy.fallSilent();
            awaitClosed(health);
            proxy.speak();
            awaitOpen(health);
        }
    }

    @Test
    void databaseThatNeverAnswered_isRefused() {
        var nowhere = new JdbcAddress("jdbc:postgresql://127.0.0.1:" + TestNode.freePort() + "/postgres", "kim", "x");
        try (var health = DatabaseHealth.watch(nowhere, SETTINGS)) {
            assertEquals(SILENT, health.refusal());
        }
    }

    private static void awaitClosed(DatabaseHealth health) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(1))
                .until(health::refusal, SILENT::equals);
    }

    private static void awaitOpen(DatabaseHealth health) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(20))
                .until(health::refusal, Optional::isEmpty);
    }
}
