package sluice.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL runs, which refuses to run as root: where this process is root's, in a user namespace of its own, or where
 * that is forbidden, as in most containers, as nobody.
 *
 * @param prefix what a command begins with
 * @param nobody whether it is nobody, who must be given what is PostgreSQL's
 */
record PostgresUser(List<String> prefix, boolean nobody) {
    /** Every Linux knows this user, and it owns nothing else. */
    private static final String NOBODY = "65534";

    PostgresUser {
        prefix = List.copyOf(prefix);
    }

    static PostgresUser current() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresUser(List.of(), false);
        }
        var namespace = new PostgresUser(List.of("unshare", "--user"), false);
        if (namespace.works()) {
            return namespace;
        }
        var nobody = new PostgresUser(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"), true);
        if (nobody.works()) {
            return nobody;
        }
        throw new StartFailed(
                "PostgreSQL does not run as root. Start the node as another user, or run a PostgreSQL and name it with "
                        + Variable.SLUICE_DATABASE_URL + ".");
    }

    /** Where its programs can be: nobody may see less than this process, but must see the data directory in any case. */
    Path programsDirectory(EmbeddedSettings settings) {
        return nobody ? settings.dataDirectory().resolve("programs") : settings.programsDirectory();
    }

    /** Makes a file or directory its own. */
    void give(Path path) throws IOException {
        if (nobody) {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY));
            Files.setAttribute(path, "unix:gid", Integer.valueOf(NOBODY));
        }
    }

    private boolean works() {
        try {
            var command = new ArrayList<>(prefix);
            command.addAll(List.of("id", "-un"));
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
}
