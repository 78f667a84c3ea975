package sluice.readmodel;

import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRebuild;

/**
 * The tool that makes read models anew, each beside the one that is served, and then puts it in its place; see {@link TailRebuild}.
 * Nodes may run meanwhile, and lists are answered. Needs room for the models' tables twice, and the right to make schemas.
 */
public final class Rebuild {

    private Rebuild() {}

    /**
     * Arguments: JDBC URL, user, and the name of a read model or {@code all}; the password, if there is one, in
     * {@code SLUICE_DATABASE_PASSWORD}. Exits with an exception where one could not be made anew: it is then as it was.
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("give the JDBC URL of the database, its user, and a read model or all");
        }
        rebuild(arguments[0], arguments[1], password(), arguments[2])
                .forEach(rebuilt -> System.out.println("Made anew: " + rebuilt));
    }

    /** Makes the read model {@code which} anew, or {@code all} in one reading of the journal. Blocks. */
    public static List<TailRebuild.Rebuilt> rebuild(String url, String user, String password, String which)
            throws InterruptedException {
        return run(database(url, user, password), which.equals("all") ? models() : List.of(named(which)));
    }

    /** Makes the models anew on half of the processors. Blocks. */
    static List<TailRebuild.Rebuilt> run(Jdbi database, List<TailModel> models) throws InterruptedException {
        int writers = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        return new TailRebuild(database, models, writers).run();
    }

    static Jdbi database(String url, String user, String password) {
        return Jdbi.create(url, user, password).installPlugin(new PostgresPlugin());
    }

    static String password() {
        return Objects.requireNonNullElse(System.getenv("SLUICE_DATABASE_PASSWORD"), "");
    }

    private static List<TailModel> models() {
        return ReadModels.all(new JournalFormat());
    }

    static TailModel named(String name) {
        return models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no read model is called " + name + "; there are "
                        + models().stream().map(TailModel::name).toList()));
    }
}
