package sluice.node;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sluice.node.PostgresCommands.CommandFailed;

/** The files of an embedded database: created once, configured anew at each start. */
final class EmbeddedCluster {
    private static final String USER = "postgres";
    private static final Duration CREATION = Duration.ofMinutes(2);

    private final DataDirectory directory;
    private final PostgresCommands commands;
    private final JdbcAddress address;
    private final int port;

    private EmbeddedCluster(DataDirectory directory, PostgresCommands commands, String password, int port) {
        this.directory = directory;
        this.commands = commands;
        this.port = port;
        address = new JdbcAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    /** Opens the files in the directory, and makes them if there are none. The port is the last one's while nobody else has it. */
    static EmbeddedCluster open(DataDirectory directory, PostgresCommands commands, PostgresUser user)
            throws IOException, CommandFailed {
        var known = readUrl(directory.urlFile());
        if (known.isEmpty() && Files.exists(directory.cluster())) {
            throw new StartFailed("The database in " + directory.path() + " has lost its file "
                    + directory.urlFile().getFileName() + ", which holds its password. Put it back from a backup.");
        }
        var password = known.map(Known::password).orElseGet(EmbeddedCluster::newPassword);
        var port = known.map(Known::port)
                .filter(last -> FreePort.isFree(last)
                        || Postmaster.of(directory.cluster()).isPresent())
                .orElseGet(FreePort::find);
        var cluster = new EmbeddedCluster(directory, commands, password, port);
        // Before the cluster itself, so that no cluster is without its password, whenever this process ends.
        DataDirectory.writeSecret(
                directory.urlFile(),
                cluster.address.url() + "?user=" + USER + "&password=" + password + System.lineSeparator());
        if (!Files.exists(directory.cluster())) {
            cluster.create(user);
        }
        if (!Files.exists(directory.log())) {
            Files.createFile(directory.log());
            user.give(directory.log());
        }
        return cluster;
    }

    private void create(PostgresUser user) throws IOException, CommandFailed {
        var fresh = directory.path().resolve("postgres.new");
        deleteRecursively(fresh); // of a node that ended while creating
        Files.createDirectory(fresh);
        var passwordFile = directory.path().resolve("postgres.password");
        DataDirectory.writeSecret(passwordFile, address.password());
        user.give(fresh);
        user.give(passwordFile);
        try {
            commands.run(
                    CREATION,
                    "initdb",
                    List.of(
                            "--pgdata=" + fresh,
                            "--username=" + USER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8"));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(fresh, directory.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Writes the settings of the server.
     *
     * @return their fingerprint, which the running server tells as {@code sluice.configuration}
     */
    String configure(EmbeddedSettings settings) throws IOException {
        var server = new TreeMap<>(settings.server());
        server.put("listen_addresses", "127.0.0.1");
        server.put("port", Integer.toString(port));
        server.put("unix_socket_directories", "");
        var text = server.entrySet().stream()
                .map(entry -> entry.getKey() + " = '" + entry.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        var fingerprint = sha256(text);
        Files.writeString(
                directory.cluster().resolve("postgresql.conf"),
                "# Written by the node at each start.\n" + text + "sluice.configuration = '" + fingerprint + "'\n");
        return fingerprint;
    }

    JdbcAddress address() {
        return address;
    }

    int port() {
        return port;
    }

    private record Known(int port, String password) {}

    private static Optional<Known> readUrl(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var url = Files.readString(file).strip();
            var port = URI.create(url.substring("jdbc:".length())).getPort();
            return Optional.of(new Known(port, url.substring(url.indexOf("password=") + "password=".length())));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new StartFailed(
                    "The file " + file + " was changed by hand and cannot be read. Put it back from a backup.", e);
        }
    }

    private static String newPassword() {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    private static void deleteRecursively(Path path) throws IOException {
        if (Files.exists(path)) {
            try (var inside = Files.walk(path)) {
                for (var file : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
