package sluice.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs of PostgreSQL, which refuse to run as root: for root, in a user namespace or as nobody. */
final class PostgresCommands {
    /** Every Linux knows this user, and it owns nothing else. */
    private static final String NOBODY = "65534";

    private final Path home;
    private final List<String> prefix;
    private final boolean asNobody;

    private PostgresCommands(Path home, List<String> prefix, boolean asNobody) {
        this.home = home;
        this.prefix = prefix;
        this.asNobody = asNobody;
    }

    static PostgresCommands in(Path home) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresCommands(home, List.of(), false);
        }
        if (works(List.of("unshare", "--user", "id", "-un"))) {
            return new PostgresCommands(home, List.of("unshare", "--user"), false);
        }
        var setpriv = List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
        if (works(join(setpriv, List.of("id", "-un")))) {
            return new PostgresCommands(home, setpriv, true);
        }
        throw new StartFailed(
                "PostgreSQL does not run as root. Start the node as another user, or run a PostgreSQL and name it with "
                        + Variable.SLUICE_DATABASE_URL + ".");
    }

    /** Whether the programs run as nobody, so that their files must be nobody's. */
    boolean asNobody() {
        return asNobody;
    }

    /**
     * Runs a program to its end.
     *
     * @throws CommandFailed with what it printed, if it fails or takes longer
     */
    void run(Duration timeout, String program, List<String> arguments) throws CommandFailed {
        var command =
                join(prefix, join(List.of(home.resolve("bin").resolve(program).toString()), arguments));
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

    private static boolean works(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> join(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** A program of PostgreSQL did not do what it was asked; the message has what it printed. */
    static final class CommandFailed extends Exception {
        private static final long serialVersionUID = 1;

        CommandFailed(String message) {
            super(message);
        }
    }
}
