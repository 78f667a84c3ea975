package sluice.load.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The embedded database of a node, found by the node's data directory. */
public final class EmbeddedPostgres {

    private final Path directory;

    public EmbeddedPostgres(Path dataDirectory) {
        this.directory = dataDirectory;
    }

    /** Its JDBC URL, as the node keeps it in its data directory. */
    public String url() {
        try {
            return Files.readString(directory.resolve("database.url")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The main process, empty if none runs. */
    public Optional<ProcessHandle> process() {
        try (var lines = Files.lines(directory.resolve("postgres").resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(line -> Long.parseLong(line.strip()))
                    .flatMap(ProcessHandle::of)
                    .filter(process ->
                            process.info().command().orElse("postgres").contains("postgres"));
        } catch (IOException | NumberFormatException notRunning) {
            return Optional.empty();
        }
    }

    /** Kills the main process and all it has started with SIGKILL; returns whether there was one. */
    public boolean kill() {
        var main = process();
        main.ifPresent(process -> {
            var all = new ArrayList<ProcessHandle>(List.of(process));
            process.descendants().forEach(all::add);
            all.forEach(ProcessHandle::destroyForcibly);
        });
        return main.isPresent();
    }
}
