package sluice.node;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The database of a node.
 *
 * @param place where it is, as the ready line says it
 */
record Database(JdbcAddress address, String place, boolean embedded) {

    /** Starts the embedded one, or takes the one the settings name. */
    static Database open(NodeSettings settings, Resources resources) {
        return settings.database()
                .external()
                .map(address -> new Database(
                        address, "at " + address.toString().replaceFirst("^jdbc:postgresql:(//)?", ""), false))
                .orElseGet(() -> {
                    var database = resources.add(EmbeddedDatabase.start(settings.embedded()));
                    return new Database(database.address(), "in " + shortest(database.dataDirectory()), true);
                });
    }

    private static String shortest(Path directory) {
        var here = Path.of("").toAbsolutePath();
        return directory.startsWith(here) ? "./" + here.relativize(directory) : directory.toString();
    }

    /** Such as {@code embedded PostgreSQL 18.1 in ./data}. */
    String describe(DataSource pool) {
        return (embedded ? "embedded " : "") + "PostgreSQL " + version(pool) + " " + place;
    }

    private static String version(DataSource pool) {
        try (var connection = pool.getConnection()) {
            var version = connection.getMetaData().getDatabaseProductVersion();
            var space = version.indexOf(' '); // before the name of the distribution
            return space < 0 ? version : version.substring(0, space);
        } catch (SQLException e) {
            return "";
        }
    }
}
