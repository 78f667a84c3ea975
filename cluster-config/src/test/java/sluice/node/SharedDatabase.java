package sluice.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One embedded server for all tests of this JVM that do not care which; each asks it for a database of its own. */
final class SharedDatabase {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedDatabase SERVER = start();

    private SharedDatabase() {}

    private static EmbeddedDatabase start() {
        try {
            var directory = Files.createTempDirectory("sluice-test-database");
            var server = EmbeddedDatabase.start(settings(directory));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(directory);
            }));
            return server;
        } catch (IOException e) {
            throw new AssertionError("No temporary directory", e);
        }
    }

    static EmbeddedSettings settings(Path directory) {
        return NodeSettings.read(Map.of("SLUICE_DATA_DIR", directory.toString()))
                .embedded();
    }

    /** An empty database. */
    static JdbcAddress empty() {
        var server = SERVER.address();
        var name = "test_" + DATABASES.incrementAndGet();
        try (var connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new AssertionError("No database", e);
        }
        return new JdbcAddress(server.url().replaceFirst("/postgres$", "/" + name), server.user(), server.password());
    }

    static Connection connect(JdbcAddress address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("Left behind: " + directory);
        }
    }
}
