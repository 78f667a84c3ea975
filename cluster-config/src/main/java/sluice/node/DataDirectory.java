package sluice.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory of an embedded database, locked for one node at a time. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Creates the directory if need be, and locks it until closed or until this process ends, however it ends. */
    static DataDirectory lock(Path path) {
        var lockFile = path.resolve("node.lock");
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                var owner = Files.readString(lockFile).strip();
                channel.close();
                throw new StartFailed("Another node" + (owner.isEmpty() ? "" : " (process " + owner + ")")
                        + " is using the data directory " + path
                        + ". Stop it, or give this node a directory of its own with "
                        + Variable.SLUICE_DATA_DIR + ", or the same database with " + Variable.SLUICE_DATABASE_URL
                        + ".");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(path.toRealPath(), channel);
        } catch (IOException e) {
            throw new StartFailed(
                    "The data directory " + path + " cannot be written (" + e.getMessage()
                            + "). Give this node one that it may " + "write with " + Variable.SLUICE_DATA_DIR + ".",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // held by another node in this very process
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path cluster() {
        return path.resolve("postgres");
    }

    Path log() {
        return path.resolve("postgres.log");
    }

    /** The last lines of the log, where a server that did not start says why. */
    String lastLogged() {
        try {
            var lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    /** The JDBC URL with user and password, which a second node may be given as its {@code SLUICE_DATABASE_URL_FILE}. */
    Path urlFile() {
        return path.resolve("database.url");
    }

    /** Writes a file that only this user may read, as a whole or not at all. */
    static void writeSecret(Path file, String contents) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, contents);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
