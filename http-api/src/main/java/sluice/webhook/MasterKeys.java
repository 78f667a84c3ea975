package sluice.webhook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The master keys that a node was given, which are never in the database: the first seals, all of them open. How to change the key is in
 * {@code docs/webhook-delivery.md}.
 */
public final class MasterKeys {

    private final List<MasterKey> keys;

    private MasterKeys(List<MasterKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads keys as they stand in a setting or a mounted file: each 32 bytes in base64, on a line of its own or after a comma; lines
     * that begin with {@code #} are left out. {@code openssl rand -base64 32} makes one.
     *
     * @throws IllegalArgumentException saying which key is wrong, without telling it
     */
    public static MasterKeys parse(String text) {
        var keys = new ArrayList<MasterKey>();
        var parts = text.lines()
                .filter(line -> !line.strip().startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        for (var part : parts) {
            try {
                keys.add(MasterKey.parse(part));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Key " + (keys.size() + 1) + " is wrong. " + e.getMessage(), e);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("There is no master key. Make one with: openssl rand -base64 32");
        }
        return new MasterKeys(keys);
    }

    /**
     * The keys in a file that only this user may read; on a first start it is made, with a key of its own. A file once made is never
     * overwritten, and is on disk before the key is used: without it what was sealed is lost.
     *
     * @throws IOException if it cannot be read or made, or others may read it
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static MasterKeys keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        var others = Set.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
        if (Files.getPosixFilePermissions(file).stream().anyMatch(others::contains)) {
            throw new IOException(
                    "The file " + file + " holds master keys and others may read or write it. Do: chmod 600 " + file);
        }
        return parse(Files.readString(file));
    }

    private static void make(Path file) throws IOException {
        var fresh = Files.createTempFile( // readable by this user alone from its first byte on
                file.toAbsolutePath().getParent(),
                file.getFileName() + ".",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var contents = "# Opens the secrets in this node's database. Keep a copy: they are lost without it.\n"
                        + MasterKey.random(new SecureRandom()).text() + "\n";
                channel.write(ByteBuffer.wrap(contents.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.createLink(file, fresh); // unlike a move, leaves a file alone that another process made meanwhile
            try (var directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            // Made by another process: read next.
        } finally {
            Files.delete(fresh);
        }
    }

    int count() {
        return keys.size();
    }

    MasterKey current() {
        return keys.getFirst();
    }

    Optional<MasterKey> find(byte[] id) {
        return keys.stream().filter(key -> Arrays.equals(key.id(), id)).findFirst();
    }

    /** Their ids. */
    @Override
    public String toString() {
        return keys.toString();
    }
}
