package sluice.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main process of a PostgreSQL, as the operating system shows it: the node's own, or one that outlived its node. */
record Postmaster(ProcessHandle process, Path cluster) {
    private static final boolean HAS_PROC = Files.isDirectory(Path.of("/proc/self"));

    /** The one that runs on the directory. A stale {@code postmaster.pid} is none, also when its number is another's now. */
    static Optional<Postmaster> of(Path cluster) {
        return recordedPid(cluster)
                .flatMap(ProcessHandle::of)
                .filter(process -> runsOn(process, cluster))
                .map(process -> new Postmaster(process, cluster));
    }

    /** Asked of a process once found: only its death makes this false, not a failure to look. */
    boolean isAlive() {
        return process.isAlive() && !isZombie(process);
    }

    long pid() {
        return process.pid();
    }

    /** Processes that still have the directory open: after the main process was killed, those it had started, for a moment. */
    static List<ProcessHandle> processesOn(Path cluster) {
        return HAS_PROC
                ? ProcessHandle.allProcesses()
                        .filter(process -> runsOn(process, cluster))
                        .toList()
                : of(cluster).map(Postmaster::process).stream().toList();
    }

    private static Optional<Long> recordedPid(Path cluster) {
        try (var lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            return lines.findFirst().map(line -> Long.parseLong(line.strip()));
        } catch (IOException | NumberFormatException e) { // absent, or half written
            return Optional.empty();
        }
    }

    /** PostgreSQL's processes have their cluster as working directory, which another process under an old number would not. */
    private static boolean runsOn(ProcessHandle process, Path cluster) {
        if (!HAS_PROC) {
            return process.info().command().orElse("").endsWith("postgres");
        }
        try {
            return Files.readSymbolicLink(proc(process).resolve("cwd")).equals(cluster) && !isZombie(process);
        } catch (IOException e) { // gone, or another user's
            return false;
        }
    }

    /** Dead, but not yet fetched by its parent: where process 1 fetches none it stays so, and its number seems alive. */
    private static boolean isZombie(ProcessHandle process) {
        if (!HAS_PROC) {
            return false;
        }
        try {
            var stat = Files.readString(proc(process).resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
