package sluice.node;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs of PostgreSQL, unpacked from the class path once for all nodes of this user. */
final class PostgresPrograms {
    private static final Logger log = LoggerFactory.getLogger(PostgresPrograms.class);

    private PostgresPrograms() {}

    /**
     * Unpacks them unless they are there already.
     *
     * @return the directory that holds {@code bin}, {@code lib} and {@code share}
     */
    static Path unpackedBelow(Path directory) {
        try {
            var archive = archive();
            var home = directory.resolve("postgres-" + digest(archive));
            if (!Files.exists(home)) {
                Files.createDirectories(directory);
                // Nodes that start together wait for the first; the lock goes with its process.
                synchronized (PostgresPrograms.class) {
                    try (var channel = FileChannel.open(
                                    directory.resolve("unpack.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                            var lock = channel.lock()) {
                        if (lock.isValid() && !Files.exists(home)) {
                            log.info("Unpacking PostgreSQL to {}", home);
                            unpack(archive, home);
                        }
                    }
                }
            }
            return home;
        } catch (IOException e) {
            throw new StartFailed(
                    "The programs of PostgreSQL cannot be unpacked below " + directory + " (" + e.getMessage()
                            + "). Name another directory with sluice.embedded.programs-directory.",
                    e);
        }
    }

    private static byte[] archive() throws IOException {
        var os = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        var machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (var stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(os, machine)) {
            return stream.readAllBytes();
        } catch (IllegalStateException e) {
            throw new StartFailed(
                    "There is no embedded PostgreSQL for " + os + " on " + machine
                            + ". Run a PostgreSQL and name it with " + Variable.SLUICE_DATABASE_URL + ".",
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    /** Unpacks beside the place and moves the whole there, so that what is there is complete. */
    private static void unpack(byte[] archive, Path home) throws IOException {
        var fresh = Files.createTempDirectory(home.getParent(), "unpacking-");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var target = fresh.resolve(entry.getName()).normalize();
                if (!target.startsWith(fresh)) {
                    throw new IOException("an entry of the archive points outside of it: " + entry.getName());
                }
                unpack(tar, entry, target);
            }
        }
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        var parent = target.resolve("..").normalize();
        Files.createDirectories(parent);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            var program = parent.endsWith("bin") || (entry.getMode() & 0b001_000_000) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
