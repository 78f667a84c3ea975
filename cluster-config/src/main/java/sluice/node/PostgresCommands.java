package sluice.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs of PostgreSQL. */
final class PostgresCommands {
    private final Path home;
    private final PostgresUser user;

    PostgresCommands(Path home, PostgresUser user) {
        this.home = home;
        this.user = user;
    }

    /**
     * Runs a program to its end.
     *
     * @throws CommandFailed with what it printed, if it fails or takes longer
     */
    void run(Duration timeout, String program, List<String> arguments) throws CommandFailed {
        var command = new ArrayList<>(user.prefix());
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        try {
            var output = Files.createTempFile("sluice-" + program, ".out");
            try {
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new CommandFailed(program + " did not end within " + timeout.toSeconds() + " s");
                }
                if (process.exitValue() != 0) {
                    throw new CommandFailed(program + " failed: "
                            + Files.readString(output, StandardCharsets.UTF_8).strip());
                }
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new CommandFailed(program + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(program + " was interrupted");
        }
    }

    /** A program of PostgreSQL did not do what it was asked; the message has what it printed. */
    static final class CommandFailed extends Exception {
        private static final long serialVersionUID = 1;

        CommandFailed(String message) {
            super(message);
        }
    }
}
