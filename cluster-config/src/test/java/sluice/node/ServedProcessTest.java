package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a node's process: its end by signal, by force, with its parent; and what the next one finds. */
class ServedProcessTest {
    private static final Duration STOP = Duration.ofSeconds(30);

    /** A region that has just been started may wait in vain for the home of its shards: the longest part of such a stop. */
    private static final String SHORT_HANDOFF =
            "-Dpekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout=2s";

    private final Path directory;

    ServedProcessTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void nothingIsLeftRunning() {
        Postmaster.of(cluster()).ifPresent(orphan -> orphan.process().destroyForcibly());
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Postmaster.processesOn(cluster()).isEmpty());
    }

    @Test
    @Tag("on-either-journal")
    void killedNode_leavesItsDatabaseRunning_whichTheNextAdopts_andStopsOnSigterm() throws Exception {
        var variables = ServedNode.variables(directory);
        long server;
        try (var first = ServedNode.start(variables)) {
            var line = first.awaitReady();
            assertTrue(
                    line.matches("Sluice \\S+ is ready: no API \\(embedded PostgreSQL 18\\S* in \\S+, node \\S+\\)"),
                    line);
            server = Postmaster.of(cluster()).orElseThrow().pid();
            first.kill();
        }
        assertEquals(server, Postmaster.of(cluster()).orElseThrow().pid());

        try (var second = ServedNode.start(variables)) {
            second.awaitReady();
            assertEquals(server, Postmaster.of(cluster()).orElseThrow().pid());
            second.terminate();
            assertTrue(second.awaitEnd(STOP));
        }
        assertTrue(Postmaster.of(cluster()).isEmpty());
    }

    @Test
    void nodeWhoseParentEnds_stopsWithItsDatabase() throws Exception {
        try (var below = ServedNode.startBelowAShell(ServedNode.variables(directory))) {
            below.awaitReady();
            var node = ServedNode.nodeOf(directory);
            below.kill();
            assertTrue(node.isAlive());
            Awaitility.await().atMost(STOP).until(() -> !node.isAlive());
        }
        assertTrue(Postmaster.of(cluster()).isEmpty());
    }

    @Test
    void sigterm_duringTheStart_isHeeded() throws Exception {
        try (var node = ServedNode.start(ServedNode.variables(directory), SHORT_HANDOFF)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Postmaster.of(cluster()).isPresent());
            node.terminate();
            assertTrue(node.awaitEnd(STOP));
            assertFalse(node.printed().stream().anyMatch(line -> line.startsWith("Exception")));
        }
        Awaitility.await().until(() -> Postmaster.of(cluster()).isEmpty());
    }

    private Path cluster() {
        return directory.resolve("postgres");
    }
}
