package sluice.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.node.PostgresCommands.CommandFailed;

/**
 * A PostgreSQL that this node runs for itself, on the loopback interface. Its data are kept. One that outlived its node is
 * adopted if it runs with the present settings, else stopped first. One that dies while the node runs is started again on the same port.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final EmbeddedSettings settings;
    private final DataDirectory directory;
    private final PostgresCommands commands;
    private final EmbeddedCluster cluster;
    private final Thread supervisor;
    private volatile boolean closing;
    private volatile @Nullable Postmaster running;

    private EmbeddedDatabase(
            EmbeddedSettings settings, DataDirectory directory, PostgresCommands commands, EmbeddedCluster cluster) {
        this.settings = settings;
        this.directory = directory;
        this.commands = commands;
        this.cluster = cluster;
        this.supervisor =
                Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::supervise);
    }

    /**
     * Returns once it answers.
     *
     * @throws StartFailed if another node uses the directory, or PostgreSQL does not start
     */
    public static EmbeddedDatabase start(EmbeddedSettings settings) {
        var directory = DataDirectory.lock(settings.dataDirectory());
        try {
            var user = PostgresUser.current();
            var programs = PostgresPrograms.unpackedBelow(user.programsDirectory(settings));
            var commands = new PostgresCommands(programs, user);
            var cluster = EmbeddedCluster.open(directory, commands, user);
            var database = new EmbeddedDatabase(settings, directory, commands, cluster);
            database.adoptOrStart(cluster.configure(settings));
            database.supervisor.start();
            return database;
        } catch (IOException | CommandFailed | RuntimeException e) {
            try {
                directory.close();
            } catch (IOException unclosed) {
                e.addSuppressed(unclosed);
            }
            throw e instanceof StartFailed failed
                    ? failed
                    : new StartFailed(
                            "The embedded PostgreSQL in " + directory.path() + " does not start: " + e.getMessage()
                                    + " Its log is " + directory.log() + ".",
                            e);
        }
    }

    JdbcAddress address() {
        return cluster.address();
    }

    Path dataDirectory() {
        return directory.path();
    }

    /** The process id of the running server. */
    long pid() {
        var server = running;
        return server == null ? -1 : server.pid();
    }

    private void adoptOrStart(String configuration) throws CommandFailed {
        var orphan = Postmaster.of(directory.cluster());
        if (orphan.isPresent()) {
            if (runsWith(configuration)) {
                log.info(
                        "Adopted the PostgreSQL of an earlier node, process {}",
                        orphan.get().pid());
                running = orphan.get();
                return;
            }
            log.info(
                    "Stopping the PostgreSQL of an earlier node, process {}",
                    orphan.get().pid());
            stopServer();
        }
        startServer();
    }

    private boolean runsWith(String configuration) {
        var properties = new Properties();
        properties.setProperty("user", cluster.address().user());
        properties.setProperty("password", cluster.address().password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "2");
        try (var connection = DriverManager.getConnection(cluster.address().url(), properties);
                var statement = connection.createStatement();
                var row = statement.executeQuery("select current_setting('sluice.configuration', true)")) {
            return row.next() && configuration.equals(row.getString(1));
        } catch (SQLException e) {
            return false;
        }
    }

    /** Starts the server, after whatever an earlier one left behind is out of its way. */
    private void startServer() throws CommandFailed {
        clearRemains();
        try {
            commands.run(
                    settings.startTimeout().plus(GRACE),
                    "pg_ctl",
                    List.of(
                            "start",
                            "--pgdata=" + directory.cluster(),
                            "--log=" + directory.log(),
                            "--wait",
                            "--timeout=" + settings.startTimeout().toSeconds()));
        } catch (CommandFailed e) {
            throw new CommandFailed(e.getMessage() + " " + directory.lastLogged());
        }
        running = Postmaster.of(directory.cluster())
                .orElseThrow(() -> new CommandFailed("the server started and ended at once"));
    }

    /**
     * A killed main process leaves its pid file and, for a moment, its children, which still hold the shared memory that the next
     * one refuses to share. They end by themselves unless they are busy; nothing they have not committed counts.
     */
    private void clearRemains() throws CommandFailed {
        var deadline = System.nanoTime() + GRACE.toNanos();
        while (!Postmaster.processesOn(directory.cluster()).isEmpty() && !closing) {
            if (System.nanoTime() > deadline) {
                Postmaster.processesOn(directory.cluster()).forEach(ProcessHandle::destroyForcibly);
            }
            pause();
        }
        try {
            Files.deleteIfExists(directory.cluster().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new CommandFailed("a stale postmaster.pid cannot be deleted: " + e.getMessage());
        }
    }

    private void supervise() {
        while (!closing) {
            var server = running;
            if (server == null || !server.isAlive()) {
                running = null;
                log.warn("PostgreSQL has died; starting it again on port {}", cluster.port());
                try {
                    startServer();
                    log.info("PostgreSQL answers again on port {}", cluster.port());
                } catch (CommandFailed e) {
                    log.warn("PostgreSQL does not start, trying again: {}", e.getMessage());
                }
            }
            pause();
        }
    }

    /** Stops the server without waiting for its sessions; loses nothing that was committed. */
    @Override
    public void close() {
        closing = true;
        try {
            supervisor.join(settings.stopTimeout());
            stopServer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                directory.close();
            } catch (IOException e) {
                log.warn("The lock of {} cannot be released: {}", directory.path(), e.getMessage());
            }
        }
    }

    private void stopServer() {
        if (Postmaster.of(directory.cluster()).isEmpty()) {
            return;
        }
        for (var mode : List.of("fast", "immediate")) {
            try {
                commands.run(
                        settings.stopTimeout().plus(GRACE),
                        "pg_ctl",
                        List.of(
                                "stop",
                                "--pgdata=" + directory.cluster(),
                                "--mode=" + mode,
                                "--wait",
                                "--timeout=" + settings.stopTimeout().toSeconds()));
                return;
            } catch (CommandFailed e) {
                log.warn("PostgreSQL does not stop in mode {}: {}", mode, e.getMessage());
            }
        }
        Postmaster.processesOn(directory.cluster()).forEach(ProcessHandle::destroyForcibly);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
