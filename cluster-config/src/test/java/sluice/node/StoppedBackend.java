package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.awaitility.Awaitility;

/** A process of PostgreSQL that serves one session and is stopped with SIGSTOP: nobody sees it end, and it does nothing. */
record StoppedBackend(long pid) {

    /** Stops it; returns when it does not run any more. */
    static StoppedBackend stop(long pid) {
        signal("-STOP", pid);
        Awaitility.await().until(() -> state(pid).equals("T"));
        return new StoppedBackend(pid);
    }

    void resume() {
        signal("-CONT", pid);
    }

    /** The process that serves {@code connection}. */
    static long pidOf(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String state(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    private static void signal(String signal, long pid) {
        try {
            var kill = new ProcessBuilder(List.of("kill", signal, Long.toString(pid)))
                    .inheritIO()
                    .start();
            assertEquals(0, kill.waitFor(), "kill " + signal + " " + pid);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
